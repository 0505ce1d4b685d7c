import {
  normalisers,
  type DetailedMeasures,
  type Normaliser,
  type RunMeasures,
} from '../../../../src-main/contract/index.ts';
import { formatLoss, formatPercent, formatPx } from '../../../components/charts/figures.ts';

/** A row of the table of measures: its head, what it means, and a figure of it in words. */
export interface MeasureFigure {
  head: string;
  title: string;
  words: (measures: DetailedMeasures) => string;
}

const three = (fraction: number | undefined): string => (fraction === undefined ? '—' : fraction.toFixed(3));

/** The measures of the published tables, errors divided by `normaliser`. */
export function measureFigures(normaliser: Normaliser): MeasureFigure[] {
  const of = (measures: DetailedMeasures) => measures.normalised[normaliser];
  return [
    { head: 'MSE', title: 'Mean squared error of x/W, y/H', words: ({ mse }) => formatLoss(mse) },
    {
      head: 'NME',
      title: `Mean error divided by the ${normaliser === 'box' ? '√(w·h) of the box' : `${normaliser} distance`}`,
      words: (measures) => {
        const nme = of(measures)?.nme;
        return nme === undefined ? '—' : `${(100 * nme).toFixed(2)} %`;
      },
    },
    {
      head: 'AUC 0.08',
      title: 'Area under the curve of errors up to 0.08, of 1',
      words: (measures) => three(of(measures)?.auc['0.08']),
    },
    {
      head: 'AUC 0.10',
      title: 'Area under the curve of errors up to 0.10, of 1',
      words: (measures) => three(of(measures)?.auc['0.10']),
    },
    {
      head: 'FR 0.08',
      title: 'Share of faces with an NME above 0.08',
      words: (measures) => formatPercent(of(measures)?.failureRate['0.08']),
    },
    {
      head: 'FR 0.10',
      title: 'Share of faces with an NME above 0.10',
      words: (measures) => formatPercent(of(measures)?.failureRate['0.10']),
    },
    {
      head: 'Median',
      title: 'Median error, px of the image',
      words: (measures) => `${formatPx(measures.medianErrorPx)} px`,
    },
    {
      head: 'p95',
      title: '95 of 100 landmarks are nearer, px of the image',
      words: (measures) => `${formatPx(measures.p95ErrorPx)} px`,
    },
  ];
}

/** The first by which the run's errors can be divided. */
export function usualNormaliser({ run }: RunMeasures): Normaliser {
  return normalisers.find((normaliser) => run?.normalised[normaliser]) ?? 'box';
}
