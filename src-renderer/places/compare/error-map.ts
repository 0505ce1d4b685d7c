import type { BoxPlot, LandmarkSchema, Normaliser, RunMeasures, ShapePoint } from '../../../src-main/contract/index.ts';
import type { ErrorMark } from '../../components/error-marks.ts';
import { formatPercent, formatPx } from '../../components/charts/figures.ts';

export { unitOnMeanFace } from '../../../src-main/contract/mean-face.ts';

/** How far a run is off at one landmark, over all faces that have it; px of the original images, null where none has it. */
export interface LandmarkError {
  index: number;
  name: string;
  group: string;
  meanPx: number | null;
  medianPx: number | null;
  p95Px: number | null;
  boxPlot: BoxPlot | null;
}

export type LandmarkColumn = 'index' | 'name' | 'meanPx' | 'medianPx' | 'p95Px';

/** Of every landmark that the run learned, in its order. */
export function landmarkErrorsOf(run: RunMeasures, schema: LandmarkSchema): LandmarkError[] {
  const indices = new Map(schema.landmarks.map(({ name }, index) => [name, index]));
  return (run.by.landmark ?? []).map(({ name, run: measured, boxPlot }) => {
    const index = indices.get(name) ?? -1;
    return {
      index,
      name,
      group: schema.landmarks[index]?.group ?? '',
      meanPx: measured?.meanErrorPx ?? null,
      medianPx: measured?.medianErrorPx ?? null,
      p95Px: measured?.p95ErrorPx ?? null,
      boxPlot: boxPlot ?? null,
    };
  });
}

const byName = new Intl.Collator('en', { numeric: true });

/** In the order of one column; what is not known comes last either way. */
export function sortErrors(
  errors: readonly LandmarkError[],
  column: LandmarkColumn,
  descending: boolean,
): LandmarkError[] {
  const sign = descending ? -1 : 1;
  return errors.toSorted((one, other) => {
    if (column === 'name') return sign * byName.compare(one.name, other.name);
    const [a, b] = [one[column], other[column]];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * (a - b) || one.index - other.index;
  });
}

/** A disc for every landmark that the run learned: its mean error over the face's size, at the mean face's own size. */
export function errorMarks(
  run: RunMeasures,
  schema: LandmarkSchema,
  mean: readonly (ShapePoint | null)[],
  unit: { normaliser: Normaliser; length: number } | null,
): ErrorMark[] {
  const colours = new Map(schema.groups.map(({ name, colour }) => [name, colour]));
  const parts = run.by.landmark ?? [];
  return landmarkErrorsOf(run, schema).map(({ index, name, group, meanPx }, place) => {
    const nme = (unit && parts[place]?.run?.normalised[unit.normaliser]?.nme) ?? null;
    return {
      name,
      colour: colours.get(group) ?? 'currentcolor',
      at: mean[index] ?? null,
      distance: nme === null || !unit ? null : nme * unit.length,
      shift: null,
      words: meanPx === null ? 'on no face' : `${formatPx(meanPx)} px${nme === null ? '' : `, ${formatPercent(nme)}`}`,
    };
  });
}
