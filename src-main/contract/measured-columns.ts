import type { DetailedMeasures, Normaliser } from './measures.ts';

export const measureNames = ['nme', 'auc', 'fr', 'ced', 'pck', 'oks', 'mse', 'rmse', 'px'] as const;
export type MeasureName = (typeof measureNames)[number];

/** A figure of a table of measures. */
export interface MeasuredColumn {
  /** Which figure, and what it is divided by. */
  title: string;
  /** Null where there is none. */
  value(measures: DetailedMeasures): number | null;
  /** As a person reads it. */
  format(value: number): string;
}

const percent = (value: number): string => `${(100 * value).toFixed(2)} %`;
const px = (value: number): string => value.toFixed(2);
const exponent = (value: number): string => value.toExponential(3);
const plain = (value: number): string => value.toFixed(4);

/** Where a cumulative error distribution is told: up to 0.15 by hundredths. */
const cedAt = Array.from({ length: 15 }, (_, step) => (step + 1) / 100);

/** The columns of the measures asked for, in the order asked for; those over a size once for each normaliser. */
export function measuredColumns(names: readonly MeasureName[], normalisers: readonly Normaliser[]): MeasuredColumn[] {
  return names.flatMap((name): MeasuredColumn[] => {
    switch (name) {
      case 'nme':
        return normalisers.map((by) => ({
          title: `NME ${by}`,
          value: ({ normalised }) => normalised[by]?.nme ?? null,
          format: percent,
        }));
      case 'auc':
      case 'fr':
        return normalisers.flatMap((by) =>
          (['0.08', '0.10'] as const).map((at) => ({
            title: `${name.toUpperCase()}@${at} ${by}`,
            value: ({ normalised }: DetailedMeasures) =>
              normalised[by]?.[name === 'auc' ? 'auc' : 'failureRate'][at] ?? null,
            format: name === 'auc' ? plain : percent,
          })),
        );
      case 'ced':
        return normalisers.flatMap((by) =>
          cedAt.map((at) => ({
            title: `CED(${at.toFixed(2)}) ${by}`,
            value: ({ normalised }: DetailedMeasures) => shareUpTo(normalised[by]?.ced ?? null, at),
            format: percent,
          })),
        );
      case 'pck':
        return (['0.05', '0.10', '0.20'] as const).map((at) => ({
          title: `PCK@${at} box`,
          value: (measures) => measures.pck?.[at] ?? null,
          format: percent,
        }));
      case 'oks':
        return [{ title: 'OKS', value: ({ oks }) => oks, format: plain }];
      case 'mse':
        return [{ title: 'MSE x/W,y/H', value: ({ mse }) => mse, format: exponent }];
      case 'rmse':
        return [
          { title: 'RMSE x/W,y/H', value: ({ rmse }) => rmse, format: exponent },
          { title: 'RMSE x px', value: ({ rmseXPx }) => rmseXPx, format: px },
          { title: 'RMSE y px', value: ({ rmseYPx }) => rmseYPx, format: px },
        ];
      case 'px':
        return [
          { title: 'mean px', value: ({ meanErrorPx }) => meanErrorPx, format: px },
          { title: 'median px', value: ({ medianErrorPx }) => medianErrorPx, format: px },
          { title: 'p95 px', value: ({ p95ErrorPx }) => p95ErrorPx, format: px },
        ];
    }
  });
}

/** CED(e): the share of faces with an NME of at most e. */
function shareUpTo(ascending: readonly number[] | null, error: number): number | null {
  return ascending && ascending.filter((each) => each <= error).length / ascending.length;
}
