import { expect, test } from 'vitest';
import { z } from 'zod';
import { augmentationSchema, isAugmented } from './augmentation.ts';

const recipeLike = z.object({ augmentation: augmentationSchema });

test('a recipe from before there was augmentation changes no picture', () => {
  expect(isAugmented(recipeLike.parse({}).augmentation)).toBe(false);
});

test('what is left out is off, and any one that is on counts', () => {
  const changes = [
    { rotation: 15 },
    { translation: 10 },
    { scale: 0.1 },
    { mirror: 0.5 },
    { brightness: 0.2 },
    { contrast: 0.2 },
    { saturation: 0.2 },
    { gamma: 0.2 },
    { blur: { probability: 0.3 } },
    { noise: 0.02 },
    { occlusion: { probability: 0.5 } },
  ];
  for (const change of changes) {
    const parsed = augmentationSchema.parse(change);
    expect(isAugmented(parsed), JSON.stringify(change)).toBe(true);
    const [key = ''] = Object.keys(change);
    expect({ ...parsed, [key]: null }).toEqual({ ...augmentationSchema.parse({}), [key]: null });
  }
  expect(isAugmented(augmentationSchema.parse({ border: 'reflect', blur: { sigma: 3 } }))).toBe(false);
});

test('what would turn pictures inside out is refused', () => {
  for (const change of [{ scale: 1 }, { gamma: 1 }, { mirror: 1.5 }, { rotation: -3 }, { border: 'wrap' }])
    expect(augmentationSchema.safeParse(change).success, JSON.stringify(change)).toBe(false);
});
