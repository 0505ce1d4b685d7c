import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../contract/index.ts';
import { testSchema } from '../runs/test-project.ts';
import { meanShapeInPixels, meanTrainingShape } from './baseline.ts';

function entry(
  part: 'train' | 'validation',
  size: [number, number],
  landmarks: ([number, number] | null)[],
): Snapshot['images'][number] {
  const [width, height] = size;
  return { id: 1, instanceId: 1, name: '', file: '', contentHash: '', width, height, group: null, part, landmarks };
}

describe('the mean training shape', () => {
  const snapshot: Snapshot = {
    version: 1,
    hash: '',
    schema: testSchema,
    images: [
      entry('train', [100, 200], [[10, 20], null, [50, 100]]),
      entry('train', [200, 100], [[60, 30], null, null]),
      entry(
        'validation',
        [100, 100],
        [
          [99, 99],
          [99, 99],
          [99, 99],
        ],
      ),
    ],
  };

  it('is the mean of x/W, y/H of training entries that have the landmark, the centre where none has', () => {
    // Landmark 2: (0.5, 0.5); landmark 0: mean of (0.1, 0.1) and (0.3, 0.3); landmark 1 never.
    expect([...meanTrainingShape(snapshot, [2, 0, 1])]).toEqual([
      0.5,
      0.5,
      expect.closeTo(0.2, 12),
      expect.closeTo(0.2, 12),
      0.5,
      0.5,
    ]);
  });

  it('is scaled to each image', () => {
    const shape = Float64Array.from([0.5, 0.25, 1, 0]);
    expect([...meanShapeInPixels(shape, Float64Array.from([100, 200, 10, 20]))]).toEqual([50, 50, 100, 0, 5, 5, 10, 0]);
  });
});
