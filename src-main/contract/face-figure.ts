import type { Normaliser } from './measures.ts';

/** What of a face's errors one figure is made: over all learned landmarks, over those of a group, or one landmark's. */
export type FaceFigure =
  { of: 'mean' } | { of: 'worst landmark' } | { of: 'p95' } | { of: 'group' | 'landmark'; name: string };

/** What a face's figure is told in: px of the original image, or parts of the face's size. */
export type FigureUnit = 'px' | Normaliser;

/** The columns of a table of errors that a figure is made of: learned landmarks, whose `index` is their place in the schema. */
export function figureColumns(
  figure: FaceFigure,
  learned: readonly { index: number; name: string }[],
  schema: { landmarks: readonly { group: string }[] },
): number[] {
  return [...learned.keys()].filter((column) => {
    const landmark = learned[column];
    if (figure.of === 'landmark') return landmark?.name === figure.name;
    if (figure.of === 'group') return schema.landmarks[landmark?.index ?? -1]?.group === figure.name;
    return true;
  });
}

/**
 * A face's figure from its errors, px: the mean over the columns, or their largest, or their 95th percentile (linear between
 * ranks, as `measure` has it). NaN stands for a landmark that is not counted, and is answered where none is.
 *
 * @param start where the face's errors begin
 */
export function faceFigure(
  errors: ArrayLike<number>,
  start: number,
  columns: readonly number[],
  of: FaceFigure['of'],
): number {
  const known: number[] = [];
  let [sum, most] = [0, -Infinity];
  for (const column of columns) {
    const error = errors[start + column] ?? NaN;
    if (Number.isNaN(error)) continue;
    known.push(error);
    sum += error;
    if (error > most) most = error;
  }
  if (known.length === 0) return NaN;
  if (of === 'worst landmark') return most;
  if (of !== 'p95') return sum / known.length;
  known.sort((one, other) => one - other);
  const rank = 0.95 * (known.length - 1);
  const [below = NaN, above = NaN] = [known[Math.floor(rank)], known[Math.ceil(rank)]];
  return below + (above - below) * (rank - Math.floor(rank));
}
