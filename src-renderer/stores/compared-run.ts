import {
  faceFigure,
  figureColumns,
  type ErringFace,
  type FaceErrors,
  type FaceFigure,
  type FigureUnit,
} from '../../src-main/contract/index.ts';
import { floatsOf } from '../client/floats.ts';

/** A face that a run is compared on. */
export interface ComparedItem extends ErringFace {
  /** Mean over its landmarks, px of the original image; NaN where none counts. */
  errorPx: number;
  /** Of each learned landmark, px; NaN for one that does not count. */
  errors: Float32Array;
}

/** All faces of one run on the part that is compared. */
export interface RunComparison {
  runId: number;
  landmarks: FaceErrors['landmarks'];
  items: ComparedItem[];
}

/** What a face's error is told by, and in what. */
export interface Figuring {
  figure: FaceFigure;
  unit: FigureUnit;
}

export function readFaceErrors({ runId, landmarks, faces, errors }: FaceErrors): RunComparison {
  const table = floatsOf(errors);
  const all = [...landmarks.keys()];
  return {
    runId,
    landmarks,
    items: faces.map((face, row) => {
      const own = table.subarray(row * landmarks.length, (row + 1) * landmarks.length);
      return { ...face, errors: own, errorPx: faceFigure(own, 0, all, 'mean') };
    }),
  };
}

type Schema = Parameters<typeof figureColumns>[2];

/** Each face's figure by instance; NaN where it has none, or no size that it is to be divided by. */
export function figuresOf(run: RunComparison, { figure, unit }: Figuring, schema: Schema): Map<number, number> {
  const columns = figureColumns(figure, run.landmarks, schema);
  return new Map(
    run.items.map(({ instanceId, errors, sizes }) => {
      const px = faceFigure(errors, 0, columns, figure.of);
      return [instanceId, unit === 'px' ? px : px / (sizes[unit] ?? NaN)];
    }),
  );
}

/**
 * What A's figure of each face is more than B's: over the landmarks that both runs learned and the face has. By
 * instance; a face without such a landmark, or that B has not been asked about, is not among them.
 */
export function faceDeltas(a: RunComparison, b: RunComparison, by: Figuring, schema: Schema): Map<number, number> {
  const placesOfB = new Map(b.landmarks.map(({ index }, place) => [index, place]));
  const pairs = figureColumns(by.figure, a.landmarks, schema).flatMap((place): [number, number][] => {
    const other = placesOfB.get(a.landmarks[place]?.index ?? -1);
    return other === undefined ? [] : [[place, other]];
  });
  const ofB = new Map(b.items.map((item) => [item.instanceId, item]));
  const [own, others] = [new Float32Array(pairs.length), new Float32Array(pairs.length)];
  const all = [...pairs.keys()];
  const deltas = new Map<number, number>();
  for (const { instanceId, errors, sizes } of a.items) {
    const other = ofB.get(instanceId);
    if (!other) continue;
    for (const [column, [place, otherPlace]] of pairs.entries()) {
      const [one, two] = [errors[place] ?? NaN, other.errors[otherPlace] ?? NaN];
      const isOfBoth = !Number.isNaN(one) && !Number.isNaN(two);
      own[column] = isOfBoth ? one : NaN;
      others[column] = isOfBoth ? two : NaN;
    }
    const { of } = by.figure;
    const px = faceFigure(own, 0, all, of) - faceFigure(others, 0, all, of);
    const delta = by.unit === 'px' ? px : px / (sizes[by.unit] ?? NaN);
    if (!Number.isNaN(delta)) deltas.set(instanceId, delta);
  }
  return deltas;
}
