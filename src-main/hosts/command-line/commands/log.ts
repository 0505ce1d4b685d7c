import { Command } from 'commander';
import { StudioError, type RunReference } from '../../../contract/index.ts';
import { aPath, aRun, aWholeNumber } from '../arguments.ts';
import type { Output } from '../output.ts';
import { withProject } from '../studio-session.ts';

export function logCommand(output: Output): Command {
  return new Command('log')
    .description('Print what a run’s trainers wrote.')
    .argument('<project>', 'project folder', aPath)
    .option('--run <number>', 'the run; latest is the newest of all', aRun, 'latest')
    .option('--bytes <number>', 'so much of its end at most', aWholeNumber, 64_000)
    .action((path: string, { run, bytes }: { run: RunReference; bytes: number }) =>
      withProject(output, { path, readOnly: true }, async ({ caller }) => {
        const runId = run === 'latest' ? (await caller.runs.list())[0]?.id : run;
        if (runId === undefined) throw new StudioError('not found', 'This project has no run yet.');
        const log = await caller.runs.log({ runId, bytes });
        if (log.isEnd) output.note(`The end of ${log.file}:`);
        output.result({ runId, ...log }, log.bytes === null ? 'No trainer has written anything yet.' : log.text);
      }),
    );
}
