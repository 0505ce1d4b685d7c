import type { z } from 'zod';
import {
  StudioError,
  type Box,
  type ImageFilter,
  type predictSchema,
  type Prediction,
  type PredictionResult,
  type RunReference,
} from '../../contract/index.ts';
import type { OpenProject, StudioContext } from '../context.ts';
import type { FileToPredict, Point } from '../runs/predictor.ts';
import { runLandmarks } from '../runs/run-landmarks.ts';
import { resolveTrainedRun } from '../runs/run-reference.ts';
import type { StoredRun } from '../store/interface.ts';
import { findImages } from './find-images.ts';

/**
 * Predicts images of the project (their predictions are stored) or files and folders anywhere (nothing is stored), in px
 * of the original images. Files that cannot be read are problems; the rest is predicted. Throws StudioError 'not found'
 * for a run that is not there or has no model.
 */
export async function predict(
  context: StudioContext,
  input: z.output<typeof predictSchema>,
): Promise<PredictionResult> {
  const project = context.project();
  const run = resolveTrainedRun(project.store, input.run);
  const names = runLandmarks(project.store, run).learned.map(({ name }) => name);
  const { predictions, problems } =
    'filter' in input.on
      ? await predictProject(project, run, names, input.on.filter)
      : await predictPaths(project, run, names, input.on);
  return { runId: run.id, predictions, problems };
}

/** What is stored of a run's predictions of one image. */
export interface StoredImagePredictions {
  runId: number;
  /** The learned landmarks in the order of the recipe; `index` is their place in the schema. */
  landmarks: { index: number; name: string }[];
  /**
   * [x, y] px of the original image for each of them: one answer of a run that sees the whole image (`instanceId` null), one an
   * instance of a run that crops. Empty when the image has not been predicted, or its boxes have moved since.
   */
  faces: { instanceId: number | null; points: Point[] }[];
}

/** Throws StudioError 'not found' for an image or run that is not there. Predicts nothing. */
export function predictionsOf(
  context: StudioContext,
  input: { run: RunReference; imageId: number },
): StoredImagePredictions {
  const { store, runs } = context.project();
  const run = resolveTrainedRun(store, input.run);
  const image = store.images.one(input.imageId);
  if (!image) throw new StudioError('not found', `There is no image ${input.imageId} in this project.`);
  const instances = store.images.detail(image.id)?.instanceList ?? [];
  const faces = runs.predictor.stored(run, [{ image, instances }]);
  return {
    runId: run.id,
    landmarks: runLandmarks(store, run).learned,
    faces: faces.map(({ instanceId, landmarks }) => ({ instanceId, points: landmarks })),
  };
}

type Predictions = Omit<PredictionResult, 'runId'>;

async function predictProject(
  { store, runs }: OpenProject,
  run: StoredRun,
  names: string[],
  filter: ImageFilter,
): Promise<Predictions> {
  const images = store.images.withInstances(filter);
  const answer = await runs.predictor.predictImages(run, images);
  const byId = new Map(images.map(({ image }) => [image.id, image]));
  const predictions = answer.predictions.flatMap(({ imageId, instanceId, landmarks }): Prediction[] => {
    const image = byId.get(imageId);
    if (!image) return [];
    const { width, height } = image;
    return [{ instanceId, imageId, path: store.images.file(image), width, height, landmarks: named(landmarks, names) }];
  });
  return { predictions, problems: answer.problems };
}

async function predictPaths(
  { store, runs }: OpenProject,
  run: StoredRun,
  names: string[],
  { paths, box }: { paths: string[]; box?: Box | undefined },
): Promise<Predictions> {
  const { files, problems } = await findImages(paths);
  if (files.length === 0) return { predictions: [], problems };
  const ids = new Map(store.images.withInstances({}).map(({ image }) => [store.images.file(image), image.id]));
  const toPredict = files.map((file, key): FileToPredict => ({ key, file, contentHash: null, box: box ?? null }));
  const answer = await runs.predictor.predictFiles(run, toPredict);
  const predictions = toPredict.flatMap(({ key, file }): Prediction[] => {
    const found = answer.byKey.get(key);
    if (!found) return [];
    const { width, height, landmarks } = found;
    const imageId = ids.get(file) ?? null;
    return [{ instanceId: null, imageId, path: file, width, height, landmarks: named(landmarks, names) }];
  });
  return { predictions, problems: [...problems, ...answer.problems] };
}

function named(points: Point[], names: string[]): Prediction['landmarks'] {
  return points.map(([x, y], index) => ({ name: names[index] ?? String(index), x, y }));
}
