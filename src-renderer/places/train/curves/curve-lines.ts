import type { EpochResult, RunDetail } from '../../../../src-main/contract/index.ts';
import { formatLoss, formatRate } from '../../../components/charts/figures.ts';
import { formatTick, type CurveLevel, type CurveLine } from '../../../components/charts/loss-chart.ts';

/** What of every epoch is drawn. */
export const curveMeasures = ['loss', 'NME', 'rate'] as const;
export type CurveMeasure = (typeof curveMeasures)[number];

/** How a measure is named and written. */
export const measureWords: Record<
  CurveMeasure,
  { title: string; unit: string; format: (value: number | null | undefined) => string; tick: (value: number) => string }
> = {
  loss: { title: 'Loss', unit: 'MSE on x/W, y/H', format: (value) => formatLoss(value, 4), tick: formatTick },
  NME: {
    title: 'NME',
    unit: 'of the validation images',
    format: (value) => percentOf(value, 3),
    tick: (value) => percentOf(value, 2),
  },
  rate: {
    title: 'Learning rate',
    unit: 'at the end of each epoch',
    format: (value) => (value === null || value === undefined ? '—' : formatRate(Number(value.toPrecision(3)))),
    tick: formatTick,
  },
};

function percentOf(value: number | null | undefined, digits: number): string {
  return value === null || value === undefined || !Number.isFinite(value)
    ? '—'
    : `${Number((100 * value).toPrecision(digits))} %`;
}

/** How runs whose curves lie over each other are told apart: by colour and by sign. The first is the run that is shown. */
export const runStyles = [
  { colour: '--series-1', mark: '●' },
  { colour: '--series-2', mark: '▲' },
  { colour: '--series-3', mark: '■' },
  { colour: '--series-4', mark: '◆' },
  { colour: '--series-5', mark: '✚' },
  { colour: '--series-6', mark: '○' },
] as const satisfies readonly { colour: `--${string}`; mark: string }[];

const dotted = [2, 3];

/**
 * The curves of a run, and of others over it, each in its style; at most as many as there are styles. Alone, its train and
 * validation losses have a colour each; among others a run has one colour, and its train loss is dotted.
 */
export function linesOfRuns(
  shown: Pick<RunDetail, 'id' | 'epochs'>,
  others: readonly Pick<RunDetail, 'id' | 'epochs'>[],
  measure: CurveMeasure,
): CurveLine[] {
  const alone = others.length === 0;
  return [shown, ...others].slice(0, runStyles.length).flatMap(({ id, epochs }, place): CurveLine[] => {
    const { colour, mark } = runStyles[place] ?? runStyles[0];
    const line = (name: string, of: (epoch: EpochResult) => number | null | undefined, more = {}): CurveLine => ({
      label: alone ? name : name === 'train' ? `run ${id} train` : `run ${id}`,
      colour,
      dash: !alone && name === 'train' ? dotted : [],
      ...(!alone && name !== 'train' && { mark }),
      points: epochs.flatMap((epoch) => {
        const value = of(epoch);
        return value === null || value === undefined ? [] : [{ epoch: epoch.epoch, value }];
      }),
      ...more,
    });
    switch (measure) {
      case 'loss':
        return [
          line('train', ({ trainLoss }) => trainLoss),
          line('validation', ({ validationLoss }) => validationLoss, alone ? { colour: '--series-2' } : {}),
        ];
      case 'NME':
        return [line('validation', ({ nme }) => nme, alone ? { colour: '--series-2' } : {})];
      case 'rate':
        return [line('learning rate', ({ learningRate }) => learningRate)];
    }
  });
}

/** The curves as a table to be kept: an epoch a row, a curve a column, and last what they are beside. */
export function rowsOfCurves(lines: readonly CurveLine[], levels: readonly CurveLevel[]): (string | number | null)[][] {
  const columns = lines.map(({ points }) => new Map(points.map(({ epoch, value }) => [epoch, value])));
  const epochs = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort((one, other) => one - other);
  return [
    ['epoch', ...[...lines, ...levels].map(({ label }) => label)],
    ...epochs.map((epoch) => [
      epoch,
      ...columns.map((column) => column.get(epoch) ?? null),
      ...levels.map(({ value }) => value),
    ]),
  ];
}
