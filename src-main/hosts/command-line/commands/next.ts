import { Command, Option } from 'commander';
import {
  imageStatusSchema,
  mostChosen,
  splitPartSchema,
  strategies,
  type Against,
  type ImageChoice,
  type ImageFilter,
  type RunReference,
  type Strategy,
} from '../../../contract/index.ts';
import { aCount, anAgainst, aPath, aRun, aWholeNumber } from '../arguments.ts';
import { count, table, type Output } from '../output.ts';
import { withProject } from '../studio-session.ts';

interface NextOptions extends Pick<ImageFilter, 'text' | 'status' | 'split' | 'group'> {
  strategy: Strategy;
  run: RunReference;
  against: Against;
  count: number;
  seed: number;
}

export function nextCommand(output: Output): Command {
  return new Command('next')
    .description(
      'Choose what to label next among the unlabelled images, or those of a filter, with the reason of each; W walks them in Annotate.',
    )
    .argument('<project>', 'project folder', aPath)
    .addOption(new Option('--strategy <strategy>', 'by what they are chosen').choices([...strategies]).default('mixed'))
    .option('--run <number>', 'the run that is asked, or latest', aRun, 'latest')
    .option('--against <run>', 'of two-runs: another run, or last-epoch of the same', anAgainst, 'last epoch')
    .option('--count <number>', 'how many', aCount(mostChosen), 20)
    .option('--seed <number>', 'of the order by chance', aWholeNumber, 1)
    .option('--text <part>', 'among those with this part in name, group or note')
    .addOption(new Option('--status <status>', 'among those in this status').choices(imageStatusSchema.options))
    .addOption(new Option('--split <part>', 'among those in this part of the split').choices(splitPartSchema.options))
    .option('--group <name>', 'among those of this group (person)')
    .action((path: string, { strategy, run, against, count: most, seed, ...rest }: NextOptions) =>
      withProject(output, { path }, async ({ caller }) => {
        const { text, status, split, group } = rest;
        const isFiltered = [text, status, split, group].some((part) => part !== undefined);
        const filter: ImageFilter = isFiltered ? { text, status, split, group } : { labelled: 'no' };
        const choice = await caller.images.choose({ strategy, run, against, count: most, seed, filter });
        for (const { file, message } of choice.problems) output.note(`${file}: ${message}`);
        output.result({ ...choice, images: choice.images.map(plain) }, textOf(choice));
      }),
    );
}

/** As a script wants it. */
function plain({ image, words, score }: ImageChoice['images'][number]) {
  return { image: image.name, imageId: image.id, words, score };
}

function textOf({ images, candidates, excluded, notes }: ImageChoice): string {
  return [
    table(images.map(({ image, words }, place) => [place + 1, image.name, words])),
    `${count(images.length, 'image')} chosen among ${candidates}.`,
    ...excluded.map((each) => `Left out: ${count(each.count, 'image')} ${each.reason}.`),
    ...notes,
  ].join('\n');
}
