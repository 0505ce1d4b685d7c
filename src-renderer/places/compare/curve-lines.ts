import {
  normalisers,
  type NormalisedMeasures,
  type Normaliser,
  type RunMeasures,
} from '../../../src-main/contract/index.ts';
import type { CedLine } from '../../components/charts/ced-chart.ts';

/** A curve with what it comes to: of a run, of the mean shape or of the labeller. */
export interface CurveRow extends CedLine {
  kind: 'run' | 'mean' | 'floor';
  runId: number | null;
  measures: NormalisedMeasures;
}

/** In the order that runs are given in; A and B keep their colours of the gallery. */
export const runColours = ['--pred', '--series-2', '--series-3', '--series-4', '--series-5', '--series-6'] as const;
export const runDashes = ['', '8 3', '2 2', '8 3 2 3', '14 4', '5 2 1 2'] as const;

/** By which errors of any of the runs can be divided. */
export function knownNormalisers(runs: readonly RunMeasures[]): Normaliser[] {
  return normalisers.filter((normaliser) => runs.some(({ run }) => run?.normalised[normaliser]));
}

/**
 * A curve for every run that has faces of that size, then the mean shape's and the labeller's beside the first run: those of
 * others are of other landmarks or faces where they differ.
 *
 * @param order run ids, which give the colours
 */
export function curveRows(runs: readonly RunMeasures[], order: readonly number[], normaliser: Normaliser): CurveRow[] {
  const sorted = runs.toSorted((one, other) => order.indexOf(one.runId) - order.indexOf(other.runId));
  const ofRuns = sorted.flatMap(({ runId, recipeName, run }): CurveRow[] => {
    const measures = run?.normalised[normaliser];
    const place = order.indexOf(runId);
    if (!measures?.ced) return [];
    return [
      {
        kind: 'run',
        runId,
        label: `run ${runId} · ${recipeName}`,
        colour: runColours[place] ?? '--series-6',
        dash: runDashes[place] ?? '',
        errors: measures.ced,
        measures,
      },
    ];
  });
  const first = sorted[0];
  const beside = [
    { kind: 'mean', label: 'mean shape', colour: '--mute', dash: '5 4', of: first?.baseline },
    { kind: 'floor', label: 'labeller, twice', colour: '--ink', dash: '1.5 3', of: first?.floor },
  ] as const;
  const others = beside.flatMap(({ kind, label, colour, dash, of }): CurveRow[] => {
    const measures = of?.normalised[normaliser];
    return measures?.ced ? [{ kind, runId: null, label, colour, dash, errors: measures.ced, measures }] : [];
  });
  return [...ofRuns, ...others];
}
