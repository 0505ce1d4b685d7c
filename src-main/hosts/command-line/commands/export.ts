import { Command, Option } from 'commander';
import { datasetFormatSchema, type DatasetFormat, type RunReference } from '../../../contract/index.ts';
import { aPath, aRun } from '../arguments.ts';
import { count, type Output } from '../output.ts';
import { withProject } from '../studio-session.ts';
import { UsageError } from '../usage-error.ts';
import { problemLines } from './import.ts';

interface ExportOptions {
  dataset?: DatasetFormat;
  model?: RunReference;
  format: 'tfjs';
  out: string;
  copyImages: boolean;
}

export function exportCommand(output: Output): Command {
  return new Command('export')
    .description('Write the corrected dataset, or a run’s model, into a folder.')
    .argument('<project>', 'project folder', aPath)
    .addOption(new Option('--dataset <format>', 'the images and landmarks').choices(datasetFormatSchema.options))
    .option('--model <run>', 'the best epoch of a run, by its number or latest', aRun)
    .addOption(new Option('--format <format>', 'of a model').choices(['tfjs']).default('tfjs'))
    .option('--no-copy-images', 'write a dataset’s landmarks alone')
    .requiredOption('--out <folder>', 'folder to write into', aPath)
    .action((path: string, { dataset, model, format, out, copyImages }: ExportOptions) => {
      if ((dataset === undefined) === (model === undefined))
        throw new UsageError('Say what to export: either --dataset coco, or --model latest.');
      return withProject(output, { path }, async ({ caller }) => {
        const report = dataset
          ? await caller.exchange.exportDataset({ format: dataset, out, copyImages })
          : await caller.exchange.exportModel({ run: model, format, out });
        const what = dataset ? `${count(report.images, 'image')} with ${count(report.instances, 'face')}` : 'the model';
        output.result(
          report,
          [`Wrote ${what} to ${report.out}: ${count(report.files, 'file')}.`, ...problemLines(report.problems)].join(
            '\n',
          ),
        );
      });
    });
}
