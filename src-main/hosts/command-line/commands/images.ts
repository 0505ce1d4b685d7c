import { Command, Option } from 'commander';
import {
  imageStatusSchema,
  labelledSchema,
  verdictKinds,
  splitPartSchema,
  type EditResult,
  type FlagNames,
  type ImageFilter,
  type ImageListItem,
  type VerdictKind,
} from '../../../contract/index.ts';
import { aList, aPath, aRange } from '../arguments.ts';
import { count, table, type Output } from '../output.ts';
import { withProject, type StudioCaller } from '../studio-session.ts';
import { UsageError } from '../usage-error.ts';

interface ImagesOptions extends Omit<ImageFilter, 'flags' | 'hasNote' | 'verdict'> {
  verdict?: VerdictKind;
  corrected?: boolean;
  flag?: string[];
  note?: boolean;
  mark?: ImageListItem['status'];
  addFlag?: string;
  removeFlag?: string;
}

const atOnce = 1000;

export function imagesCommand(output: Output): Command {
  return new Command('images')
    .description('List a project’s images, all or those of a filter; mark or flag all that it finds, in one step.')
    .argument('<project>', 'project folder', aPath)
    .option('--text <part>', 'part of the name, group or note')
    .addOption(new Option('--status <status>', 'in this status').choices(imageStatusSchema.options))
    .addOption(new Option('--split <part>', 'in this part of the split').choices(splitPartSchema.options))
    .option('--group <name>', 'of this group (person)')
    .option('--flag <name>', 'with this flag; given again: with all of them', aList)
    .option('--note', 'with a note')
    .option('--no-note', 'without a note')
    .option('--faces <range>', 'with so many faces: 0, 2- or 1-3', aRange)
    .addOption(new Option('--labelled <how>', 'how far landmarks are placed').choices(labelledSchema.options))
    .option('--occluded', 'with occluded landmarks')
    .option('--no-occluded', 'without occluded landmarks')
    .addOption(new Option('--verdict <kind>', 'a run’s prediction was said to be').choices([...verdictKinds]))
    .option('--corrected', 'with a verdict, and a label changed since')
    .option('--no-corrected', 'with a verdict, and a label as it was')
    .addOption(new Option('--mark <status>', 'give all that are found this status').choices(imageStatusSchema.options))
    .option('--add-flag <name>', 'give all that are found this flag')
    .option('--remove-flag <name>', 'take this flag off all that are found')
    .action((path: string, options: ImagesOptions) => {
      const { flag = [], note, mark, addFlag, removeFlag, verdict: kind, corrected, ...rest } = options;
      const changes = [mark, addFlag, removeFlag].filter((change) => change !== undefined).length;
      if (changes > 1) throw new UsageError('Make one change at a time: --mark, --add-flag or --remove-flag.');
      return withProject(output, { path, readOnly: changes === 0 }, async ({ caller }, { flagNames }) => {
        const { text, status, split, group, faces, labelled, occluded } = rest;
        const asked = { text, status, split, group, faces, labelled, occluded, hasNote: note };
        const verdict = kind === undefined && corrected === undefined ? undefined : { kind, corrected };
        const filter: ImageFilter = { ...asked, verdict, flags: flag.map((name) => flagNamed(flagNames, name)) };
        const imageIds = await caller.images.ids({ filter });
        const change = async (): Promise<EditResult | null> => {
          if (imageIds.length === 0) return null;
          if (mark !== undefined) return caller.images.setStatus({ imageIds, status: mark });
          if (addFlag !== undefined)
            return caller.images.setFlag({ imageIds, flag: flagNamed(flagNames, addFlag), on: true });
          if (removeFlag !== undefined)
            return caller.images.setFlag({ imageIds, flag: flagNamed(flagNames, removeFlag), on: false });
          return null;
        };
        if (changes > 0) {
          const changed = (await change())?.imageIds.length ?? 0;
          output.result(
            { found: imageIds.length, changed },
            `${count(changed, 'image')} changed of ${imageIds.length}.`,
          );
          return;
        }
        const images = await listed(caller, filter);
        output.result(
          { total: images.length, images: images.map((image) => ({ ...image, flags: namesOf(flagNames, image) })) },
          images.length === 0 ? 'No image is like that.' : textOf(images, flagNames),
        );
      });
    });
}

/** Throws UsageError naming the flags there are. */
function flagNamed(names: FlagNames, wanted: string): number {
  const flag = names.findIndex((name) => name !== '' && name.toLowerCase() === wanted.trim().toLowerCase());
  if (flag < 0)
    throw new UsageError(`There is no flag “${wanted}” in this project: it has ${names.filter(Boolean).join(', ')}.`);
  return flag;
}

function namesOf(names: FlagNames, { flags }: ImageListItem): string[] {
  return flags.map((flag) => names[flag] || `flag ${flag + 1}`);
}

async function listed(caller: StudioCaller, filter: ImageFilter): Promise<ImageListItem[]> {
  const images: ImageListItem[] = [];
  for (;;) {
    const page = await caller.images.list({ filter, offset: images.length, limit: atOnce });
    images.push(...page.items);
    if (page.items.length < atOnce) return images;
  }
}

function textOf(images: readonly ImageListItem[], flagNames: FlagNames): string {
  const head = ['name', 'status', 'part', 'group', 'faces', 'flags', 'note'];
  const rows = images.map((image) => [
    image.name,
    image.status,
    image.split === 'none' ? '-' : image.split,
    image.group ?? '-',
    image.instances,
    namesOf(flagNames, image).join(', '),
    image.note.replace(/\s+/g, ' ').slice(0, 60),
  ]);
  return `${table([head, ...rows])}\n${count(images.length, 'image')}.`;
}
