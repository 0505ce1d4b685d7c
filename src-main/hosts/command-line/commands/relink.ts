import { Command } from 'commander';
import { aPath } from '../arguments.ts';
import { count, type Output } from '../output.ts';
import { withProject } from '../studio-session.ts';

export function relinkCommand(output: Output): Command {
  return new Command('relink')
    .description('Find images that were moved or replaced, by their content, in a folder and all below it.')
    .argument('<project>', 'project folder', aPath)
    .argument('<folder>', 'where to look', aPath)
    .action((path: string, folder: string) =>
      withProject(output, { path }, async ({ caller }) => {
        const report = await caller.images.relink({ folder });
        const lines =
          report.lost === 0
            ? ['Every image is where it was.']
            : [
                `Found ${report.relinked} of ${count(report.lost, 'image')} that were not where they were.`,
                ...report.missing.map((image) => `${image}: not found`),
              ];
        output.result(report, lines.join('\n'));
      }),
    );
}
