import { expect, it } from 'vitest';
import { augmentationSchema } from '../../../src-main/contract/index.ts';
import { augmentationOfForm, describeAugmentation, formOfAugmentation } from './augmentation-form.ts';

const some = augmentationSchema.parse({
  rotation: 15,
  translation: 10,
  scale: 0.1,
  mirror: 0.5,
  border: 'reflect',
  brightness: 0.125,
  blur: { probability: 0.3, sigma: 2 },
  noise: 0.02,
  occlusion: { probability: 0.25, size: 0.4 },
});

it('is the same after the form as before it', () => {
  expect(augmentationSchema.parse(augmentationOfForm(formOfAugmentation(some), Number))).toEqual(some);
});

it('is told in words, what is off left out', () => {
  expect(describeAugmentation(some)).toBe(
    'rotation ±15°, translation ±10 px, scale ±10%, brightness ±12.5%, mirror 50%, blur 30%, noise 2%, patch 25%',
  );
  expect(describeAugmentation(augmentationSchema.parse({ border: 'constant' }))).toBe('off');
});
