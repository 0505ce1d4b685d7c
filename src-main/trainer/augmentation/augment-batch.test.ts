import { describe, expect, test } from 'vitest';
import { augmentationSchema } from '../../contract/augmentation.ts';
import type { Batch } from '../data/batches.ts';
import { createRandom } from '../random.ts';
import { loadEngine } from '../engines/engine.ts';
import { blobSchema } from '../testing/blobs.ts';
import { augmentBatch, createAugmenter } from './augment-batch.ts';
import { forwardAffine, movePictures } from './geometry.ts';

const { tf } = await loadEngine();
const [width, height] = [64, 48];

type Point = [number, number] | null;

/** Each picture dark with one bump of light for each of its points; the points, in px, are the landmarks. */
function bumps(pictures: Point[][], channels = 1): Batch {
  const sigma = 2;
  const values = pictures.flatMap((points) =>
    Array.from({ length: height * width * channels }, (_, place) => {
      const pixel = Math.floor(place / channels);
      const [x, y] = [(pixel % width) + 0.5, Math.floor(pixel / width) + 0.5];
      const light = points.map((p) => (p ? Math.exp(-((x - p[0]) ** 2 + (y - p[1]) ** 2) / (2 * sigma ** 2)) : 0));
      return Math.max(0, ...light) - 0.5;
    }),
  );
  const coordinates = pictures.map((points) => points.flatMap((p) => (p ? [p[0] / width, p[1] / height] : [0, 0])));
  const mask = pictures.map((points) => points.flatMap((p) => (p ? [1, 1] : [0, 0])));
  return {
    pictures: tf.tensor4d(values, [pictures.length, height, width, channels]),
    targets: tf.tensor2d(coordinates),
    mask: tf.tensor2d(mask),
    images: pictures.length,
    coordinates: mask.flat().filter((there) => there === 1).length,
  };
}

/** Centre of the light in one picture, in px. */
function centreOfLight(values: Float32Array): [number, number] {
  let [sum, sumX, sumY] = [0, 0, 0];
  values.forEach((value, place) => {
    const light = value + 0.5;
    sum += light;
    sumX += light * ((place % width) + 0.5);
    sumY += light * (Math.floor(place / width) + 0.5);
  });
  return [sumX / sum, sumY / sum];
}

const picturesOf = (batch: Batch): Float32Array[] =>
  Array.from({ length: batch.images }, (_, index) =>
    (batch.pictures.dataSync() as Float32Array).slice(
      (index * batch.pictures.size) / batch.images,
      ((index + 1) * batch.pictures.size) / batch.images,
    ),
  );

const pointsOf = (batch: Batch): [number, number][][] =>
  batch.targets
    .arraySync()
    .map((row) => Array.from({ length: row.length / 2 }, (_, k) => [row[2 * k]! * width, row[2 * k + 1]! * height]));

const everything = augmentationSchema.parse({
  rotation: 20,
  translation: 4,
  scale: 0.2,
  mirror: 0.5,
  border: 'reflect',
  brightness: 0.3,
  contrast: 0.3,
  saturation: 0.3,
  gamma: 0.3,
  blur: { probability: 0.5, sigma: 2 },
  noise: 0.05,
  occlusion: { probability: 0.5, size: 0.3 },
});

describe('geometry', () => {
  test.each([
    ['rotation', { rotation: 40 }],
    ['translation', { translation: 7 }],
    ['scale', { scale: 0.3 }],
    ['mirror', { mirror: 1 }],
    ['all of them', { rotation: 25, translation: 5, scale: 0.2, mirror: 0.5 }],
  ])('%s: the light goes where the landmark goes, to a fiftieth of a pixel', (_, change) => {
    const batch = bumps(Array.from({ length: 12 }, (_, index): Point[] => [[28 + 0.7 * index, 18.3 + index]]));
    const settings = augmentationSchema.parse({ border: 'constant', ...change });
    const augmented = augmentBatch(tf, settings, [0], batch, createRandom(3, 'geometry'));
    const points = pointsOf(augmented);
    for (const [index, picture] of picturesOf(augmented).entries()) {
      const [x, y] = centreOfLight(picture);
      const [landmark] = points[index]!;
      expect(Math.hypot(x - landmark![0], y - landmark![1])).toBeLessThan(0.02);
    }
    const before = pointsOf(batch);
    const moved = points.map(([p], index) => Math.hypot(p![0] - before[index]![0]![0], p![1] - before[index]![0]![1]));
    expect(moved.filter((length) => length > 0.3).length).toBeGreaterThan(6);
  });

  test('a landmark that leaves the picture keeps its place beyond it, and is still learned', () => {
    const batch = bumps(Array.from({ length: 8 }, (): Point[] => [[63, 24]]));
    const augmented = augmentBatch(tf, augmentationSchema.parse({ translation: 30 }), null, batch, createRandom(1, ''));
    const xs = pointsOf(augmented).map(([point]) => point![0]);
    expect(Math.max(...xs)).toBeGreaterThan(width + 3);
    expect([...augmented.mask.dataSync()]).toEqual(Array.from({ length: 16 }, () => 1));
  });

  test.each([
    ['replicate', [10, 10, 10, 20, 30]],
    ['reflect', [20, 10, 10, 20, 30]],
    ['constant', [0, 0, 10, 20, 30]],
  ] as const)('beyond the picture: %s', (border, expected) => {
    const values = [10, 20, 30, 40, 50].map((value) => value / 255 - 0.5);
    const toTheRight = forwardAffine({ mirrored: false, scale: 1, rotation: 0, across: 2, down: 0 }, 5, 1);
    const pictures = movePictures(tf, tf.tensor4d(values, [1, 1, 5, 1]), [toTheRight], border);
    expect(Array.from(pictures.dataSync(), (value) => Math.round((value + 0.5) * 255))).toEqual(expected);
  });
});

describe('mirror', () => {
  test('a mirrored left point lands on the right index, with its mask; the middle one keeps its own', () => {
    const [left, middle, right]: Point[] = [
      [10, 20],
      [30, 40],
      [50, 8],
    ];
    const batch = bumps([
      [left!, middle!, right!],
      [left!, middle!, null],
    ]);
    const augmented = augmentBatch(tf, augmentationSchema.parse({ mirror: 1 }), [2, 1, 0], batch, createRandom(1, ''));
    const rounded = pointsOf(augmented).map((points) =>
      points.map((p) => p.map((value) => Math.round(value * 100) / 100)),
    );
    expect(rounded[0]).toEqual([
      [14, 8],
      [34, 40],
      [54, 20],
    ]);
    expect(rounded[1]).toEqual([
      [0, 0],
      [34, 40],
      [54, 20],
    ]);
    expect(augmented.mask.arraySync()).toEqual([
      [1, 1, 1, 1, 1, 1],
      [0, 0, 1, 1, 1, 1],
    ]);
  });

  test('only the pictures drawn for it are mirrored', () => {
    const batch = bumps(
      Array.from({ length: 40 }, (): Point[] => [
        [10, 20],
        [50, 8],
      ]),
    );
    const augmented = augmentBatch(tf, augmentationSchema.parse({ mirror: 0.5 }), [1, 0], batch, createRandom(1, ''));
    const heights = pointsOf(augmented).map(([first]) => Math.round(first![1]));
    expect(heights).toEqual(augmented.changes.map(({ mirrored }) => (mirrored ? 8 : 20)));
    expect(new Set(heights).size).toBe(2);
  });
});

describe('whatever is on', () => {
  const batch = (): Batch =>
    bumps(
      Array.from({ length: 6 }, (_, index): Point[] => [[20 + index, 20], index % 2 === 0 ? null : [40, 30]]),
      3,
    );

  test('one seed, epoch and index give one batch, any other gives another', () => {
    const change = createAugmenter(tf, { augmentation: { ...everything, mirror: 0 }, seed: 5 }, blobSchema, []);
    const other = createAugmenter(tf, { augmentation: { ...everything, mirror: 0 }, seed: 6 }, blobSchema, []);
    const values = (augmented: Batch) => [...augmented.pictures.dataSync(), ...augmented.targets.dataSync()];
    const first = values(change(batch(), 2, 3));
    expect(values(change(batch(), 2, 3))).toEqual(first);
    for (const different of [change(batch(), 3, 3), change(batch(), 2, 4), other(batch(), 2, 3)])
      expect(values(different)).not.toEqual(first);
  });

  test('the first pictures are changed alike however many follow', () => {
    const few = bumps(Array.from({ length: 3 }, (): Point[] => [[20, 20]]));
    const many = bumps(Array.from({ length: 7 }, (): Point[] => [[20, 20]]));
    const [one, other] = [few, many].map((each) => augmentBatch(tf, everything, [0], each, createRandom(1, '')));
    for (const [index, picture] of picturesOf(one!).entries()) expect(picture).toEqual(picturesOf(other!)[index]);
  });

  test('values stay in the range of pictures, absent landmarks absent, the count of coordinates as it was', () => {
    const plain = batch();
    const augmented = augmentBatch(tf, everything, [0, 1], plain, createRandom(4, ''));
    const values = augmented.pictures.dataSync();
    expect(values.every((value) => value >= -0.5 && value <= 0.5)).toBe(true);
    const [mask, targets] = [augmented.mask.dataSync(), augmented.targets.dataSync()];
    expect(mask).toEqual(plain.mask.dataSync());
    expect(targets.every((value, place) => mask[place] === 1 || value === 0)).toBe(true);
    expect(augmented.coordinates).toBe(plain.coordinates);
  });

  test('no tensor is left behind but the three of the answer', () => {
    const plain = batch();
    const before = tf.memory().numTensors;
    const augmented = augmentBatch(tf, everything, [0, 1], plain, createRandom(4, ''));
    tf.dispose([augmented.pictures, augmented.targets, augmented.mask]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('nothing on: the batch is the very same', () => {
    const plain = batch();
    const change = createAugmenter(tf, { augmentation: augmentationSchema.parse({}), seed: 1 }, blobSchema, []);
    expect(change(plain, 1, 0).pictures).toBe(plain.pictures);
  });
});
