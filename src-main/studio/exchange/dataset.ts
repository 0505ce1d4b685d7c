import { basename, extname, isAbsolute, join, posix, relative, resolve, sep } from 'node:path';
import type { Box, ImportProblem, Landmark } from '../../contract/index.ts';
import type { RelativePath } from './walk-folder.ts';

const PICTURE_EXTENSIONS = new Set(['.jpg', '.jpeg', '.png', '.webp', '.bmp', '.tif', '.tiff', '.gif', '.avif']);

/** True for names that an image format we read ends in. */
export function isPictureName(name: string): boolean {
  return PICTURE_EXTENSIONS.has(extname(name).toLowerCase());
}

/** The files of a dataset on disk, and the images of the project it is imported into. */
export class DatasetFolder {
  readonly root: string;
  readonly files: readonly RelativePath[];
  readonly pictures: readonly RelativePath[];
  readonly #byLowerCase: Map<string, RelativePath>;
  readonly #byStem: Map<string, RelativePath>;
  readonly #byName: Map<string, RelativePath[]>;
  readonly #known: ReadonlySet<string>;

  /** `known` are absolute paths of images the project has already: only those may lie outside the folder. */
  constructor(root: string, files: readonly RelativePath[], known: ReadonlySet<string>) {
    this.root = root;
    this.files = files;
    this.pictures = files.filter(isPictureName);
    this.#byLowerCase = new Map(this.pictures.map((file) => [file.toLowerCase(), file]));
    this.#byStem = new Map(
      this.pictures.toReversed().map((file) => [posix.join(posix.dirname(file), stemOf(file)).toLowerCase(), file]),
    );
    this.#byName = Map.groupBy(this.pictures, (file) => posix.basename(file).toLowerCase());
    this.#known = known;
  }

  absolute(file: RelativePath): string {
    return join(this.root, file);
  }

  /**
   * Finds the image a dataset file names, without regard to case, trying the named path from each folder in turn.
   * `outside` says that the name leads out of the dataset's folder, to an image the project does not know.
   */
  find(name: string, folders: string[]): { file: string } | 'outside' | 'missing' {
    const wanted = name.replaceAll('\\', '/');
    let outside = false;
    for (const folder of folders) {
      const target = resolve(this.root, folder, wanted);
      if (this.#known.has(target)) return { file: target };
      const inside = relative(this.root, target).split(sep).join('/');
      if (inside.startsWith('../') || inside === '..' || isAbsolute(inside)) outside = true;
      else {
        const found = this.#byLowerCase.get(inside.toLowerCase());
        if (found !== undefined) return { file: this.absolute(found) };
      }
    }
    return outside ? 'outside' : 'missing';
  }

  /** The first image in a folder whose name without its extension is this one, without regard to case. */
  findByStem(folder: string, stem: string): string | null {
    const found = this.#byStem.get(posix.join(folder, stem).toLowerCase());
    return found === undefined ? null : this.absolute(found);
  }

  /** The image of that file name if the whole dataset has exactly one. */
  findByName(name: string): string | null {
    const found = this.#byName.get(posix.basename(name.replaceAll('\\', '/')).toLowerCase()) ?? [];
    return found.length === 1 && found[0] !== undefined ? this.absolute(found[0]) : null;
  }

  /** How a file is named in reports: its path from the dataset's folder, or its whole path when it lies elsewhere. */
  title(file: string): string {
    const path = relative(this.root, file);
    return path.startsWith('..') || isAbsolute(path) ? file : path.split(sep).join('/');
  }
}

/** An image of a dataset before its file was looked at. */
export interface FoundImage {
  /** Absolute. */
  file: string;
  group: string | null;
  labels: Label[];
}

/** One instance's landmarks, which may need the image's size to become px. */
export interface Label {
  /** File it came from, as the report names it. */
  source: string;
  /** Line of each landmark; null when the file has no lines to speak of. */
  lines: (number | null)[] | null;
  box: Box | null;
  /** `unit` divides by the image's width and height. */
  unit: 'px' | 'relative';
  landmarks: Landmark[];
  /** px the landmarks were made for; null when the file does not say. */
  madeFor: { width: number; height: number } | null;
}

/** What a format's reader answers: images with labels, and all that could not be taken. */
export interface FoundDataset {
  images: FoundImage[];
  problems: ImportProblem[];
}

/** File name without folder and extension. */
export function stemOf(file: string): string {
  return basename(file, extname(file));
}
