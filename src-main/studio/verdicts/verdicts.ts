import type { z } from 'zod';
import {
  StudioError,
  type EditResult,
  type listVerdictsSchema,
  type setVerdictSchema,
  type VerdictList,
} from '../../contract/index.ts';
import type { StudioContext } from '../context.ts';
import { meanErrorPx } from '../evaluation/measures.ts';
import { runLandmarks } from '../runs/run-landmarks.ts';
import { resolveRun, resolveTrainedRun } from '../runs/run-reference.ts';

/**
 * Gives a verdict on what a run predicted for instances, or takes it away; one step of the history. Throws StudioError
 * 'not found' without such a run, 'bad input' naming an instance that is not there, and 'in use' or 'read only'.
 */
export function setVerdict(context: StudioContext, input: z.output<typeof setVerdictSchema>): EditResult {
  const { store } = context.project();
  const run = resolveTrainedRun(store, input.run);
  const learned = runLandmarks(store, run).learned.map(({ index }) => index);
  const faces = [...new Set(input.instanceIds)].map((instanceId) => {
    const instance = store.instance(instanceId);
    if (!instance) throw new StudioError('bad input', `There is no instance ${instanceId} in this project.`);
    const prediction = store.predictions
      .of(run.id, new Set([instance.imageId]))
      .find((each) => each.instanceId === instanceId);
    const truth = learned.map((index) => instance.landmarks[index]);
    return { instance, errorPx: prediction ? meanErrorPx(truth, prediction.landmarks) : null };
  });
  return store.verdicts.set(run.id, faces, input.verdict);
}

/** The verdicts of a run or of all. Throws StudioError 'not found' without such a run. */
export function listVerdicts(context: StudioContext, input: z.output<typeof listVerdictsSchema>): VerdictList {
  const { store } = context.project();
  const runId = input.run === undefined ? undefined : resolveRun(store, input.run).id;
  const verdicts = store.verdicts
    .all(runId)
    .filter(
      ({ verdict, labelChanged }) =>
        (input.verdict === undefined || verdict === input.verdict) && (!input.unchanged || labelChanged === null),
    );
  const counts: VerdictList['counts'] = { 'label wrong': 0, 'model wrong': 0, ambiguous: 0, 'image bad': 0 };
  for (const { verdict } of verdicts) counts[verdict] += 1;
  return { verdicts, counts };
}
