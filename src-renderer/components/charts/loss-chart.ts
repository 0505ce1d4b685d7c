import type { EpochResult } from '../../../src-main/contract/index.ts';

export { formatTick, lossRange, lossTicks, spreadLabels } from '../../../src-main/contract/loss-axis.ts';

/** One curve of the chart. `colour` names a token of styles/tokens.css; the dash tells curves apart without colour. */
export interface LossLine {
  label: string;
  colour: `--${string}`;
  dash: number[];
  points: { epoch: number; loss: number }[];
  /** One of a crowd: neither named at its end nor read above. */
  unnamed?: true;
}

/** The two curves of a run. `other` draws it as the one that is compared with: grey, dashed, named by its number. */
export function linesOfRun(epochs: readonly EpochResult[], other?: { runId: number }): LossLine[] {
  const name = other ? `run ${other.runId} ` : '';
  return [
    {
      label: `${name}train`,
      colour: other ? '--mute' : '--series-1',
      dash: other ? [2, 3] : [],
      points: epochs.map(({ epoch, trainLoss }) => ({ epoch, loss: trainLoss })),
    },
    {
      label: `${name}validation`,
      colour: other ? '--mute' : '--series-2',
      dash: other ? [7, 4] : [],
      points: epochs.map(({ epoch, validationLoss }) => ({ epoch, loss: validationLoss })),
    },
  ];
}

/** Epochs, then for each line its losses. */
export type LossTable = [epochs: number[], ...losses: (number | null)[][]];

/**
 * The table the chart library draws: epochs of all lines in order, then one column a line with null where it has no epoch.
 * A loss that is not finite (or, on a logarithmic scale, not above zero) cannot be drawn and leaves a gap.
 */
export function chartTable(lines: readonly LossLine[], logarithmic: boolean): LossTable {
  const epochs = [...new Set(lines.flatMap((line) => line.points.map((point) => point.epoch)))].sort((a, b) => a - b);
  const columns = lines.map((line) => {
    const losses = new Map(line.points.map((point) => [point.epoch, point.loss]));
    return epochs.map((epoch) => {
      const loss = losses.get(epoch);
      return loss !== undefined && Number.isFinite(loss) && (!logarithmic || loss > 0) ? loss : null;
    });
  });
  return [epochs, ...columns];
}
