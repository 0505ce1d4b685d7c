import { Command, Option } from 'commander';
import type { Box, RunReference } from '../../../contract/index.ts';
import { aBox, aPath, aRun } from '../arguments.ts';
import { drawPredictions, picturePlace } from '../draw-predictions.ts';
import { count, type Output } from '../output.ts';
import { typedPath } from '../paths.ts';
import { withProject } from '../studio-session.ts';
import { UsageError } from '../usage-error.ts';

interface PredictOptions {
  run: RunReference;
  on?: 'train' | 'validation' | 'all';
  box?: Box;
  picture?: string;
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
    .option('--box <x,y,w,h>', 'where the face is on the files, in px', aBox)
    .option('--picture <path>', 'draw the landmarks: a .png file for one image, a folder for several', aPath)
    .action((path: string, files: string[] | undefined, { run, on, box, picture }: PredictOptions) => {
      if ((files === undefined || files.length === 0) === (on === undefined))
        throw new UsageError('Say what to predict on: either files, or --on validation.');
      if (box && on) throw new UsageError('--box is for files: images of the project have boxes of their own.');
      const place = picture === undefined ? null : picturePlace(picture);
      return withProject(output, { path }, async ({ caller }) => {
        const images = on ? { filter: on === 'all' ? {} : { split: on } } : { paths: files ?? [], box };
        const result = await caller.evaluation.predict({ run, on: images });
        for (const { file, message } of result.problems) output.note(`${file}: ${message}`);
        const lines = result.predictions.flatMap(({ path: file, landmarks }) =>
          landmarks.map(({ name, x, y }) => [file, name, x.toFixed(2), y.toFixed(2)].join('\t')),
        );
        const pictures = place === null ? [] : await drawPredictions(caller, result.predictions, place);
        if (pictures.length > 0)
          output.note(`Drew ${count(pictures.length, 'picture')}: ${pictures.length === 1 ? pictures[0] : picture}`);
        output.result({ ...result, pictures }, ['file\tlandmark\tx px\ty px', ...lines].join('\n'));
      });
    });
}
