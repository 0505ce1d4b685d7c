import { Command, Option } from 'commander';
import type { Box, RunReference } from '../../../contract/index.ts';
import { aBox, aPath, aRun } from '../arguments.ts';
import { drawPredictions, picturePlace } from '../draw-predictions.ts';
import { filterOf, isFiltered, withFilterOptions, type FilterOptions } from '../filter-options.ts';
import { count, type Output } from '../output.ts';
import { typedPath } from '../paths.ts';
import { withProject } from '../studio-session.ts';
import { UsageError } from '../usage-error.ts';

interface PredictOptions extends FilterOptions {
  run: RunReference;
  on?: 'train' | 'validation' | 'all';
  box?: Box;
  picture?: string;
  suggest?: true;
}

export function predictCommand(output: Output): Command {
  const command = new Command('predict')
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
    .option(
      '--suggest',
      'suggest the landmarks on images without labels, to be accepted in the window; those of a filter:',
    );
  return withFilterOptions(command).action(
    (path: string, files: string[] | undefined, { run, on, box, picture, suggest, ...filter }: PredictOptions) => {
      if (suggest) {
        if (files?.length || on || box || picture)
          throw new UsageError('--suggest is for images of the project that have no labels: choose them by a filter.');
        return suggestLandmarks(output, path, run, filter);
      }
      if (isFiltered(filter)) throw new UsageError('A filter is for --suggest.');
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
    },
  );
}

function suggestLandmarks(output: Output, path: string, run: RunReference, options: FilterOptions): Promise<void> {
  return withProject(output, { path }, async ({ caller }, { flagNames }) => {
    const result = await caller.suggestions.suggest({ run, filter: filterOf(options, flagNames) });
    for (const { file, message } of result.problems) output.note(`${file}: ${message}`);
    for (const { reason, images } of result.excluded)
      output.note(`${count(images, 'image')} left out: they ${reason}.`);
    const kept = result.cancelled ? 'Cancelled: what was predicted by then is kept. ' : '';
    output.result(result, `${kept}Run ${result.runId} suggested landmarks on ${count(result.images, 'image')}.`);
  });
}
