import { expect, it } from 'vitest';
import type { DetailedMeasures, RunMeasures } from '../../../../src-main/contract/index.ts';
import { measureFigures, usualNormaliser } from './measure-figures.ts';

const measures: DetailedMeasures = {
  ...{ faces: 48, points: 48, mse: 1.05e-4, rmse: 0.0102, meanErrorPx: 3.2, medianErrorPx: 2.75, p95ErrorPx: 11.2 },
  ...{ rmseXPx: 1, rmseYPx: 1, pck: null, oks: null },
  normalised: {
    'inter-ocular': null,
    'inter-pupil': null,
    box: {
      ...{ faces: 48, facesWithoutSize: 0, nme: 0.0491, ced: null },
      auc: { '0.08': 0.4, '0.10': 0.5123 },
      failureRate: { '0.08': 0.125, '0.10': 0 },
    },
  },
};

it('writes the measures of the published tables, a dash where nothing can be divided by', () => {
  const words = (normaliser: 'box' | 'inter-ocular') =>
    measureFigures(normaliser).map((figure) => figure.words(measures));
  expect(words('box')).toEqual(['1.05e-4', '4.91 %', '0.400', '0.512', '12.5 %', '0.0 %', '2.75 px', '11.2 px']);
  expect(words('inter-ocular')).toEqual(['1.05e-4', '—', '—', '—', '—', '—', '2.75 px', '11.2 px']);
});

it('divides by the first that there is', () => {
  const of = (run: DetailedMeasures | null) => usualNormaliser({ run } as RunMeasures);
  expect([of(measures), of(null)]).toEqual(['box', 'box']);
  expect(of({ ...measures, normalised: { ...measures.normalised, 'inter-pupil': measures.normalised.box } })).toBe(
    'inter-pupil',
  );
});
