import { expect, it } from 'vitest';
import { labelChangeWords } from './run-records.ts';

it('says in words what changed in the labels since a run', () => {
  const none = { previousRun: 3, landmarks: 0, images: 0, meanMovePx: 0, imagesAdded: 0, imagesRemoved: 0 };
  expect(labelChangeWords(null)).toBe('first run of this project');
  expect(labelChangeWords(none)).toBe('no label changed since run 3');
  expect(labelChangeWords({ ...none, landmarks: 14, images: 9, meanMovePx: 6.249, imagesAdded: 1_200 })).toBe(
    '14 landmarks on 9 images changed since run 3, by 6.2 px on average; 1,200 images are new',
  );
  // One that went has not moved.
  expect(labelChangeWords({ ...none, landmarks: 1, images: 1, imagesRemoved: 1 })).toBe(
    '1 landmark on 1 image changed since run 3; 1 image is left out now',
  );
  expect(labelChangeWords({ previousRun: 1, landmarks: 2, images: 1, meanMovePx: 123.4 })).toContain('by 120 px');
});
