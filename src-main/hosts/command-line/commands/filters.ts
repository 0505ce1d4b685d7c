import { join } from 'node:path';
import { Command } from 'commander';
import { StudioError, filtersFile, type RunReference } from '../../../contract/index.ts';
import { writeAtomically } from '../../../files/durable-files.ts';
import { aPath, aRun, aWholeNumber } from '../arguments.ts';
import { count, type Output } from '../output.ts';
import { withProject } from '../studio-session.ts';

interface FiltersOptions {
  run: RunReference;
  epoch?: number;
  out: string;
}

export function filtersCommand(output: Output): Command {
  return new Command('filters')
    .description('Write the learned filters of a run’s first convolution as pictures, one an epoch.')
    .argument('<project>', 'project folder', aPath)
    .option('--run <number>', 'the run, or latest', aRun, 'latest')
    .option('--epoch <number>', 'of one epoch alone; 0 is before the first step', aWholeNumber)
    .requiredOption('--out <folder>', 'folder to write into', aPath)
    .action((path: string, { run, epoch, out }: FiltersOptions) =>
      withProject(output, { path, readOnly: true }, async ({ studio, caller }) => {
        const { runId, epochs } = await caller.runs.filters({ run });
        const wanted = epoch === undefined ? epochs : epochs.filter((each) => each === epoch);
        if (wanted.length === 0)
          throw new StudioError(
            'not found',
            epochs.length === 0
              ? `Run ${runId} has no pictures of filters: its network begins with no convolution, or it was trained before the studio kept them.`
              : `Run ${runId} has no picture of epoch ${epoch}; it has ${epochs.length} from epoch ${epochs[0]} to ${epochs.at(-1)}.`,
          );
        const files: string[] = [];
        for (const each of wanted) {
          const picture = await studio.picture(`runs/${runId}/filters/${each}`);
          if (!picture) continue;
          const file = join(out, filtersFile(each));
          await writeAtomically(file, Buffer.from(picture.bytes));
          files.push(file);
        }
        output.result({ runId, files }, `Wrote ${count(files.length, 'picture')} of run ${runId} to ${out}.`);
      }),
    );
}
