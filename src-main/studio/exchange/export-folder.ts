import { mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, posix, resolve } from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../contract/index.ts';

/** Says that a folder is an export of ours, and which of its files are. */
const MARK = 'keypoint-studio-export.json';
/** Holds what is being written until all of it is there. */
const PARTIAL = '.keypoint-studio-partial';

const markSchema = z.object({
  format: z.literal('keypoint-studio-export'),
  version: z.literal(1),
  content: z.string(),
  files: z.array(z.string().refine(isInside)),
});

/**
 * A folder an export is written into, all of it or nothing: files are written aside, then moved into place.
 * An earlier export of ours is replaced, files of anybody else are never touched.
 */
export class ExportFolder {
  readonly path: string;
  readonly #content: string;
  readonly #earlier: readonly string[];
  readonly #isNew: boolean;
  readonly #files = new Set<string>();

  private constructor(path: string, content: string, earlier: readonly string[], isNew: boolean) {
    this.path = path;
    this.#content = content;
    this.#earlier = earlier;
    this.#isNew = isNew;
  }

  /**
   * Writes an export of the named content into `out`.
   * @throws StudioError 'bad input' when the folder holds files that are not from an earlier export.
   */
  static async write(
    out: string,
    content: string,
    fill: (folder: ExportFolder) => Promise<void>,
  ): Promise<ExportFolder> {
    const path = resolve(out);
    const entries = await listFolder(path);
    const earlier = await readMark(path);
    const foreign = (entries ?? []).filter((name) => name !== PARTIAL);
    if (foreign.length > 0 && earlier === null)
      throw new StudioError(
        'bad input',
        `${path} is not empty and not from an earlier export (it has ${foreign[0]}): name a new or empty folder. Nothing was written.`,
      );
    const folder = new ExportFolder(path, content, earlier ?? [], entries === null);
    await rm(join(path, PARTIAL), { recursive: true, force: true });
    await mkdir(join(path, PARTIAL), { recursive: true });
    try {
      await fill(folder);
      await folder.#publish();
    } finally {
      await rm(join(path, PARTIAL), { recursive: true, force: true });
      if (folder.#isNew) await rmdir(path).catch(() => undefined);
    }
    return folder;
  }

  get fileCount(): number {
    return this.#files.size;
  }

  /** Where to write a file of the export, named from its folder with forward slashes. */
  async place(file: string): Promise<string> {
    if (!isInside(file)) throw new RangeError(`${file} is not inside the export`);
    this.#files.add(file);
    const place = join(this.path, PARTIAL, file);
    await mkdir(dirname(place), { recursive: true });
    return place;
  }

  async #publish(): Promise<void> {
    const before = new Set(this.#earlier);
    for (const file of this.#files) {
      if (before.has(file) || (await stat(join(this.path, file)).catch(() => null)) === null) continue;
      throw new StudioError(
        'bad input',
        `${join(this.path, file)} is there and not from an earlier export: move it away or name another folder. Nothing was written.`,
      );
    }
    // Until all is moved the mark names old and new files, so that an export cut short here can be made again.
    await this.#writeMark([...new Set([...before, ...this.#files])]);
    for (const file of this.#files) {
      await mkdir(dirname(join(this.path, file)), { recursive: true });
      await rename(join(this.path, PARTIAL, file), join(this.path, file));
    }
    for (const file of before) if (!this.#files.has(file)) await this.#remove(file);
    await this.#writeMark([...this.#files]);
  }

  async #remove(file: string): Promise<void> {
    await rm(join(this.path, file), { force: true });
    for (let folder = posix.dirname(file); folder !== '.'; folder = posix.dirname(folder))
      await rmdir(join(this.path, folder)).catch(() => undefined);
  }

  async #writeMark(files: string[]): Promise<void> {
    const mark: z.infer<typeof markSchema> = {
      format: 'keypoint-studio-export',
      version: 1,
      content: this.#content,
      files: files.sort(),
    };
    const aside = join(this.path, PARTIAL, MARK);
    await writeFile(aside, `${JSON.stringify(mark, null, 1)}\n`);
    await rename(aside, join(this.path, MARK));
  }
}

async function listFolder(path: string): Promise<string[] | null> {
  try {
    return await readdir(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT') return null;
    const reason = code === 'ENOTDIR' ? 'it is a file' : error instanceof Error ? error.message : String(error);
    throw new StudioError('bad input', `${path} cannot be written into: ${reason}`);
  }
}

/** The files of an earlier export; null when there was none, or its mark is not one of ours. */
async function readMark(path: string): Promise<string[] | null> {
  try {
    return markSchema.parse(JSON.parse(await readFile(join(path, MARK), 'utf8'))).files;
  } catch {
    return null;
  }
}

/** True for a path that stays below the folder it starts from. */
function isInside(file: string): boolean {
  const path = posix.normalize(file);
  return (
    file !== '' &&
    !file.includes('\\') &&
    !file.includes('\0') &&
    !posix.isAbsolute(path) &&
    !/^[a-z]:/i.test(path) &&
    path !== '.' &&
    path !== '..' &&
    !path.startsWith('../')
  );
}
