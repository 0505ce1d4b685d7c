import type { z } from 'zod';
import {
  StudioError,
  type ImageFilter,
  type predictSchema,
  type Prediction,
  type PredictionResult,
  type RunReference,
} from '../../contract/index.ts';
import type { OpenProject, StudioContext } from '../context.ts';
import type { FileToPredict, Point } from '../runs/predictor.ts';
import { learnedLandmarks } from '../runs/recipes.ts';
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
  const names = learnedLandmarks(run.recipe, project.store.schema()).map(({ name }) => name);
  const { predictions, problems } =
    'filter' in input.on
      ? await predictProject(project, run, names, input.on.filter)
      : await predictPaths(project, run, names, input.on.paths);
  return { runId: run.id, predictions, problems };
}

/** One image's prediction by one run, as it is stored. */
export interface ImagePrediction {
  runId: number;
  /** The learned landmarks in the order of the recipe; `index` is their place in the schema. */
  landmarks: { index: number; name: string }[];
  /** [x, y] px of the original image for each of them; null when the image has not been predicted. */
  points: Point[] | null;
}

/** Throws StudioError 'not found' for an image or run that is not there. Predicts nothing. */
export function predictionsOf(context: StudioContext, input: { run: RunReference; imageId: number }): ImagePrediction {
  const { store } = context.project();
  const run = resolveTrainedRun(store, input.run);
  if (!store.image(input.imageId))
    throw new StudioError('not found', `There is no image ${input.imageId} in this project.`);
  const stored = store.predictions(run.id).find(({ imageId }) => imageId === input.imageId);
  return { runId: run.id, landmarks: learnedLandmarks(run.recipe, store.schema()), points: stored?.landmarks ?? null };
}

type Predictions = Omit<PredictionResult, 'runId'>;

async function predictProject(
  { store, runs }: OpenProject,
  run: StoredRun,
  names: string[],
  filter: ImageFilter,
): Promise<Predictions> {
  const images = store.imagesWithInstances(filter);
  const { byImage, problems } = await runs.predictor.predictImages(run, images);
  const predictions = images.flatMap(({ image: { id, width, height }, image }): Prediction[] => {
    const points = byImage.get(id);
    if (!points) return [];
    return [{ imageId: id, path: store.imageFile(image), width, height, landmarks: named(points, names) }];
  });
  return { predictions, problems };
}

async function predictPaths(
  { store, runs }: OpenProject,
  run: StoredRun,
  names: string[],
  paths: string[],
): Promise<Predictions> {
  const { files, problems } = await findImages(paths);
  if (files.length === 0) return { predictions: [], problems };
  const ids = new Map(store.imagesWithInstances({}).map(({ image }) => [store.imageFile(image), image.id]));
  const toPredict = files.map((file, key): FileToPredict => ({ key, file, contentHash: null }));
  const answer = await runs.predictor.predictFiles(run, toPredict);
  const predictions = toPredict.flatMap(({ key, file }): Prediction[] => {
    const found = answer.byKey.get(key);
    if (!found) return [];
    const { width, height, landmarks } = found;
    return [{ imageId: ids.get(file) ?? null, path: file, width, height, landmarks: named(landmarks, names) }];
  });
  return { predictions, problems: [...problems, ...answer.problems] };
}

function named(points: Point[], names: string[]): Prediction['landmarks'] {
  return points.map(([x, y], index) => ({ name: names[index] ?? String(index), x, y }));
}
