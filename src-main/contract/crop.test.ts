import { expect, test } from 'vitest';
import { faceBox, grownBox, seenPart } from './crop.ts';
import { recipeSchema } from './recipe.ts';
import { modelMetadataSchema, snapshotSchema } from './trainer.ts';

test('a box grows by the margin of its longer side on each side, then about its centre to the proportions', () => {
  // 100×60 with 20 px on each side is 140×100; twice as wide as high that is 200×100.
  expect(grownBox({ x: 50, y: 40, width: 100, height: 60 }, 0.2, { width: 64, height: 32 })).toEqual({
    x: 0,
    y: 20,
    width: 200,
    height: 100,
  });
  // As high as wide: 140×140 about the same centre, 100, 70.
  expect(grownBox({ x: 50, y: 40, width: 100, height: 60 }, 0.2, { width: 9, height: 9 })).toEqual({
    x: 30,
    y: 0,
    width: 140,
    height: 140,
  });
});

test('it is in whole px, has at least one, and may leave the image', () => {
  expect(grownBox({ x: 0.1, y: 0.4, width: 2.2, height: 2.2 }, 0.5, { width: 8, height: 8 })).toEqual({
    x: -1,
    y: 0,
    width: 4,
    height: 4,
  });
  expect(grownBox({ x: 5, y: 5, width: 0, height: 0 }, 0, { width: 8, height: 16 })).toMatchObject({
    width: 1,
    height: 2,
  });
});

test('an input that does not crop sees the whole image whatever the box; one that crops sees it unstretched without one', () => {
  const box = { x: 1, y: 2, width: 10, height: 10 };
  const image = { width: 640, height: 480 };
  const input = { width: 50, height: 50, crop: 'whole image', margin: 0.2 } as const;
  expect(seenPart(input, image, box)).toEqual({ x: 0, y: 0, ...image });
  expect(seenPart({ ...input, crop: 'box' }, image, null)).toEqual({ x: 0, y: -80, width: 640, height: 640 });
});

test('a face is where its box is, or where its landmarks are; one landmark alone is nowhere', () => {
  const points = [[30, 10], null, [10, 50], [20, 20]] as const;
  const box = { x: 1, y: 2, width: 3, height: 4 };
  expect(faceBox(box, points)).toEqual(box);
  expect(faceBox(null, points)).toEqual({ x: 10, y: 10, width: 20, height: 40 });
  expect(faceBox({ ...box, width: 0 }, points)).toEqual({ x: 10, y: 10, width: 20, height: 40 });
  expect(faceBox(null, [[30, 10], null, [30, 10]])).toBeNull();
  expect(faceBox(null, [null])).toBeNull();
});

test('recipes, snapshots and models of before see whole images', () => {
  const recipe = recipeSchema.parse({
    version: 1,
    name: 'old',
    title: '',
    description: '',
    input: { width: 8, height: 8, channels: 'gray' },
    landmarks: 'all',
    network: [{ layer: 'coordinates' }],
    loss: 'mse',
    optimizer: { kind: 'adam', learningRate: 1 },
    epochs: 1,
    batch: 1,
    seed: 1,
  });
  expect(recipe.input).toMatchObject({ crop: 'whole image' });
  const image = snapshotSchema.shape.images.element.parse({
    id: 1,
    instanceId: 1,
    name: '',
    file: '',
    contentHash: '',
    width: 1,
    height: 1,
    group: null,
    part: 'train',
    landmarks: [],
  });
  expect(image.box).toBeNull();
  const input = {
    width: 8,
    height: 8,
    channels: 'gray',
    crop: 'whole image',
    resize: 'stretch',
    normalisation: { divideBy: 255, add: -0.5 },
  };
  expect(modelMetadataSchema.shape.input.parse(input)).toEqual({ ...input, margin: 0 });
});
