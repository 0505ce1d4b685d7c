import { z } from 'zod';
import type { Box, Landmark, LandmarkSchema } from '../../contract/index.ts';
import type { FileProblem } from './file-problem.ts';

export interface CocoInstance {
  /** px; null when the file's box is no more than the extent of the keypoints. */
  box: Box | null;
  /** One for each landmark of the schema, px. */
  landmarks: Landmark[];
}

export interface CocoImage {
  /** As the file has it: a path from the file's folder, or a bare name. */
  fileName: string;
  /** px as the file says; null when it does not. */
  size: { width: number; height: number } | null;
  /** Our own exports have it. */
  group: string | null;
  instances: CocoInstance[];
}

export interface CocoDataset {
  images: CocoImage[];
  /** Annotations with keypoints that were there, taken or not. */
  annotations: number;
  problems: FileProblem[];
}

const idSchema = z.union([z.number(), z.string()]);
const imageSchema = z.object({
  id: idSchema,
  file_name: z.string().min(1),
  width: z.number().positive().nullish(),
  height: z.number().positive().nullish(),
  group: z.string().nullish().catch(null),
});
const categorySchema = z.object({ id: idSchema, keypoints: z.array(z.string()).catch([]) });
const annotationSchema = z.object({
  id: idSchema.nullish(),
  image_id: idSchema,
  category_id: idSchema.nullish(),
  keypoints: z.array(z.number().nullable()),
  bbox: z.array(z.number().nullable()).nullish(),
});

/** True for a parsed JSON file that has the three lists of a COCO dataset. */
export function isCoco(value: unknown): value is CocoLists {
  if (typeof value !== 'object' || value === null) return false;
  const lists = value as Partial<Record<keyof CocoLists, unknown>>;
  return Array.isArray(lists.images) && Array.isArray(lists.annotations) && Array.isArray(lists.categories);
}

export interface CocoLists {
  images: unknown[];
  annotations: unknown[];
  categories: unknown[];
}

/**
 * Reads a COCO keypoint dataset (cocodataset.org, “Data format”, keypoint detection). Coordinates are taken as they are:
 * px from the image's top-left corner. v = 0 is absent, 1 occluded, 2 visible. Keypoints are matched to the schema by the
 * category's names where it has all of them, else by their number. What cannot be taken is told, the rest is taken.
 */
export function readCoco(lists: CocoLists, schema: LandmarkSchema): CocoDataset {
  const problems: FileProblem[] = [];
  const images = readImages(lists.images, problems);
  const names = new Map<string | number, string[]>();
  for (const entry of lists.categories) {
    const category = categorySchema.safeParse(entry);
    if (category.success) names.set(category.data.id, category.data.keypoints);
  }
  let withKeypoints = 0;
  let withoutKeypoints = 0;
  const seen = new Set<string | number>();
  for (const [place, entry] of lists.annotations.entries()) {
    if (typeof entry === 'object' && entry !== null && !('keypoints' in entry)) {
      withoutKeypoints += 1;
      continue;
    }
    withKeypoints += 1;
    const parsed = annotationSchema.safeParse(entry);
    const say = (message: string): void => {
      const id = parsed.data?.id ?? null;
      problems.push({
        line: null,
        message: `annotation ${id === null ? `number ${place + 1}` : `id ${id}`}: ${message}`,
      });
    };
    if (!parsed.success) {
      say(describe(parsed.error));
      continue;
    }
    const annotation = parsed.data;
    const image = images.get(annotation.image_id);
    if (image === undefined) {
      say(`its image ${annotation.image_id} is not in the list of images`);
      continue;
    }
    if (annotation.id !== null && annotation.id !== undefined) {
      if (seen.has(annotation.id)) say('another annotation has the same id; both were taken');
      seen.add(annotation.id);
    }
    const places = matchKeypoints(
      names.get(annotation.category_id ?? '') ?? [],
      annotation.keypoints.length / 3,
      schema,
    );
    if (places === null) {
      say(
        `has ${annotation.keypoints.length / 3} keypoints where the schema ${schema.name} has ${schema.landmarks.length}`,
      );
      continue;
    }
    image.instances.push(readInstance(annotation, places, schema, say));
  }
  if (withoutKeypoints > 0)
    problems.push({ line: null, message: `${withoutKeypoints} annotations have no keypoints and were not taken` });
  return { images: [...images.values()], annotations: withKeypoints, problems };
}

function readImages(entries: unknown[], problems: FileProblem[]): Map<string | number, CocoImage> {
  const images = new Map<string | number, CocoImage>();
  for (const [place, entry] of entries.entries()) {
    const parsed = imageSchema.safeParse(entry);
    if (!parsed.success) {
      problems.push({ line: null, message: `image number ${place + 1}: ${describe(parsed.error)}` });
      continue;
    }
    const { id, file_name: fileName, width, height, group } = parsed.data;
    if (images.has(id)) {
      problems.push({
        line: null,
        message: `image ${id} (${fileName}): another image has the same id; the first was taken`,
      });
      continue;
    }
    images.set(id, { fileName, size: width && height ? { width, height } : null, group: group ?? null, instances: [] });
  }
  return images;
}

/** For each keypoint of the file its place in the schema; null when they do not go together. */
function matchKeypoints(names: string[], count: number, schema: LandmarkSchema): number[] | null {
  if (names.length > 0 && names.length === count) {
    const places = new Map(schema.landmarks.map((landmark, index) => [landmark.name, index]));
    const matched = names.map((name) => places.get(name));
    if (new Set(matched).size === names.length && matched.every((place) => place !== undefined)) return matched;
  }
  return count === schema.landmarks.length ? [...schema.landmarks.keys()] : null;
}

function readInstance(
  annotation: z.infer<typeof annotationSchema>,
  places: number[],
  schema: LandmarkSchema,
  say: (message: string) => void,
): CocoInstance {
  const landmarks = schema.landmarks.map((): Landmark => ({ x: 0, y: 0, visibility: 'absent' }));
  for (const [keypoint, place] of places.entries()) {
    const [x, y, v] = annotation.keypoints.slice(3 * keypoint, 3 * keypoint + 3);
    if (v === 0) continue;
    if (typeof x !== 'number' || typeof y !== 'number')
      say(`${schema.landmarks[place]?.name} has no finite coordinates; it was taken as absent`);
    else if (v !== 1 && v !== 2)
      say(`${schema.landmarks[place]?.name} has visibility ${v} where 0, 1 or 2 is known; it was taken as absent`);
    else landmarks[place] = { x, y, visibility: v === 1 ? 'occluded' : 'visible' };
  }
  return { box: readBox(annotation.bbox ?? null, landmarks, say), landmarks };
}

function readBox(bbox: (number | null)[] | null, landmarks: Landmark[], say: (message: string) => void): Box | null {
  if (bbox === null) return null;
  const [x, y, width, height] = bbox;
  if (typeof x !== 'number' || typeof y !== 'number' || typeof width !== 'number' || typeof height !== 'number') {
    say('its bbox is not four numbers; it was left out');
    return null;
  }
  if (width < 0 || height < 0) {
    say('its bbox has a negative size; it was left out');
    return null;
  }
  const extent = extentOf(landmarks);
  const box = { x, y, width, height };
  const same = (['x', 'y', 'width', 'height'] as const).every((key) => Math.abs(box[key] - extent[key]) < 1e-6);
  return same ? null : box;
}

/** The smallest upright box around the landmarks that are there, px; all zero when none is. */
export function extentOf(landmarks: Landmark[]): Box {
  const present = landmarks.filter((landmark) => landmark.visibility !== 'absent');
  if (present.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const xs = present.map((landmark) => landmark.x);
  const ys = present.map((landmark) => landmark.y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function describe(error: z.ZodError): string {
  return error.issues
    .map((issue) => `${issue.path.join('.') || 'entry'}: ${issue.message}`)
    .slice(0, 3)
    .join('; ');
}
