import type { Job, ProjectSummary, StudioEvent } from '../../contract/index.ts';
import { createStudioCaller } from '../../studio/router/index.ts';
import { createStudio, type Studio } from '../../studio/studio.ts';
import { studioOptions } from '../studio-options.ts';
import { toldError } from '../told-error.ts';
import { duration, type Output } from './output.ts';

/** The contract, called directly: what the window does with messages, a command does with these. */
export type StudioCaller = ReturnType<typeof createStudioCaller>;

export interface Session {
  studio: Studio;
  caller: StudioCaller;
  /** Everything the studio tells from now on; ends with the session. */
  events(): Promise<AsyncIterator<StudioEvent>>;
}

/**
 * A studio for the length of one command. Long pieces of work show how far they are. Ctrl-C cancels them, unless
 * `ownInterrupt` says that the command has its own way to end.
 */
export async function withStudio<Result>(
  output: Output,
  work: (session: Session) => Promise<Result>,
  { ownInterrupt = false } = {},
): Promise<Result> {
  const studio = createStudio(studioOptions());
  const end = new AbortController();
  const caller = createStudioCaller(studio, { signal: end.signal });
  const events = async () => (await caller.system.events())[Symbol.asyncIterator]();
  const interrupt = () => {
    for (const job of studio.jobs()) studio.cancelJob(job.id);
  };
  if (!ownInterrupt) process.on('SIGINT', interrupt);
  const watching = showJobs(await events(), output);
  try {
    return await work({ studio, caller, events });
  } finally {
    process.off('SIGINT', interrupt);
    end.abort();
    await watching;
    await studio.close();
  }
}

/** The same with a project open. */
export function withProject<Result>(
  output: Output,
  project: { path: string; readOnly?: boolean },
  work: (session: Session, summary: ProjectSummary) => Promise<Result>,
  options?: { ownInterrupt?: boolean },
): Promise<Result> {
  return withStudio(
    output,
    async (session) => work(session, await session.caller.project.open({ readOnly: false, ...project })),
    options,
  );
}

async function showJobs(events: AsyncIterator<StudioEvent>, output: Output): Promise<void> {
  try {
    for (;;) {
      const told = await events.next();
      if (told.done === true) return;
      if (told.value.kind === 'job' && !told.value.ended) output.progress(jobLine(told.value.job));
    }
  } catch (error) {
    // The session's end aborts what it follows.
    if (toldError(error).code !== 'cancelled') output.note(toldError(error).message);
  }
}

function jobLine({ title, done, total, secondsLeft }: Job): string {
  const place = total === null ? `${done}` : `${done} of ${total}`;
  return `${title}: ${place}${secondsLeft === null ? '' : `, ${duration(secondsLeft)} left`}`;
}
