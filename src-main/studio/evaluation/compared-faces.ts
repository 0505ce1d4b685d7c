import type { Box, ComparedOn, Instance, Landmark, SplitPart } from '../../contract/index.ts';
import type { OpenProject } from '../context.ts';
import { lookKey } from '../runs/looks.ts';
import type { Point } from '../runs/predictor.ts';
import { learnedLandmarks, type LearnedLandmark } from '../runs/recipes.ts';
import { runLandmarks } from '../runs/run-landmarks.ts';
import { boxOfInstance, seenOfInstance } from '../runs/seen-by-run.ts';
import { noBox, readSnapshot } from '../runs/snapshot.ts';
import type { ReadableStore, StoredImage, StoredRun } from '../store/interface.ts';
import { meanTrainingShape } from './baseline.ts';
import type { FaceTable } from './measures.ts';

/** A labelled instance with a run's prediction beside today's ground truth: learned landmarks only, in the order of the recipe, px. */
export interface ComparedFace {
  image: StoredImage;
  instance: Instance;
  /** Of the run's own split; of the project's for an image that came later. */
  part: SplitPart;
  truth: Landmark[];
  predicted: Point[];
  /** What the run sees of the image, px. */
  seen: Box;
}

/** What of a face its measures are told from. */
export type MeasuredFace = Pick<ComparedFace, 'truth' | 'predicted' | 'seen'> & {
  instance: Pick<Instance, 'landmarks'>;
};

export interface Comparison {
  learned: LearnedLandmark[];
  faces: ComparedFace[];
  /** Images of the part that are not among the faces, and why. */
  excluded: { reason: string; count: number }[];
  /** x/W, y/H of each learned landmark in turn, in what the run sees. */
  meanShape: Float64Array;
}

/**
 * A run's predictions beside the ground truth as it is now, for one part of the run's own split: an image that the run
 * trained on never counts as one that validates it, even when the project's split has been changed since. Images added
 * later are in the part that the project's split gives them. With a filter, only its images. Predicts what has not been
 * predicted yet.
 */
export async function compareFaces(
  project: OpenProject,
  run: StoredRun,
  { on, filter = {} }: ComparedOn,
): Promise<Comparison> {
  const { store } = project;
  const { learned, sameLandmarks } = runLandmarks(store, run);
  const { parts, meanShape } = trainedOn(store, run);
  const excluded = new Map<string, number>();
  const exclude = (reason: string): void => void excluded.set(reason, (excluded.get(reason) ?? 0) + 1);

  const labelled = store.images.withInstances(filter).flatMap(({ image, instances }) => {
    const part = parts.get(image.id) ?? image.split;
    if (on !== 'all' && part !== on) {
      if (image.split === on && part === 'train') exclude('trained on by this run');
      return [];
    }
    const shown = instances.filter(({ landmarks }) =>
      learned.some(({ index }) => landmarks[index] !== undefined && landmarks[index].visibility !== 'absent'),
    );
    const crops = run.recipe.input.crop === 'box';
    const boxed = crops ? shown.filter((instance) => boxOfInstance(instance) !== null) : shown;
    // A box made of other landmarks than the run was trained with would be another crop.
    const usable = crops && !sameLandmarks ? boxed.filter(({ box }) => box !== null) : boxed;
    if (image.status === 'rejected') exclude('rejected');
    else if (shown.length === 0) exclude('no landmarks that the recipe learns');
    else if (boxed.length === 0) exclude(noBox);
    else if (usable.length === 0)
      exclude('no box of their own, and the schema has other landmarks to make one of than the run');
    else return [{ image, part, instances: usable }];
    return [];
  });

  const { predictions } = await project.runs.predictor.predictImages(run, labelled);
  const answers = new Map(predictions.map((each) => [lookKey(each.instanceId, each.imageId), each.landmarks]));
  const faces = labelled.flatMap(({ image, part, instances }) => {
    const found = instances.flatMap((instance): ComparedFace[] => {
      // One of the instance, or where the run sees the whole image, of that.
      const predicted = answers.get(lookKey(instance.id, image.id)) ?? answers.get(lookKey(null, image.id));
      if (!predicted) return [];
      const seen = seenOfInstance(run.recipe, image, instance);
      return [{ image, instance, part, truth: pick(instance, learned), predicted, seen }];
    });
    if (found.length < instances.length) exclude('could not be predicted');
    return found;
  });
  return { learned, faces, excluded: [...excluded].map(([reason, count]) => ({ reason, count })), meanShape };
}

function pick({ landmarks }: Instance, learned: LearnedLandmark[]): Landmark[] {
  return learned.map(({ index }) => landmarks[index] ?? { x: 0, y: 0, visibility: 'absent' });
}

/** The faces as flat tables, and the predicted places in the same form. `eyeCorners` are indices in the schema. */
export function tabulate(
  faces: readonly MeasuredFace[],
  columns: number,
  eyeCorners: readonly [number, number] | null,
): { truth: FaceTable; predicted: Float64Array } {
  const rows = faces.length;
  const truth: FaceTable = {
    rows,
    columns,
    places: new Float64Array(rows * columns * 2),
    present: new Uint8Array(rows * columns),
    sizes: new Float64Array(rows * 2),
    eyeDistances: new Float64Array(rows),
  };
  const predicted = new Float64Array(rows * columns * 2);
  for (const [row, face] of faces.entries()) {
    truth.sizes.set([face.seen.width, face.seen.height], 2 * row);
    truth.eyeDistances[row] = eyeDistance(face.instance.landmarks, eyeCorners);
    // Half a million landmarks: places are not put in as pairs.
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      const [x, y] = [2 * cell, 2 * cell + 1];
      const place = face.predicted[column];
      predicted[x] = place?.[0] ?? NaN;
      predicted[y] = place?.[1] ?? NaN;
      const landmark = face.truth[column];
      if (!landmark || landmark.visibility === 'absent') continue;
      truth.present[cell] = 1;
      truth.places[x] = landmark.x;
      truth.places[y] = landmark.y;
    }
  }
  return { truth, predicted };
}

/** Distance in px of the outer eye corners; NaN when the schema has none, one is absent, or both are in one place. */
function eyeDistance(landmarks: Landmark[], corners: readonly [number, number] | null): number {
  const [one, other] = corners?.map((index) => landmarks[index]) ?? [];
  if (!one || !other || one.visibility === 'absent' || other.visibility === 'absent') return NaN;
  const distance = Math.hypot(one.x - other.x, one.y - other.y);
  return distance > 0 ? distance : NaN;
}

interface TrainedOn {
  /** By image id. */
  parts: Map<number, SplitPart>;
  meanShape: Float64Array;
}

/** A run's snapshot never changes, and reading that of thousands of faces takes a while. */
const known = new WeakMap<ReadableStore, Map<number, TrainedOn>>();

function trainedOn(store: ReadableStore, run: StoredRun): TrainedOn {
  const ofStore = known.get(store) ?? new Map<number, TrainedOn>();
  known.set(store, ofStore);
  const before = ofStore.get(run.id);
  if (before) return before;
  const snapshot = readSnapshot(store, run.id);
  const read: TrainedOn = {
    parts: new Map(snapshot.images.map(({ id, part }) => [id, part])),
    meanShape: meanTrainingShape(
      snapshot,
      // Where they are in the snapshot, whose schema is the run's own.
      learnedLandmarks(run.recipe, snapshot.schema).map(({ index }) => index),
      run.recipe.input,
    ),
  };
  ofStore.set(run.id, read);
  return read;
}
