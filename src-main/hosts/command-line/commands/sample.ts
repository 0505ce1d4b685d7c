import { Command } from 'commander';
import { aPath, aWholeNumber } from '../arguments.ts';
import { count, type Output } from '../output.ts';
import { withStudio } from '../studio-session.ts';

export function sampleCommand(output: Output): Command {
  return new Command('sample')
    .description('Make the sample project: drawn faces with exact landmarks.')
    .argument('<project>', 'folder to make, such as sample.kps', aPath)
    .option('--seed <number>', 'which faces are drawn', aWholeNumber, 1)
    .action((path: string, { seed }: { seed: number }) =>
      withStudio(output, async ({ caller }) => {
        const project = await caller.project.createSample({ path, seed });
        output.result(
          project,
          `Drew ${count(project.images, 'face')} of ${count(project.groups, 'person', 'persons')} into ${project.path}.`,
        );
      }),
    );
}
