import type { RunDetail, RunProgress, RunSummary, StudioEvent } from '../../contract/index.ts';
import { beginningWords, StudioError, transferTitle } from '../../contract/index.ts';
import { toldError } from '../told-error.ts';
import { duration, loss, type Output } from './output.ts';
import type { Session, StudioCaller } from './studio-session.ts';

const ended = new Set<RunSummary['status']>(['finished', 'stopped', 'cancelled', 'failed', 'interrupted']);

/**
 * Starts a run and tells each epoch until it has ended: with --json a line an epoch, `{"kind":"epoch",...}`, and last
 * `{"kind":"run",...}`. The first Ctrl-C stops it and keeps the best epoch, the second cancels it.
 *
 * @throws StudioError when the run ends without what was asked for: failed, cancelled, interrupted
 */
export async function followRun(output: Output, session: Session, start: () => Promise<RunSummary>): Promise<void> {
  const { caller } = session;
  const events = await session.events();
  // Asked for before the run starts, so that none is missed.
  let next = events.next();
  const { id: runId, recipe } = await start();
  const stopInterrupts = onInterrupts(output, caller, runId);
  const termination = onTermination(caller);
  output.note(`Run ${runId}: ${recipe.title || recipe.name}, ${recipe.epochs} epochs, seed ${recipe.seed}.`);
  try {
    let run = await caller.runs.get({ runId });
    while (!ended.has(run.status)) {
      const told = await next;
      if (told.done === true || termination.asked) break;
      const { value } = told;
      next = events.next();
      if (isAboutRun(value, runId)) {
        const known = run.layers.length > 0;
        run = await caller.runs.get({ runId });
        if (!known) tellBeginning(output, run);
      } else if (value.kind === 'run epoch' && value.runId === runId) {
        const { epoch, trainLoss, validationLoss } = value.result;
        if (output.json) output.result({ kind: 'epoch', run: runId, ...value.result }, '');
        else output.note(`epoch ${epoch}  train ${loss(trainLoss)}  validation ${loss(validationLoss)}`);
      } else if (value.kind === 'run progress' && value.progress.runId === runId)
        output.progress(progressLine(value.progress));
    }
    if (termination.asked) throw interrupted(runId);
    tellEnd(output, run);
  } finally {
    stopInterrupts();
    termination.forget();
    next.catch(() => undefined);
  }
}

const isAboutRun = (event: StudioEvent, runId: number) => event.kind === 'run' && event.runId === runId;

/** Once the network is built. */
function tellBeginning(output: Output, { recipe: { transfer }, layers }: RunDetail): void {
  const words = beginningWords(layers);
  if (!transfer || words === null) return;
  const frozen = transfer.freeze > 0 ? `; the first ${transfer.freeze} are frozen` : '';
  output.note(`Began with ${transferTitle(transfer)}: ${words}${frozen}.`);
}

function progressLine({ epoch, epochs, step, steps, imagesPerSecond, secondsLeft }: RunProgress): string {
  if (epoch === 0) return `preparing images: ${step} of ${steps}`;
  return [
    `epoch ${epoch} of ${epochs}, step ${step} of ${steps}`,
    ...(imagesPerSecond === null ? [] : [`${Math.round(imagesPerSecond)} images/s`]),
    ...(secondsLeft === null ? [] : [`${duration(secondsLeft)} left`]),
  ].join(', ');
}

function tellEnd(output: Output, run: RunDetail): void {
  const { id, status, baselineLoss, bestValidationLoss } = run;
  if (status !== 'finished' && status !== 'stopped')
    throw new StudioError(
      status === 'cancelled' ? 'cancelled' : 'failed',
      `Run ${id} was not finished: ${run.problem ?? status}`,
    );
  const value = {
    kind: 'run',
    run: id,
    status,
    recipe: run.recipeName,
    seed: run.seed,
    epochs: run.epochsDone,
    trainLoss: run.lastTrainLoss,
    validationLoss: run.lastValidationLoss,
    bestEpoch: run.bestEpoch,
    bestValidationLoss,
    baselineLoss,
    datasetHash: run.snapshot.hash,
    device: run.device,
  };
  const beaten =
    baselineLoss === null || bestValidationLoss === null
      ? ''
      : bestValidationLoss < baselineLoss
        ? `, beats the mean shape (${loss(baselineLoss)})`
        : `, has not beaten the mean shape (${loss(baselineLoss)})`;
  output.result(
    value,
    [
      `Run ${id} ${status} after ${run.epochsDone} epochs on ${run.device?.title ?? 'an unknown device'}.`,
      `train ${loss(run.lastTrainLoss)}, validation ${loss(run.lastValidationLoss)}`,
      `best validation ${loss(bestValidationLoss)} at epoch ${run.bestEpoch ?? '-'}${beaten}`,
    ].join('\n'),
  );
}

function onInterrupts(output: Output, caller: StudioCaller, runId: number): () => void {
  let times = 0;
  const interrupt = () => {
    times += 1;
    const tell = (error: unknown) => output.note(toldError(error).message);
    if (times === 1) {
      output.note('Stopping; the best epoch is kept. Ctrl-C again to cancel.');
      // Runs behind it wait on in the project.
      caller.runs
        .holdQueue({ held: true })
        .then(() => caller.runs.stop({ runId }))
        .catch(tell);
    } else caller.runs.cancel({ runId }).catch(tell);
  };
  process.on('SIGINT', interrupt);
  return () => process.off('SIGINT', interrupt);
}

/** Told to end, the studio closes the project: the run is then interrupted and can be resumed. */
function onTermination(caller: StudioCaller): { asked: boolean; forget(): void } {
  const termination = { asked: false, forget: () => void process.off('SIGTERM', terminate) };
  const terminate = () => {
    termination.asked = true;
    void caller.project.close();
  };
  process.on('SIGTERM', terminate);
  return termination;
}

function interrupted(runId: number): StudioError {
  return new StudioError('failed', `Run ${runId} was interrupted. Go on with it: studio resume PROJECT --run ${runId}`);
}
