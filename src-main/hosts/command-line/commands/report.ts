import { Command, Option } from 'commander';
import type { RunReference } from '../../../contract/index.ts';
import { aPath, aRun, listed } from '../arguments.ts';
import { comparedFilterOf, withFilterOptions, type FilterOptions } from '../filter-options.ts';
import { count, size, type Output } from '../output.ts';
import { withProject } from '../studio-session.ts';

interface ReportOptions extends FilterOptions {
  runs: RunReference[];
  on: 'train' | 'validation' | 'all';
  visible?: true;
  out?: string;
  files?: string;
}

export function reportCommand(output: Output): Command {
  const command = new Command('report')
    .description('Write a report of one run or of several side by side: one HTML file that needs no other.')
    .argument('<project>', 'project folder', aPath)
    .option('--runs <numbers>', 'one run or several, such as 1,2,latest', listed(aRun), ['latest'])
    .addOption(new Option('--on <part>', 'images').choices(['train', 'validation', 'all']).default('validation'))
    .option('--visible', 'count only landmarks that are plainly seen')
    .option('--out <file>', 'the HTML file; in the project’s folder reports where left out', aPath)
    .option(
      '--files <folder>',
      'every plot as PNG, and every plot and table as CSV, into a folder. Of a filter:',
      aPath,
    );
  return withFilterOptions(command).action(
    (path: string, { runs, on, visible, out, files, ...filter }: ReportOptions) =>
      withProject(output, { path }, async ({ caller }, { flagNames }) => {
        const report = await caller.evaluation.report({
          runs,
          on,
          filter: comparedFilterOf(filter, flagNames),
          visibleOnly: visible ?? false,
          ...(out === undefined ? {} : { out }),
          ...(files === undefined ? {} : { files }),
        });
        const what = report.runs.length === 1 ? `run ${report.runs[0]}` : `runs ${report.runs.join(', ')}`;
        const lines = [
          `Wrote the report of ${what} to ${report.out ?? ''}: ${size(report.bytes)}.`,
          ...(report.files ? [`Wrote ${count(report.files.count, 'file')} to ${report.files.folder}.`] : []),
        ];
        output.result(report, lines.join('\n'));
        for (const { runId, reason } of report.refused) output.note(`Run ${runId} is not in it: ${reason}`);
      }),
  );
}
