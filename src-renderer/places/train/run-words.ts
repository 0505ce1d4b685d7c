import type { RunProgress, RunSummary, SnapshotSummary } from '../../../src-main/contract/index.ts';
import { clockOf } from '../../app/messages.ts';

/** Seconds a run took, or takes so far; null before it began. A resumed run counts from its first start. */
export function secondsOf(run: RunSummary, now: Date = new Date()): number | null {
  if (!run.startedAt) return null;
  const end = run.endedAt ? new Date(run.endedAt) : now;
  return (end.getTime() - new Date(run.startedAt).getTime()) / 1000;
}

/** What the trainer is doing, more finely than its status: `decoding images 96 of 240`. */
export function doingOf(progress: RunProgress | null): string {
  if (!progress) return 'starting the trainer';
  if (progress.silentSeconds !== null) return `no word from the trainer for ${clockOf(progress.silentSeconds)}`;
  if (progress.epoch === 0)
    return progress.steps > 0 ? `decoding images, ${progress.step} of ${progress.steps}` : 'starting TensorFlow';
  return `step ${progress.step} of ${progress.steps}`;
}

/** `192 train / 48 validation` */
export function splitWords(split: SnapshotSummary['split']): string {
  return `${split.train} train / ${split.validation} validation`;
}

/** `0:23`, or nothing before a run began. */
export function timeWords(run: RunSummary, now?: Date): string {
  const seconds = secondsOf(run, now);
  return seconds === null ? '' : clockOf(seconds);
}

/** What became of a run that did not come to its end by itself, and what to do, in a sentence or two; null for one that did, or is not over. */
export function troubleOf(run: RunSummary): string | null {
  const { status, epochsDone, bestEpoch, resumable, recipe } = run;
  const reached = epochsDone === 0 ? 'before its first epoch' : `after epoch ${epochsDone} of ${recipe.epochs}`;
  const kept = bestEpoch === null ? '' : ` Its best epoch, ${bestEpoch}, is kept and can be compared.`;
  const goOn = resumable ? ' Resume goes on where it was.' : ' Run it again to train it from the start.';
  switch (status) {
    case 'failed':
      return `It ended ${reached}.${kept} The log (Recipe and log) has all that the trainer said; run it again, or with changes where the recipe is to blame.`;
    case 'interrupted':
      return `It was cut off ${reached}.${kept}${resumable ? ' Resume goes on from there, to the same losses as without the break.' : goOn}`;
    case 'cancelled':
      return `It was cancelled ${reached}.${kept}${goOn}`;
    case 'stopped':
      return epochsDone < recipe.epochs ? `It was stopped ${reached}.${kept}${resumable ? goOn : ''}` : null;
    default:
      return null;
  }
}
