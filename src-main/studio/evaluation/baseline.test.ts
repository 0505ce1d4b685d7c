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
  return {
    id: 1,
    instanceId: 1,
    name: '',
    file: '',
    contentHash: '',
    width,
    height,
    group: null,
    part,
    landmarks,
    box: null,
  };
}

const input = { width: 10, height: 10, crop: 'whole image', margin: 0 } as const;

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
    expect([...meanTrainingShape(snapshot, [2, 0, 1], input)]).toEqual([
      0.5,
      0.5,
      expect.closeTo(0.2, 12),
      expect.closeTo(0.2, 12),
      0.5,
      0.5,
    ]);
  });

  it('is of the crop where the input crops: of the box, or of that of all landmarks, grown to the proportions', () => {
    const boxed = {
      ...entry('train', [100, 100], [[10, 20], null, [50, 100]]),
      box: { x: 0, y: 0, width: 40, height: 40 },
    };
    const crop = { ...input, crop: 'box', margin: 0.25 } as const;
    // The box grows by 10 px on each side: 60 px from -10, -10.
    expect([...meanTrainingShape({ ...snapshot, images: [boxed] }, [0], crop)]).toEqual([20 / 60, 30 / 60]);
    // Landmarks from 10, 20 to 50, 100: 80 px high, with 20 px on each side 120 px from -30, 0.
    const unboxed = { ...boxed, box: null };
    expect([...meanTrainingShape({ ...snapshot, images: [unboxed] }, [0], crop)]).toEqual([40 / 120, 20 / 120]);
  });

  it('is scaled to what is seen of each image', () => {
    const shape = Float64Array.from([0.5, 0.25, 1, 0]);
    const seen = [
      { x: 0, y: 0, width: 100, height: 200 },
      { x: -5, y: 7, width: 10, height: 20 },
    ];
    expect([...meanShapeInPixels(shape, seen)]).toEqual([50, 50, 100, 0, 0, 12, 5, 7]);
  });
});
