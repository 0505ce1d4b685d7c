import { fstatSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StudioError, type ProjectPlace } from '../../contract/index.ts';

/** What tells a file from any other, whatever its name: device and inode. */
interface FileIdentity {
  dev: bigint;
  ino: bigint;
}

/**
 * Where an open database is now. SQLite holds the file itself and not its name: it would go on writing into a project folder
 * that was moved, and into one that was deleted, where everything is lost when it is closed.
 */
export class Whereabouts {
  readonly #file: string;
  readonly #identity: FileIdentity;

  /** `file`: the open database, absolute. */
  constructor(file: string) {
    this.#file = file;
    this.#identity = identityOf(file);
  }

  now(): ProjectPlace {
    if (this.#isAt(this.#file)) return { kind: 'there' };
    const to = this.#whereNow();
    return to === null ? { kind: 'gone' } : { kind: 'moved', to };
  }

  /** Throws StudioError 'failed' saying where the project is when it is not where it was opened. */
  requireThere(): void {
    const place = this.now();
    if (place.kind === 'there') return;
    const folder = dirname(this.#file);
    throw new StudioError(
      'failed',
      place.kind === 'moved'
        ? `${folder} was moved to ${place.to} while it was open: nothing was changed. Open it there, or move it back.`
        : `${folder} is not there any more, deleted or on a disk that is gone: nothing was changed. Bring the folder back, or have the studio write the project there again.`,
    );
  }

  #isAt(file: string): boolean {
    try {
      return isSame(identityOf(file), this.#identity);
    } catch {
      return false;
    }
  }

  /** The project's folder by what the system calls the open file: Linux tells, others do not. Null when it is deleted or unknown. */
  #whereNow(): string | null {
    if (process.platform !== 'linux') return null;
    const descriptors = '/proc/self/fd';
    for (const name of readdirSync(descriptors)) {
      try {
        if (!isSame(fstatSync(Number(name), { bigint: true }), this.#identity)) continue;
        const file = readlinkSync(join(descriptors, name));
        return basename(file) === basename(this.#file) && this.#isAt(file) ? dirname(file) : null;
      } catch {
        // Closed meanwhile: the listing itself was one.
      }
    }
    return null;
  }
}

function identityOf(file: string): FileIdentity {
  return statSync(file, { bigint: true });
}

function isSame(one: FileIdentity, other: FileIdentity): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}
