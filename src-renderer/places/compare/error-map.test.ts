import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import type {
  DetailedMeasures,
  LandmarkSchema,
  NormalisedMeasures,
  RunMeasures,
} from '../../../src-main/contract/index.ts';
import ErrorPicture from '../../components/ErrorPicture.vue';
import { curveRows, knownNormalisers } from './curve-lines.ts';
import { errorMarks, landmarkErrorsOf, sortErrors, unitOnMeanFace } from './error-map.ts';

const normalised = (nme: number, ced: number[] | null = null): NormalisedMeasures => ({
  faces: 3,
  facesWithoutSize: 0,
  nme,
  auc: { '0.08': 0.4, '0.10': 0.5 },
  failureRate: { '0.08': 0.2, '0.10': 0.1 },
  ced,
});

const measured = (px: number, eyes: number | null, box: number, ced: number[] | null = null): DetailedMeasures => ({
  faces: 3,
  points: 3,
  mse: 0,
  rmse: 0,
  meanErrorPx: px,
  medianErrorPx: 10 - px,
  p95ErrorPx: 2 * px,
  rmseXPx: 0,
  rmseYPx: 0,
  normalised: {
    'inter-ocular': eyes === null ? null : normalised(eyes, ced),
    'inter-pupil': null,
    box: normalised(box, ced),
  },
  pck: null,
  oks: null,
});

const schema = {
  landmarks: [
    { name: 'left eye', group: 'eyes' },
    { name: 'right eye', group: 'eyes' },
    { name: 'nose', group: 'nose' },
  ],
  groups: [
    { name: 'eyes', colour: '#00f' },
    { name: 'nose', colour: '#0f0' },
  ],
  outerEyeCorners: [0, 1],
} as unknown as LandmarkSchema;
const mean = [
  [-0.2, 0],
  [0.2, 0],
  [0, 0.1],
] as const;

const run = (parts: [name: string, of: DetailedMeasures | null][], runId = 1): RunMeasures => ({
  runId,
  recipeName: 'small',
  images: 3,
  landmarks: parts.length,
  sigmas: '',
  agreement: null,
  excluded: [],
  run: measured(1, 0.05, 0.02, [0.01, 0.05, 0.2]),
  baseline: measured(1, 0.3, 0.1, [0.3]),
  floor: null,
  by: { landmark: parts.map(([name, of]) => ({ name, run: of, baseline: null, floor: null })) },
});
const learned = run([
  ['nose', measured(4, 0.1, 0.05)],
  ['right eye', measured(2, 0.05, 0.02)],
  ['left eye', null],
]);

describe('errors on the mean face', () => {
  it('are discs of the mean error over the eyes’ distance, at the mean face’s own', () => {
    const unit = unitOnMeanFace(learned.by.landmark!, schema, mean);
    expect(unit).toMatchObject({ normaliser: 'inter-ocular', length: 0.4 });
    const marks = errorMarks(learned, schema, mean, unit);
    expect(marks.map(({ name, at, distance }) => [name, at, distance])).toEqual([
      ['nose', [0, 0.1], expect.closeTo(0.04, 12)],
      ['right eye', [0.2, 0], expect.closeTo(0.02, 12)],
      ['left eye', [-0.2, 0], null],
    ]);
    expect(marks.map(({ words }) => words)).toEqual(['4.00 px, 10.0 %', '2.00 px, 5.0 %', 'on no face']);
  });

  it('are told by the box where the schema names no eyes or no face has both', () => {
    const unit = { normaliser: 'box', length: Math.sqrt(0.4 * 0.1) };
    expect(unitOnMeanFace(learned.by.landmark!, { ...schema, outerEyeCorners: null }, mean)).toMatchObject(unit);
    const noEyes = run([['nose', measured(4, null, 0.05)]]);
    expect(unitOnMeanFace(noEyes.by.landmark!, schema, mean)).toMatchObject(unit);
    expect(unitOnMeanFace([], { ...schema, outerEyeCorners: null }, [[0, 0], null, null])).toBeNull();
  });

  it('are drawn in proportion, with a scale in round per cent', () => {
    const unit = unitOnMeanFace(learned.by.landmark!, schema, mean);
    const picture = mount(ErrorPicture, {
      props: { marks: errorMarks(learned, schema, mean, unit), lines: [], pointed: null, unit },
    });
    const radii = picture.findAll('circle.error').map((circle) => Number(circle.attributes('r')));
    expect(radii[0]! / radii[1]!).toBeCloseTo(2, 9);
    expect(radii[2]).toBe(0);
    const percent = Number(
      /(\d+) % of the distance of the outer eye corners/.exec(picture.get('figcaption').text())![1],
    );
    const bar = Number(/h([\d.]+)m/.exec(picture.get('path.scale').attributes('d')!)![1]);
    // The nose is off by 10 % of the eyes' distance: its disc's radius says how long a per cent is.
    expect(bar / percent).toBeCloseTo(radii[0]! / 10, 6);
  });

  it('of one landmark leave room for the scale, and stand in the middle', () => {
    const nose = run([['nose', measured(4, 0.1, 0.05)]]);
    const unit = unitOnMeanFace(nose.by.landmark!, schema, mean);
    const marks = errorMarks(nose, schema, mean, unit);
    const picture = mount(ErrorPicture, { props: { marks, lines: [], pointed: null, unit } });
    const [left, , width] = picture.get('svg').attributes('viewBox')!.split(' ').map(Number) as [
      number,
      number,
      number,
    ];
    const [, from, bar] = /M([-\d.]+) .*h([\d.]+)m/.exec(picture.get('path.scale').attributes('d')!)!.map(Number);
    expect(from! + bar!).toBeLessThan(left + width);
    expect(left + width / 2).toBeCloseTo(Number(picture.get('circle.error').attributes('cx')), 9);
  });

  it('are sorted by any column, the unknown last either way', () => {
    const errors = landmarkErrorsOf(learned, schema);
    const names = (...by: [Parameters<typeof sortErrors>[1], boolean]) =>
      sortErrors(errors, ...by).map(({ name }) => name);
    expect(names('meanPx', true)).toEqual(['nose', 'right eye', 'left eye']);
    expect(names('medianPx', true)).toEqual(['right eye', 'nose', 'left eye']);
    expect(names('meanPx', false)).toEqual(['right eye', 'nose', 'left eye']);
    expect(names('name', false)).toEqual(['left eye', 'nose', 'right eye']);
  });
});

describe('curves', () => {
  it('are of the runs in their order, then of the mean shape; the labeller’s where there is one', () => {
    const [one, two] = [run([], 1), run([], 2)];
    const rows = curveRows([one, two], [2, 1], 'inter-ocular');
    expect(rows.map(({ label, kind, colour }) => [label, kind, colour])).toEqual([
      ['run 2 · small', 'run', '--pred'],
      ['run 1 · small', 'run', '--series-2'],
      ['mean shape', 'mean', '--mute'],
    ]);
    const withFloor = { ...two, floor: measured(1, 0.01, 0.01, [0.01]) };
    expect(curveRows([withFloor], [2], 'box').at(-1)).toMatchObject({ kind: 'floor', errors: [0.01] });
    expect(curveRows([one], [1], 'inter-pupil')).toEqual([]);
    expect(knownNormalisers([one])).toEqual(['inter-ocular', 'box']);
  });
});
