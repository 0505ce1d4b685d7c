import { Command, Option } from 'commander';
import {
  imageStatusSchema,
  type EditResult,
  type FlagNames,
  type ImageFilter,
  type ImageListItem,
} from '../../../contract/index.ts';
import { aPath } from '../arguments.ts';
import { filterOf, flagNamed, withFilterOptions, type FilterOptions } from '../filter-options.ts';
import { count, table, type Output } from '../output.ts';
import { withProject, type StudioCaller } from '../studio-session.ts';
import { UsageError } from '../usage-error.ts';

interface ImagesOptions extends FilterOptions {
  mark?: ImageListItem['status'];
  addFlag?: string;
  removeFlag?: string;
}

const atOnce = 1000;

export function imagesCommand(output: Output): Command {
  const command = new Command('images')
    .description('List a project’s images, all or those of a filter; mark or flag all that it finds, in one step.')
    .argument('<project>', 'project folder', aPath);
  return withFilterOptions(command)
    .addOption(new Option('--mark <status>', 'give all that are found this status').choices(imageStatusSchema.options))
    .option('--add-flag <name>', 'give all that are found this flag')
    .option('--remove-flag <name>', 'take this flag off all that are found')
    .action((path: string, options: ImagesOptions) => {
      const { mark, addFlag, removeFlag } = options;
      const changes = [mark, addFlag, removeFlag].filter((change) => change !== undefined).length;
      if (changes > 1) throw new UsageError('Make one change at a time: --mark, --add-flag or --remove-flag.');
      return withProject(output, { path, readOnly: changes === 0 }, async ({ caller }, { flagNames }) => {
        const filter = filterOf(options, flagNames);
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
