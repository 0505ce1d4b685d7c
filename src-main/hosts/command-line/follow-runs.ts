import type { RunSummary } from '../../contract/index.ts';
import { toldError } from '../told-error.ts';
import { followRun } from './follow-run.ts';
import type { Output } from './output.ts';
import type { Session } from './studio-session.ts';

/**
 * Follows waiting runs one after another until they are over. One that fails is told and the next one begins; Ctrl-C stops
 * the one that trains, keeping its best epoch, and leaves the others waiting in the project's queue.
 */
export async function followRuns(output: Output, session: Session, runs: RunSummary[]): Promise<void> {
  const { caller } = session;
  for (const { id: runId } of runs) {
    const run = await caller.runs.get({ runId });
    if (run.held) {
      output.note('The other runs wait in the queue. Train them: studio queue PROJECT --train');
      return;
    }
    try {
      await followRun(output, session, () => Promise.resolve(run));
    } catch (error) {
      // Told to end: the project is closed.
      if (!(await caller.project.current())) throw error;
      output.note(toldError(error).message);
    }
  }
}
