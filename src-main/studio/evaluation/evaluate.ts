import type { z } from 'zod';
import { StudioError, type evaluateSchema, type Evaluation } from '../../contract/index.ts';
import { errorFloor } from '../agreement/error-floor.ts';
import type { StudioContext } from '../context.ts';
import { resolveTrainedRun } from '../runs/run-reference.ts';
import { meanShapeInPixels } from './baseline.ts';
import { tabulate } from './compared-faces.ts';
import { comparisonOf } from './comparison-cache.ts';
import { measure, type FaceTable } from './measures.ts';

/**
 * Measures a run on one part against the ground truth as it is now, labels corrected since included, beside the mean
 * training shape on the same faces. Predicts first what has not been predicted yet.
 * Throws StudioError 'not found' for a run that is not there or has no model, 'bad input' when the part has no labelled image.
 */
export async function evaluate(context: StudioContext, input: z.output<typeof evaluateSchema>): Promise<Evaluation> {
  const project = context.project();
  const run = resolveTrainedRun(project.store, input.run);
  const { learned, faces, excluded, meanShape } = await comparisonOf(project, run, input);
  if (faces.length === 0) {
    const reasons = excluded.map(({ reason, count }) => `${count} ${reason}`).join(', ');
    const where = input.filter ? 'that the filter leaves' : 'in this project';
    const what = input.on === 'all' ? where : `to evaluate on in the ${input.on} part of run ${run.id}`;
    throw new StudioError('bad input', `There are no labelled images ${what}${reasons ? ` (${reasons})` : ''}.`);
  }
  const { outerEyeCorners } = project.store.schema();
  const { truth, predicted } = tabulate(faces, learned.length, outerEyeCorners);
  const measures = measure(truth, predicted);
  const baseline = measure(
    truth,
    meanShapeInPixels(
      meanShape,
      faces.map(({ seen }) => seen),
    ),
  );
  return {
    runId: run.id,
    on: input.on,
    images: new Set(faces.map(({ image }) => image.id)).size,
    landmarks: learned.length,
    ...measures,
    excluded: [...excluded, ...leftOut(truth, outerEyeCorners !== null)],
    baseline,
    beatsBaseline: measures.mse < baseline.mse,
    floor: errorFloor(project.store, run),
  };
}

/** What the measures leave out within the faces they count. */
function leftOut(truth: FaceTable, schemaNamesEyes: boolean): Evaluation['excluded'] {
  const absent = truth.present.reduce((count, present) => count + (present === 0 ? 1 : 0), 0);
  const noEyes = truth.eyeDistances.reduce((count, distance) => count + (Number.isNaN(distance) ? 1 : 0), 0);
  const counts = [
    { reason: 'landmarks marked absent', count: absent },
    {
      reason: 'faces without a distance between the outer eye corners, in the NME',
      count: schemaNamesEyes ? noEyes : 0,
    },
  ];
  return counts.filter(({ count }) => count > 0);
}
