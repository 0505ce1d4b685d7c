import { Command } from 'commander';
import { StudioError, type RunReference } from '../../../contract/index.ts';
import { aPath, aRun } from '../arguments.ts';
import { followRun } from '../follow-run.ts';
import type { Output } from '../output.ts';
import { withProject } from '../studio-session.ts';

export function resumeCommand(output: Output): Command {
  return new Command('resume')
    .description('Go on with a run that was interrupted or stopped, from its last checkpoint.')
    .argument('<project>', 'project folder', aPath)
    .option('--run <number>', 'the run; latest is the newest that can go on', aRun, 'latest')
    .action((path: string, { run }: { run: RunReference }) =>
      withProject(
        output,
        { path },
        async (session) => {
          const runs = await session.caller.runs.list();
          const runId = run === 'latest' ? runs.find(({ resumable }) => resumable)?.id : run;
          if (runId === undefined) throw new StudioError('not found', 'No run of this project can be resumed.');
          await followRun(output, session, () => session.caller.runs.resume({ runId }));
        },
        { ownInterrupt: true },
      ),
    );
}
