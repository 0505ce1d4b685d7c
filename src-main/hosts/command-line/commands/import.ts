import { Command, Option } from 'commander';
import { importFormatSchema, type ImportFormat, type ImportProblem } from '../../../contract/index.ts';
import { aPath } from '../arguments.ts';
import { count, type Output } from '../output.ts';
import { withProject } from '../studio-session.ts';

interface ImportOptions {
  format: ImportFormat;
  copyImages: boolean;
}

export function importCommand(output: Output): Command {
  return new Command('import')
    .description('Take a dataset into a project. What is broken is told by file and line; the rest is imported.')
    .argument('<project>', 'project folder', aPath)
    .argument('<dataset>', 'folder, or one annotation file', aPath)
    .addOption(new Option('--format <name>', 'what it is').choices(importFormatSchema.options).default('auto'))
    .option('--copy-images', 'copy the images into the project instead of naming them where they are', false)
    .action((project: string, path: string, { format, copyImages }: ImportOptions) =>
      withProject(output, { path: project }, async ({ caller }) => {
        const report = await caller.exchange.import({ path, format, copyImages });
        const lines = [
          `Imported ${count(report.imagesAdded, 'image')} with ${count(report.instancesAdded, 'face')} from ${report.path}.`,
          ...(report.imagesUnchanged > 0 ? [`${count(report.imagesUnchanged, 'image')} were there already.`] : []),
          ...problemLines(report.problems),
        ];
        output.result(report, lines.join('\n'));
      }),
    );
}

/** `faces/01-1m.asf:17: ...`, as compilers tell it, so that editors find the place. */
export function problemLines(problems: ImportProblem[]): string[] {
  return problems.map(({ file, line, message }) => `${file}${line === null ? '' : `:${line}`}: ${message}`);
}
