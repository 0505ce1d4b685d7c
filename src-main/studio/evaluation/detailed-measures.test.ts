import { describe, expect, it } from 'vitest';
import type { Landmark, LandmarkSchema } from '../../contract/index.ts';
import { detailedMeasures, partOf, type MeasuredTable } from './detailed-measures.ts';
import { faceSizes, namesPupils } from './face-sizes.ts';
import { sigmasOf } from './keypoint-scores.ts';
import { normalisedErrors } from './normalised-errors.ts';

type Place = [x: number, y: number];
const schema = {
  name: 'four',
  landmarks: ['left eye 1', 'right eye 1', 'nose', 'mouth'].map((name) => ({ name, group: 'all' })),
  outerEyeCorners: [0, 1] as [number, number],
};
const truths: Place[][] = [
  [
    [50, 40],
    [90, 40],
    [70, 60],
    [70, 80],
  ],
  [
    [40, 30],
    [100, 30],
    [72, 55],
    [70, 85],
  ],
  // Both eyes in one place: nothing to divide by.
  [
    [60, 50],
    [60, 50],
    [61, 60],
    [60, 70],
  ],
  [
    [30, 20],
    [110, 26],
    [68, 50],
    [70, 90],
  ],
];
const answers: Place[][] = [
  [
    [51, 42],
    [90, 40],
    [73, 64],
    [70, 79.5],
  ],
  [
    [40, 36],
    [108, 30],
    [72, 55],
    [1, 1],
  ],
  [
    [60, 51],
    [60, 50],
    [61, 62],
    [63, 74],
  ],
  [
    [0, 0],
    [110, 27],
    [68, 53],
    [82, 95],
  ],
];
/** Face and landmark. */
const absent = ['1 3', '3 0'];

function table(): MeasuredTable {
  const faces = truths.map((places, row) =>
    places.map(([x, y], column): Landmark => ({
      x,
      y,
      visibility: absent.includes(`${row} ${column}`) ? 'absent' : 'visible',
    })),
  );
  const sizes = faceSizes(faces, schema);
  return {
    truth: {
      rows: 4,
      columns: 4,
      places: Float64Array.from(truths.flat(2)),
      present: Uint8Array.from(faces.flat(), ({ visibility }) => (visibility === 'absent' ? 0 : 1)),
      sizes: Float64Array.from(faces.flatMap(() => [200, 100])),
      eyeDistances: sizes.interOcular,
    },
    predicted: Float64Array.from(answers.flat(2)),
    sizes,
    sigmas: sigmasOf(schema, [0, 1, 2, 3]),
  };
}

/*
 * The figures below come from a program of its own, in Python with the standard library alone, written from the published
 * definitions (docs: HRNet's and STAR's NME, AUC by Simpson's rule on a grid of 1e-4, mmpose's PCK, pycocotools' OKS).
 */
describe('the measures of four faces', () => {
  const found = detailedMeasures(table(), true)!;
  const { 'inter-ocular': interOcular, box } = found.normalised;

  it('are those of an independent computation', () => {
    expect(found.points).toBe(14);
    expect(found.meanErrorPx).toBeCloseTo(3.3382905698214134, 12);
    expect(found.mse).toBeCloseTo(0.0006035714285714285, 15);
    expect(found.rmse).toBeCloseTo(0.02456769074559977, 13);
    expect(interOcular!.nme).toBeCloseTo(0.06306410131857573, 13);
    expect(box!.nme).toBeCloseTo(0.1813387604494555, 13);
    expect(found.pck!['0.05']).toBeCloseTo(0.3958333333333333, 13);
    expect(found.pck!['0.10']).toBeCloseTo(0.5625, 13);
    expect(found.pck!['0.20']).toBeCloseTo(0.75, 13);
    expect(found.oks).toBeCloseTo(0.8514758325755699, 13);
  });

  it('have the area under the distribution that the reference code adds up, to its grid', () => {
    expect(interOcular!.auc['0.08']).toBeCloseTo(0.21166666666666667, 4);
    expect(interOcular!.auc['0.10']).toBeCloseTo(0.3693333333333333, 4);
    expect(box!.auc['0.08']).toBeCloseTo(0.09885416666666666, 3);
    expect(box!.failureRate).toEqual({ '0.08': 0.75, '0.10': 0.75 });
    expect(interOcular!.failureRate).toEqual({ '0.08': 0, '0.10': 0 });
  });

  it('leave out faces without an eye distance, and count them', () => {
    expect(interOcular).toMatchObject({ faces: 2, facesWithoutSize: 2 });
    expect(box).toMatchObject({ faces: 4, facesWithoutSize: 0 });
    expect(interOcular!.ced).toHaveLength(2);
    expect(interOcular!.ced![0]).toBeCloseTo(0.048350424859373686, 13);
    expect(interOcular!.ced![1]).toBeCloseTo(0.07777777777777778, 13);
  });

  it('are of nothing where no landmark is there', () => {
    expect(detailedMeasures(partOf(table(), [1], [3]), false)).toBeNull();
    expect(detailedMeasures(partOf(table(), [], [0, 1]), false)).toBeNull();
  });

  it('of a part are those of its faces and landmarks, divided by the whole face', () => {
    const nose = detailedMeasures(partOf(table(), [1, 0], [2]), true)!;
    expect(nose).toMatchObject({ faces: 2, points: 2, meanErrorPx: 2.5 });
    // 0 and 5 px, over 60 and 40.
    expect(nose.normalised['inter-ocular']!.ced).toEqual([0, 5 / 40]);
  });
});

it('agrees with the reference code’s Simpson sum on 2,000 errors, to its grid', () => {
  let state = 1;
  const errors = Float64Array.from({ length: 2000 }, () => {
    state = Number((BigInt(state) * 1103515245n + 12345n) % 2n ** 31n);
    return 0.2 * (state / 2 ** 31) ** 2;
  });
  const found = normalisedErrors(
    errors,
    errors.map(() => 1),
    false,
  )!;
  expect(found.nme).toBeCloseTo(0.06631859630663012, 12);
  expect(found.auc['0.08']).toBeCloseTo(0.42029750000000027, 4);
  expect(found.auc['0.10']).toBeCloseTo(0.4700068333333334, 4);
  expect(found.failureRate['0.08']).toBeCloseTo(0.367, 12);
  expect(found.failureRate['0.10']).toBeCloseTo(0.2975, 12);
});

describe('the size of a face', () => {
  const named = (names: string[]): Pick<LandmarkSchema, 'landmarks' | 'outerEyeCorners'> => ({
    landmarks: names.map((name) => ({ name, group: 'all' })),
    outerEyeCorners: null,
  });
  const at = (...places: Place[]): Landmark[] => places.map(([x, y]) => ({ x, y, visibility: 'visible' }));

  it('between pupils is that of the pupils, else of the eyes’ middles, else none', () => {
    const eyes = named(['left eye 1', 'left eye 2', 'right eye 1', 'right eye 2']);
    const face = at([0, 0], [10, 0], [40, 3], [50, 5]);
    expect(faceSizes([face], eyes).interPupil[0]).toBeCloseTo(Math.hypot(40, 4), 12);
    const pupils = named([...eyes.landmarks.map(({ name }) => name), 'right pupil', 'left pupil']);
    expect(faceSizes([[...face, ...at([1, 1], [4, 5])]], pupils).interPupil[0]).toBe(5);
    expect(namesPupils(named(['nose', 'left eyebrow', 'right eyebrow']))).toBe(false);
    expect(faceSizes([at([1, 2], [3, 4])], named(['nose', 'tip']))).toMatchObject({
      interOcular: Float64Array.of(NaN),
      interPupil: Float64Array.of(NaN),
      boxes: Float64Array.of(2, 2),
    });
  });

  it('is none where a landmark it needs is absent, or the box has no extent', () => {
    const [left, right] = at([0, 0], [10, 0]) as [Landmark, Landmark];
    const schema = named(['left eye', 'right eye']);
    expect(faceSizes([[left, { ...right, visibility: 'absent' }]], schema).interPupil[0]).toBeNaN();
    expect(faceSizes([[left, right]], schema)).toMatchObject({
      interPupil: Float64Array.of(10),
      boxes: Float64Array.of(NaN, NaN),
    });
  });
});

it('takes COCO’s sigmas for its 17 keypoints, and one over the landmarks for others', () => {
  const person = { name: 'person-17', landmarks: Array.from({ length: 17 }) };
  expect(sigmasOf(person, [0, 16])).toEqual([0.026, 0.089]);
  expect(sigmasOf(schema, [1, 3])).toEqual([0.25, 0.25]);
});
