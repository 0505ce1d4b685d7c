import { posix } from 'node:path';
import { StudioError, type ImportProblem, type LandmarkSchema } from '../../contract/index.ts';
import { groupFromName } from '../formats/group-from-name.ts';
import { parseJson } from '../formats/parse-json.ts';
import { isCoco, readCoco, type CocoImage, type CocoLists } from '../formats/read-coco.ts';
import type { JobHandle } from '../context.ts';
import { stemOf, type DatasetFolder, type FoundDataset, type FoundImage } from './dataset.ts';
import { readDatasetFile } from './read-dataset-file.ts';
import { throwIfCancelled } from './walk-folder.ts';

/** COCO's own train2017 keypoints are 250 MB; a string of JavaScript ends at 512 MiB. */
const MOST_BYTES = 400 * 2 ** 20;

/** The folder beside the JSON file in which exports, ours too, keep the images. */
export const COCO_IMAGES_FOLDER = 'images';

export interface CocoFile {
  /** From the dataset's folder. */
  file: string;
  lists: CocoLists;
}

/**
 * Reads the COCO files among a folder's JSON files. JSON of other kinds is passed over, unless it is the only file;
 * what cannot be read is told.
 */
export async function readCocoFiles(
  folder: DatasetFolder,
  jsonFiles: readonly string[],
  handle: JobHandle,
): Promise<{ found: CocoFile[]; problems: ImportProblem[] }> {
  const found: CocoFile[] = [];
  const problems: ImportProblem[] = [];
  for (const [done, file] of jsonFiles.entries()) {
    throwIfCancelled(handle.signal);
    handle.progress(done, jsonFiles.length);
    const { text, problem } = await readDatasetFile(folder.absolute(file), MOST_BYTES);
    const json = text === null ? { value: null, problem: { line: null, message: problem } } : parseJson(text);
    if (json.problem !== null) problems.push({ file, ...json.problem });
    else if (isCoco(json.value)) found.push({ file, lists: json.value });
    else if (jsonFiles.length === 1)
      problems.push({
        file,
        line: null,
        message: 'is not a COCO dataset: it has no lists images, annotations and categories',
      });
  }
  return { found, problems };
}

/**
 * Finds the image of every entry: from the JSON file's folder, from `images` beside it, else the only one of that name.
 * @throws StudioError 'bad input' when there are annotations and none fits the schema.
 */
export function findCoco(folder: DatasetFolder, files: CocoFile[], schema: LandmarkSchema): FoundDataset {
  const problems: ImportProblem[] = [];
  const images = new Map<string, FoundImage>();
  let annotations = 0;
  let taken = 0;
  for (const { file, lists } of files) {
    const say = (message: string): void => void problems.push({ file, line: null, message });
    const dataset = readCoco(lists, schema);
    annotations += dataset.annotations;
    problems.push(...dataset.problems.map((problem) => ({ file, ...problem })));
    for (const entry of dataset.images) {
      taken += entry.instances.length;
      const path = findImage(folder, posix.dirname(file), entry, say);
      if (path === null) continue;
      const image = images.get(path) ?? { file: path, group: null, labels: [] };
      image.group ??= entry.group ?? groupFromName(stemOf(path));
      for (const { box, landmarks } of entry.instances)
        image.labels.push({ source: file, lines: null, box, unit: 'px', landmarks, madeFor: entry.size });
      images.set(path, image);
    }
  }
  if (annotations > 0 && taken === 0) {
    const first = problems[0];
    throw new StudioError(
      'bad input',
      `None of the ${annotations} annotations fits the project's schema ${schema.name} (${schema.landmarks.length} landmarks)` +
        `${first ? `; the first problem: ${first.file}, ${first.message}` : ''}. Nothing was imported.`,
    );
  }
  return { images: [...images.values()], problems };
}

function findImage(
  folder: DatasetFolder,
  place: string,
  entry: CocoImage,
  say: (message: string) => void,
): string | null {
  const found = folder.find(entry.fileName, [place, posix.join(place, COCO_IMAGES_FOLDER)]);
  if (typeof found === 'object') return found.file;
  if (found === 'outside') {
    say(`names an image outside the imported folder, ${entry.fileName}, which is never read`);
    return null;
  }
  const byName = folder.findByName(entry.fileName);
  if (byName === null) say(`its image ${entry.fileName} is not there`);
  return byName;
}
