import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { augmentationSchema } from '../../contract/augmentation.ts';
import { landmarkSchemaSchema, type LandmarkSchema } from '../../contract/schema.ts';
import type { Batch } from '../data/batches.ts';
import { learnedLandmarks } from '../data/examples.ts';
import { createRandom } from '../random.ts';
import { loadEngine } from '../engines/engine.ts';
import { augmentBatch } from './augment-batch.ts';
import { mirrorOrder } from './mirror-order.ts';
import { mirrorAlarm, sidesOf, type ChangedPoints } from './side-check.ts';

const { tf } = await loadEngine();
const schema = landmarkSchemaSchema.parse(
  JSON.parse(readFileSync(new URL('../../../resources/schemas/face-58.json', import.meta.url), 'utf8')),
);
const input = { width: 80, height: 60 };
const count = 16;

/** Faces of the schema's own drawing at several places and sizes, some turned to a side, after augmentation. */
function changedFaces(order: number[] | null, rotation = 15): { mean: number[]; pictures: ChangedPoints[] } {
  const face = (index: number): number[] =>
    (schema.template ?? []).flatMap(([x, y]) => {
      const size = 0.4 + 0.02 * index;
      const turn = 0.1 * Math.sin(index) * (1 - (2 * x - 1) ** 2);
      return [0.3 + 0.01 * index + size * (x + turn), 0.1 + size * y];
    });
  const faces = Array.from({ length: count }, (_, index) => face(index));
  const mean = faces[0]!.map((_, place) => faces.reduce((sum, each) => sum + each[place]!, 0) / count);
  const batch: Batch = {
    pictures: tf.zeros([count, input.height, input.width, 1]),
    targets: tf.tensor2d(faces),
    mask: tf.ones([count, 2 * schema.landmarks.length]),
    images: count,
    coordinates: count * 2 * schema.landmarks.length,
  };
  const settings = augmentationSchema.parse({ mirror: 0.5, rotation, translation: 10, scale: 0.2 });
  const changed = augmentBatch(tf, settings, order, batch, createRandom(1, 'faces'));
  const [targets, mask] = [changed.targets.arraySync(), changed.mask.arraySync()];
  const pictures = changed.changes.map((change, index) => ({
    ...change,
    targets: targets[index]!,
    mask: mask[index]!,
  }));
  return { mean, pictures };
}

const all = learnedLandmarks({ landmarks: 'all' }, schema);
const alarmOf = (broken: LandmarkSchema, rotation?: number): string | null => {
  const { mean, pictures } = changedFaces(mirrorOrder({ mirror: 0.5 }, broken, all), rotation);
  return mirrorAlarm(broken, all, mean, pictures, input);
};

test.each([0, 15, 180])('the pairs of face-58 raise no alarm, pictures turned by up to %i°', (rotation) => {
  expect(alarmOf(schema, rotation)).toBeNull();
});

test('a mirror that does not swap raises it: a left point lands on a right index', () => {
  const { mean, pictures } = changedFaces(null);
  expect(mirrorAlarm(schema, all, mean, pictures, input)).toMatch(
    /^In mirrored pictures "jaw 1", .* more lie on the other/,
  );
});

test('a pair that the schema lacks is named, and so is one that is wrong', () => {
  const lacking = { ...schema, mirrorPairs: schema.mirrorPairs.filter(([one]) => one !== 13) };
  expect(alarmOf(lacking)).toContain('"left eye 1", "right eye 1" lie on the other side');
  const wrong = new Map<number, [number, number]>([
    [13, [13, 29]],
    [29, [21, 34]],
  ]);
  const mistaken = { ...schema, mirrorPairs: schema.mirrorPairs.map((pair) => wrong.get(pair[0]) ?? pair) };
  expect(alarmOf(mistaken)).toContain('"left eye 1", "right eye 1" lie');
});

test('pictures that are not mirrored raise none, nor does a single landmark', () => {
  const { mean, pictures } = changedFaces(null);
  const plain = pictures.map((picture) => ({ ...picture, mirrored: false }));
  expect(mirrorAlarm(schema, all, mean, plain, input)).toBeNull();
  const nose = learnedLandmarks({ landmarks: ['nose 6'] }, schema);
  expect(
    mirrorAlarm(schema, nose, [0.2, 0.5], [{ targets: [0.8, 0.5], mask: [1, 1], mirrored: true, rotation: 0 }], input),
  ).toBeNull();
});

test('a side is given to both of a pair that is learned whole, by where they lie', () => {
  const landmarks = learnedLandmarks({ landmarks: ['left eye 1', 'nose 6', 'right eye 1', 'left brow 1'] }, schema);
  expect(sidesOf(schema, landmarks, [0.7, 0.4, 0.5, 0.6, 0.3, 0.4, 0.6, 0.3])).toEqual(['right', null, 'left', null]);
});
