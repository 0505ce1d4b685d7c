import { Command } from 'commander';
import type { FaceOrigins, HistoryStep, LandmarkOrigin } from '../../../contract/index.ts';
import { aPath, aWholeNumber } from '../arguments.ts';
import { imageNamed } from '../image-named.ts';
import { count, table, type Output } from '../output.ts';
import { withProject, type Session } from '../studio-session.ts';

interface HistoryOptions {
  image?: string;
  limit: number;
  to?: number;
}

export function historyCommand(output: Output): Command {
  return new Command('history')
    .description(
      'List what was done in a project, newest first; with an image also who or what placed each landmark. --to undoes or redoes to a step.',
    )
    .argument('<project>', 'project folder', aPath)
    .option('--image <name>', 'of this image alone')
    .option('--limit <n>', 'list so many steps', aWholeNumber, 100)
    .option('--to <step>', 'undo or redo until this step is the last that is done; 0: until none is', aWholeNumber)
    .action((path: string, options: HistoryOptions) =>
      withProject(output, { path, readOnly: options.to === undefined }, async (session) => {
        if (options.to !== undefined) await go(output, session, options.to);
        else if (options.image === undefined) await listSteps(output, session, options.limit);
        else await tellImage(output, session, options.image, options.limit);
      }),
    );
}

async function go(output: Output, { caller }: Session, entryId: number): Promise<void> {
  const result = await caller.annotations.jump({ entryId });
  const { entry, imageIds } = result;
  output.result(
    result,
    `${entry.undone ? 'Undid all back to and with' : 'Redid all up to'} step ${entry.id}, “${entry.label}”: ${count(imageIds.length, 'image')} changed.`,
  );
}

async function listSteps(output: Output, { caller }: Session, limit: number): Promise<void> {
  const history = await caller.annotations.history({ limit });
  const { entries, total } = history;
  const more = total > entries.length ? `\n${count(total - entries.length, 'older step')} more: --limit.` : '';
  output.result(history, total === 0 ? 'Nothing was done yet.' : stepTable(entries) + more);
}

async function tellImage(output: Output, session: Session, name: string, limit: number): Promise<void> {
  const { caller } = session;
  const image = await imageNamed(session.caller, name);
  const [history, faces, schema] = await Promise.all([
    caller.annotations.history({ limit, imageId: image.id }),
    caller.annotations.origins({ imageId: image.id }),
    caller.schema.get(),
  ]);
  const names = schema.landmarks.map((landmark) => landmark.name);
  const parts = [
    stepTable(history.entries),
    ...faces.map((face, index) => `Face ${index + 1}\n${originTable(face, names)}`),
  ];
  output.result({ image: image.name, ...history, faces }, parts.join('\n\n'));
}

function stepTable(entries: readonly HistoryStep[]): string {
  return table([
    ['step', 'when', 'who', 'image', 'what'],
    ...entries.map((entry) => [
      entry.id,
      entry.at.slice(0, 19).replace('T', ' '),
      entry.by ?? '-',
      entry.imageName ?? (entry.images === null ? '-' : count(entry.images, 'image')),
      `${entry.label}${entry.undone ? ' (undone)' : ''}`,
    ]),
  ]);
}

function originTable({ landmarks }: FaceOrigins, names: readonly string[]): string {
  return table([
    ['landmark', 'placed by', 'since corrected', 'when', 'step'],
    ...landmarks.map((origin, index) => [names[index] ?? String(index), ...originCells(origin)]),
  ]);
}

function originCells(origin: LandmarkOrigin | null): string[] {
  if (!origin) return ['nobody yet', '-', '-', '-'];
  const { kind, source, correctedPx, step } = origin;
  const px = correctedPx === null || correctedPx === 0 ? '-' : `${correctedPx.toFixed(2)} px`;
  return [
    kind === 'import' ? `import of ${source}` : source,
    px,
    step?.at.slice(0, 19).replace('T', ' ') ?? '-',
    step?.label ?? '-',
  ];
}
