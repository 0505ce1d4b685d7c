import { Command, Option } from 'commander';
import type { RunReference } from '../../../contract/index.ts';
import { aPath, aRun } from '../arguments.ts';
import type { Output } from '../output.ts';
import { typedPath } from '../paths.ts';
import { withProject } from '../studio-session.ts';
import { UsageError } from '../usage-error.ts';

interface PredictOptions {
  run: RunReference;
  on?: 'train' | 'validation' | 'all';
}

export function predictCommand(output: Output): Command {
  return new Command('predict')
    .description('Find the landmarks on images of the project, or on any files and folders.')
    .argument('<project>', 'project folder', aPath)
    .argument('[files...]', 'image files and folders', (file: string, before: string[] | undefined) => [
      ...(before ?? []),
      typedPath(file),
    ])
    .option('--run <number>', 'the run, or latest', aRun, 'latest')
    .addOption(new Option('--on <part>', 'images of the project').choices(['train', 'validation', 'all']))
    .action((path: string, files: string[] | undefined, { run, on }: PredictOptions) => {
      if ((files === undefined || files.length === 0) === (on === undefined))
        throw new UsageError('Say what to predict on: either files, or --on validation.');
      return withProject(output, { path }, async ({ caller }) => {
        const images = on ? { filter: on === 'all' ? {} : { split: on } } : { paths: files ?? [] };
        const result = await caller.evaluation.predict({ run, on: images });
        for (const { file, message } of result.problems) output.note(`${file}: ${message}`);
        const lines = result.predictions.flatMap(({ path: file, landmarks }) =>
          landmarks.map(({ name, x, y }) => [file, name, x.toFixed(2), y.toFixed(2)].join('\t')),
        );
        output.result(result, ['file\tlandmark\tx px\ty px', ...lines].join('\n'));
      });
    });
}
