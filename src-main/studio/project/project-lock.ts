import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../contract/index.ts';

const ownerSchema = z.object({
  pid: z.int(),
  host: z.string(),
  /** ISO 8601. */
  since: z.string(),
  /** When the process began, in the system's own terms: tells it from a later one with the same number. Null where unknown. */
  processStart: z.string().nullable(),
  token: z.string(),
});
export type LockOwner = z.infer<typeof ownerSchema>;

export const lockFileName = 'project.lock';

/**
 * Whether a process is there, and when it began. A process that has ended but was not yet collected by its parent counts as gone.
 */
export function inspectProcess(pid: number): { alive: boolean; start: string | null } {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there but another user's.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return { alive: false, start: null };
  }
  try {
    if (process.platform === 'linux') {
      // proc(5): after the name in parentheses come the state (field 3) and, as field 22, the start in ticks since boot.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return { alive: fields[0] !== 'Z' && fields[0] !== 'X', start: `${boot} ${fields[19]}` };
    }
    if (process.platform === 'darwin') {
      const start = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
        encoding: 'utf8',
        // The same words for the same moment, whoever asks.
        env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
      }).trim();
      return { alive: start !== '', start: start || null };
    }
  } catch {
    // It ended while being looked at, or the system does not tell: the process number alone must do.
  }
  return { alive: true, start: null };
}

/** Tokens of the locks that this process holds. */
const held = new Set<string>();

/** Who writes the project now; null when nobody does, or when the one who did is gone (killed, or the computer restarted). */
export function liveOwner(projectFolder: string): LockOwner | null {
  let owner: LockOwner;
  try {
    owner = ownerSchema.parse(JSON.parse(readFileSync(join(projectFolder, lockFileName), 'utf8')));
  } catch {
    // Not there, or cut short by a power failure: a living owner's file is always whole, for it was renamed into place.
    return null;
  }
  // Another computer's processes cannot be seen from here, so its word is taken.
  if (owner.host !== hostname()) return owner;
  const { alive, start } = inspectProcess(owner.pid);
  const another = start !== null && owner.processStart !== null && start !== owner.processStart;
  if (!alive || another) return null;
  // Our own, of a folder that was moved while it was open: its file could not be found to be removed.
  return owner.pid === process.pid && !held.has(owner.token) ? null : owner;
}

function inUse(projectFolder: string, owner: LockOwner): StudioError {
  const here = owner.host === hostname();
  const remedy = here
    ? 'Close it there, or open the project read-only.'
    : `Close it there, or open the project read-only. If that computer has crashed, delete ${join(projectFolder, lockFileName)}.`;
  const who = `process ${owner.pid} on ${here ? 'this computer' : owner.host}`;
  return new StudioError(
    'in use',
    `${projectFolder} is open for writing in another studio: ${who}, since ${shownTime(owner.since)}. ${remedy}`,
  );
}

/** An ISO 8601 time as people read it, in this computer's time zone: `2026-11-23 14:05`. */
function shownTime(time: string): string {
  return new Date(time).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' });
}

/** Throws StudioError 'in use' when somebody writes the project now. */
export function refuseWhenOwned(projectFolder: string): void {
  const owner = liveOwner(projectFolder);
  if (owner) throw inUse(projectFolder, owner);
}

/** The right to write a project: a file in its folder that says who has it. */
export class ProjectLock {
  readonly #file: string;
  readonly #token: string;

  private constructor(file: string, token: string) {
    this.#file = file;
    this.#token = token;
  }

  /**
   * Takes the lock; one left by a process that is gone is replaced. Looking and taking must happen as one step, or two studios
   * that start together could both replace the same dead lock: `alone` runs the work while no other process can be in its own
   * (the store gives SQLite's write lock, which the system frees when its holder dies).
   * Throws StudioError 'in use' saying who has it, or 'read only' when the folder cannot be written.
   */
  static take(projectFolder: string, alone: (work: () => void) => void): ProjectLock {
    const file = join(projectFolder, lockFileName);
    const owner: LockOwner = {
      pid: process.pid,
      host: hostname(),
      since: new Date().toISOString(),
      processStart: inspectProcess(process.pid).start,
      token: randomUUID(),
    };
    alone(() => {
      refuseWhenOwned(projectFolder);
      writeOwner(file, owner);
    });
    held.add(owner.token);
    return new ProjectLock(file, owner.token);
  }

  /** Gives the lock back; a file that is no longer ours is left alone. */
  release(): void {
    held.delete(this.#token);
    try {
      if (ownerSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8'))).token !== this.#token) return;
    } catch {
      return;
    }
    rmSync(this.#file, { force: true });
  }
}

function writeOwner(file: string, owner: LockOwner): void {
  const whole = `${file}.${owner.token}`;
  try {
    writeFileSync(whole, JSON.stringify(owner, null, 2), { flag: 'wx' });
    renameSync(whole, file);
  } catch (error) {
    rmSync(whole, { force: true });
    const why = (error as Error).message;
    throw new StudioError(
      'read only',
      `${file} cannot be written (${why}). Open the project read-only, or make its folder writable.`,
      {
        cause: error,
      },
    );
  }
}
