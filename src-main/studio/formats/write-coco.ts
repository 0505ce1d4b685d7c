import type { Box, Landmark, LandmarkSchema, SplitPart } from '../../contract/index.ts';
import { extentOf } from './read-coco.ts';

export interface CocoExportImage {
  /** Path from the JSON file's folder, with forward slashes. */
  fileName: string;
  /** px. */
  width: number;
  height: number;
  group: string | null;
  split: SplitPart;
  instances: { box: Box | null; landmarks: Landmark[] }[];
}

const VISIBILITY = { absent: 0, occluded: 1, visible: 2 } as const;

/**
 * Writes a COCO keypoint dataset: one category with the schema's landmark names and, as its skeleton, the contours.
 * Coordinates are px from the top-left corner at full precision. Besides COCO's own fields, which any tool reads, images
 * carry `group` and `split` and the category its `schema` and `mirror_pairs` (from 0). One entry a line, so that two
 * exports can be compared; the same dataset gives the same bytes.
 */
export function writeCoco(schema: LandmarkSchema, images: CocoExportImage[]): string {
  const category = {
    id: 1,
    name: schema.name,
    supercategory: 'person',
    keypoints: schema.landmarks.map((landmark) => landmark.name),
    skeleton: skeletonOf(schema),
    schema: schema.name,
    mirror_pairs: schema.mirrorPairs,
  };
  const imageEntries = images.map((image, index) => ({
    id: index + 1,
    file_name: image.fileName,
    width: image.width,
    height: image.height,
    group: image.group,
    split: image.split,
  }));
  const annotationEntries = images.flatMap((image, index) =>
    image.instances.map((instance) => annotate(instance, index + 1)),
  );
  return [
    '{',
    `"info":${JSON.stringify({ description: `Exported by Keypoint Studio, schema ${schema.name}` })},`,
    '"licenses":[],',
    `"categories":${list([category])},`,
    `"images":${list(imageEntries)},`,
    `"annotations":${list(annotationEntries.map((entry, index) => ({ id: index + 1, ...entry })))}`,
    '}',
    '',
  ].join('\n');
}

function annotate(instance: { box: Box | null; landmarks: Landmark[] }, imageId: number): object {
  const box = instance.box ?? extentOf(instance.landmarks);
  return {
    image_id: imageId,
    category_id: 1,
    iscrowd: 0,
    area: box.width * box.height,
    bbox: [box.x, box.y, box.width, box.height],
    num_keypoints: instance.landmarks.filter((landmark) => landmark.visibility !== 'absent').length,
    keypoints: instance.landmarks.flatMap(({ x, y, visibility }) =>
      visibility === 'absent' ? [0, 0, 0] : [x, y, VISIBILITY[visibility]],
    ),
  };
}

/** Pairs of keypoints joined by a line, counted from 1 as COCO has them. */
function skeletonOf(schema: LandmarkSchema): [number, number][] {
  return schema.contours.flatMap(({ landmarks, closed }) => {
    const joined = closed ? [...landmarks, ...landmarks.slice(0, 1)] : landmarks;
    return joined.slice(1).map((landmark, index): [number, number] => [(joined[index] ?? landmark) + 1, landmark + 1]);
  });
}

function list(entries: object[]): string {
  return entries.length === 0 ? '[]' : `[\n${entries.map((entry) => JSON.stringify(entry)).join(',\n')}\n]`;
}
