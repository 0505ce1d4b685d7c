import { stat } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { StudioError, type ImportFormat, type ImportProblem, type ImportReport } from '../../contract/index.ts';
import type { JobHandle } from '../context.ts';
import type { IncomingImage, Store } from '../store/interface.ts';
import { copyIntoProject } from './copy-into-project.ts';
import { DatasetFolder, isPictureName, stemOf, type FoundDataset } from './dataset.ts';
import { findCoco, readCocoFiles } from './find-coco.ts';
import { findShapes } from './find-shapes.ts';
import { groupFromName } from '../formats/group-from-name.ts';
import { examineImages } from './examine-images.ts';
import { reconcile } from './reconcile.ts';
import { throwIfCancelled, walkFolder } from './walk-folder.ts';

/** A report with more problems than this helps nobody; the rest is counted. */
const MOST_PROBLEMS = 2000;

export interface ImportRequest {
  path: string;
  format: ImportFormat;
  copyImages: boolean;
}

/**
 * Imports a folder, or one annotation file, into a project: reads the annotations, looks at every image, and writes all
 * of it in one transaction at the end, so that a cancelled import leaves nothing behind.
 * What cannot be taken is in the report; the rest is imported.
 * @throws StudioError 'bad input' when there is nothing to import, 'read only', 'cancelled'.
 */
export async function importDataset(store: Store, request: ImportRequest, handle: JobHandle): Promise<ImportReport> {
  if (store.readOnly)
    throw new StudioError('read only', 'The project is open for reading only: nothing can be imported');
  const path = resolve(request.path);
  const kind = await stat(path).catch(() => null);
  if (kind === null) throw new StudioError('bad input', `There is no file or folder ${path}`);
  const known = new Set(store.images.files());
  const root = kind.isDirectory() ? path : dirname(path);
  const folder = new DatasetFolder(root, await walkFolder(root, handle.signal), known);

  const { format, dataset } = await findDataset(
    folder,
    kind.isDirectory() ? null : basename(path),
    request.format,
    store,
    handle,
  );
  const { images, problems } = await examineImages(dataset.images, folder, store.schema(), handle);
  const reconciled = reconcile(store, images, folder);
  const copied = request.copyImages ? await copyIntoProject(store, reconciled.images, handle) : null;
  try {
    await store.settled();
    throwIfCancelled(handle.signal);
    const incoming: IncomingImage[] = copied?.images ?? reconciled.images;
    const counts = store.importImages(
      incoming,
      `Imported ${incoming.length} images from ${basename(path)}`.slice(0, 200),
    );
    const groups = new Set(incoming.map((image) => image.group).filter((group) => group !== null));
    return {
      format,
      path,
      ...counts,
      instancesUnchanged: counts.instancesUnchanged + reconciled.instancesKept,
      groups: groups.size,
      problems: shorten([...dataset.problems, ...problems, ...reconciled.problems]),
    };
  } catch (error) {
    await copied?.discard();
    throw error;
  }
}

async function findDataset(
  folder: DatasetFolder,
  onlyFile: string | null,
  wanted: ImportFormat,
  store: Store,
  handle: JobHandle,
): Promise<{ format: ImportReport['format']; dataset: FoundDataset }> {
  const candidates = onlyFile === null ? folder.files : [onlyFile];
  const having = (extension: string): string[] =>
    candidates.filter((file) => extname(file).toLowerCase() === extension);
  const quiet: JobHandle = { signal: handle.signal, progress: () => undefined };
  for (const format of ['asf', 'pts'] as const) {
    const shapeFiles = having(`.${format}`);
    if (wanted === format && shapeFiles.length === 0) throw nothing(folder, onlyFile, `.${format} files`);
    if (wanted !== format && (wanted !== 'auto' || shapeFiles.length === 0)) continue;
    return { format, dataset: await findShapes(folder, format, shapeFiles, onlyFile === null, store.schema(), quiet) };
  }
  const jsonFiles = wanted === 'images' ? [] : having('.json');
  const coco = await readCocoFiles(folder, jsonFiles, quiet);
  const firstProblem = coco.problems[0];
  if (coco.found.length > 0) {
    const dataset = findCoco(folder, coco.found, store.schema());
    return { format: 'coco', dataset: { images: dataset.images, problems: [...coco.problems, ...dataset.problems] } };
  }
  if (firstProblem !== undefined && (wanted === 'coco' || onlyFile !== null))
    throw new StudioError('bad input', `${folder.absolute(firstProblem.file)} ${firstProblem.message}`);
  if (wanted === 'coco') throw nothing(folder, onlyFile, 'COCO keypoint JSON files');
  const pictures = candidates.filter(isPictureName);
  if (pictures.length === 0) throw nothing(folder, onlyFile, 'images (JPEG, PNG, WebP, TIFF, GIF or AVIF)');
  const images = pictures.map((file) => ({
    file: folder.absolute(file),
    group: groupFromName(stemOf(file)),
    labels: [],
  }));
  return { format: 'images', dataset: { images, problems: coco.problems } };
}

function nothing(folder: DatasetFolder, onlyFile: string | null, what: string): StudioError {
  const message =
    onlyFile === null ? `There are no ${what} in ${folder.root} or below` : `${onlyFile} is none of these: ${what}`;
  return new StudioError('bad input', `${message}. Nothing was imported.`);
}

function shorten(problems: ImportProblem[]): ImportProblem[] {
  if (problems.length <= MOST_PROBLEMS) return problems;
  const rest = problems.length - MOST_PROBLEMS;
  return [
    ...problems.slice(0, MOST_PROBLEMS),
    { file: '', line: null, message: `and ${rest} more problems like these` },
  ];
}
