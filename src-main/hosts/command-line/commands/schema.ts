import { Command } from 'commander';
import { extname } from 'node:path';
import type { LandmarkSchema, SchemaChange, SchemaPreview } from '../../../contract/index.ts';
import { aPath } from '../arguments.ts';
import { count, table, type Output } from '../output.ts';
import { withProject, type Session, type StudioCaller } from '../studio-session.ts';
import { UsageError } from '../usage-error.ts';

interface SchemaOptions {
  export?: string;
  set?: string;
  map: SchemaChange['renamed'];
  preview?: boolean;
  loseLabels?: boolean;
}

export function schemaCommand(output: Output): Command {
  return new Command('schema')
    .description(
      'Show a project’s landmark schema, write it as JSON, or change it; labels follow their landmark’s name.',
    )
    .argument('<project>', 'project folder', aPath)
    .option('--export <file>', 'write it as JSON', aPath)
    .option('--set <name or file>', 'change it to a shipped schema, such as face-68, or to one in a .json file')
    .option('--map <old=new>', 'a landmark that is renamed; `old=` gives its labels up; again for more', aRenaming, [])
    .option('--preview', 'only say what --set would do')
    .option('--lose-labels', 'change it although labels are lost')
    .action((path: string, options: SchemaOptions) => {
      if (options.export !== undefined && options.set !== undefined)
        throw new UsageError('Either --export the schema or --set another.');
      if (options.set === undefined && (options.map.length > 0 || options.preview || options.loseLabels))
        throw new UsageError('--map, --preview and --lose-labels belong to --set.');
      const readOnly = options.set === undefined || options.preview === true;
      return withProject(output, { path, readOnly }, async (session) => {
        const { set } = options;
        if (set !== undefined) await change(output, session, set, options);
        else if (options.export !== undefined) {
          const written = await session.caller.schema.export({ path: options.export });
          output.result(written, `Wrote the schema to ${written.path}.`);
        } else {
          const schema = await session.caller.schema.get();
          output.result(schema, schemaText(schema));
        }
      });
    });
}

async function change(output: Output, { caller }: Session, name: string, options: SchemaOptions): Promise<void> {
  const schema = await namedSchema(caller, name);
  const wanted = { schema, renamed: options.map };
  const preview = await caller.schema.preview(wanted);
  if (options.preview) {
    output.result(preview, previewText(preview));
    return;
  }
  if (preview.lostLabels > 0 && !options.loseLabels)
    throw new UsageError(
      `${previewText(preview)}\nNothing was changed. With --lose-labels it is changed all the same.`,
    );
  await caller.schema.set(wanted);
  const text = `The schema is ${schema.name} now, ${count(schema.landmarks.length, 'landmark')}.`;
  output.result(preview, [text, previewText(preview)].join('\n'));
}

/** A shipped schema by its name, or one of a file by a path that ends in .json. */
export async function namedSchema(caller: StudioCaller, name: string): Promise<LandmarkSchema> {
  if (extname(name).toLowerCase() === '.json') return caller.schema.read({ path: aPath(name) });
  const shipped = await caller.schema.list();
  const found = shipped.find((schema) => schema.name === name);
  if (found) return found;
  const names = shipped.map((schema) => schema.name).join(', ');
  throw new UsageError(`There is no landmark schema ${name}. There are ${names}; or give a .json file.`);
}

function aRenaming(text: string, before: SchemaChange['renamed']): SchemaChange['renamed'] {
  const [, from, to] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (from === undefined) throw new UsageError(`--map takes old=new, not ${text}.`);
  return [...before, { from: from.trim(), to: to?.trim() || null }];
}

function schemaText(schema: LandmarkSchema): string {
  const pairs = new Map(schema.mirrorPairs.flatMap(([one, other]) => [[one, other] as const, [other, one] as const]));
  const name = (index: number | undefined) => (index === undefined ? '' : (schema.landmarks[index]?.name ?? ''));
  const rows = schema.landmarks.map((landmark, index) => [
    String(index),
    landmark.name,
    landmark.group,
    name(pairs.get(index)),
  ]);
  return `${schema.name}: ${schema.title}\n${table([['', 'landmark', 'group', 'mirrored'], ...rows])}`;
}

function previewText(preview: SchemaPreview): string {
  const lost = preview.landmarks.filter(({ to, labels }) => to === null && labels > 0);
  const renamed = preview.landmarks.filter(({ from, to }) => to !== null && to !== from);
  const few = (names: string[]) => (names.length > 8 ? `${names.slice(0, 8).join(', ')}, …` : names.join(', '));
  return [
    preview.lostLabels === 0
      ? `No label is lost (${count(preview.faces, 'face')}).`
      : `Lost: ${count(preview.lostLabels, 'label')} on ${count(preview.lostImages, 'image')} (${few(lost.map(({ from }) => from))}).`,
    ...(renamed.length > 0 ? [`Renamed: ${few(renamed.map(({ from, to }) => `${from} → ${to}`))}.`] : []),
    ...(preview.added.length > 0 ? [`New, absent on all faces: ${few(preview.added)}.`] : []),
    ...preview.runs.map(({ runId, lost: gone }) => `Run ${runId} can then not be evaluated: it learned ${few(gone)}.`),
  ].join('\n');
}
