export { formatTick, lossRange, lossTicks, spreadLabels } from '../../../src-main/contract/loss-axis.ts';

/** One curve of the chart. `colour` names a token of styles/tokens.css; the dash and the mark tell curves apart without colour. */
export interface CurveLine {
  label: string;
  colour: `--${string}`;
  dash: number[];
  /** A sign that stands on the curve here and there, of its run. */
  mark?: string;
  points: { epoch: number; value: number }[];
  /** One of a crowd: neither named at its end nor read above. */
  unnamed?: true;
}

/** What curves are beside: drawn right across. */
export interface CurveLevel {
  label: string;
  colour: `--${string}`;
  dash: number[];
  value: number;
}

/** What the mean shape and the labeller's second labelling come to, as levels; nothing for what is not known. */
export function levelsOf(meanShape: number | null, labeller: number | null): CurveLevel[] {
  const level = (label: string, colour: `--${string}`, dash: number[], value: number | null): CurveLevel[] =>
    value === null ? [] : [{ label, colour, dash, value }];
  return [...level('mean shape', '--mute', [4, 4], meanShape), ...level('labeller', '--ink', [1.5, 3], labeller)];
}

/** Epochs, then for each line its values. */
export type CurveTable = [epochs: number[], ...values: (number | null)[][]];

/**
 * The table the chart library draws: epochs of all lines in order, then one column a line with null where it has no epoch.
 * A value that is not finite (or, on a logarithmic scale, not above zero) cannot be drawn and leaves a gap.
 */
export function chartTable(lines: readonly CurveLine[], logarithmic: boolean): CurveTable {
  const epochs = [...new Set(lines.flatMap((line) => line.points.map((point) => point.epoch)))].sort((a, b) => a - b);
  const columns = lines.map((line) => {
    const values = new Map(line.points.map((point) => [point.epoch, point.value]));
    return epochs.map((epoch) => {
      const value = values.get(epoch);
      return value !== undefined && Number.isFinite(value) && (!logarithmic || value > 0) ? value : null;
    });
  });
  return [epochs, ...columns];
}
