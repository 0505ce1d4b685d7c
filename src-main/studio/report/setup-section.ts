import { formatCount, lossTerms, type Recipe, type RunDetail } from '../../contract/index.ts';
import { html, type Html } from './html.ts';
import type { ReportFacts } from './report-facts.ts';
import { text, type Cell, type ReportTable } from './report-table.ts';
import type { SavedFiles } from './saved-files.ts';
import { changedWords, clockOf, countOf, momentOf } from './words.ts';

/** With what each run was trained, and where the recipes differ. */
export function setUpSection(facts: ReportFacts, saved: SavedFiles): Html {
  return html`<section id="set-up">
    <h2>Set-up</h2>
    ${saved.table(factsTable(facts))} ${saved.table(recipeTable(facts))}
    ${facts.runs.map(
      ({ title, run }) =>
        html`<details>
          <summary>Recipe of ${title}, in full</summary>
          <pre>${JSON.stringify(run.recipe, null, 1)}</pre>
        </details> `,
    )}
  </section> `;
}

const runColumns = ({ runs }: ReportFacts): ReportTable['columns'] =>
  runs.map(({ title }) => ({ title, kind: 'text' as const }));

function factsTable(facts: ReportFacts): ReportTable {
  const rows: [title: string, of: (run: RunDetail) => Cell][] = [
    ['Recipe', ({ recipe }) => text(recipe.title || recipe.name)],
    ['Note', ({ note }) => text(note || '—')],
    ['Network', ({ layers }) => text(parametersOf(layers))],
    [
      'Sees',
      ({ recipe: { input } }) => text(`${input.width}×${input.height} px, ${input.channels}, ${seenWords(input)}`),
    ],
    ['Epochs', (run) => text(`${run.epochsDone} of ${run.recipe.epochs}, best ${run.bestEpoch ?? '—'}`)],
    ['Seed', ({ seed }) => ({ text: String(seed), value: seed })],
    ['Images', ({ snapshot: { split } }) => text(`${split.train} train / ${split.validation} validation`)],
    ['Dataset', ({ snapshot: { hash } }) => ({ text: `SHA-256 ${hash.slice(0, 12)}…`, value: hash })],
    ['Schema', ({ snapshot: { schemaName } }) => text(schemaName)],
    ['Labels changed', ({ snapshot }) => text(changedWords(snapshot.changedSincePrevious))],
    ['Left out of it', ({ snapshot }) => text(leftOutWords(snapshot.excluded))],
    ['Device', ({ device }) => text(device?.title ?? '—')],
    ['Started', ({ startedAt }) => text(startedAt ? momentOf(new Date(startedAt)) : '—')],
    ['Time in epochs', ({ trainedSeconds }) => ({ text: clockOf(trainedSeconds), value: trainedSeconds })],
    ['Ended as', ({ status }) => text(status)],
  ];
  return {
    name: 'set-up',
    caption: 'Runs',
    columns: [{ title: '', kind: 'text' }, ...runColumns(facts)],
    rows: rows.map(([title, of]) => [text(title), ...facts.runs.map(({ run }) => of(run))]),
  };
}

function parametersOf(layers: RunDetail['layers']): string {
  const parameters = layers.reduce((sum, layer) => sum + layer.parameters, 0);
  return `${countOf(layers.length, 'row')} of layers, ${countOf(parameters, 'parameter')}`;
}

function seenWords({ crop, margin }: Recipe['input']): string {
  return crop === 'box' ? `the box and ${formatCount(100 * margin)} % around it` : 'the whole image';
}

function leftOutWords(excluded: RunDetail['snapshot']['excluded']): string {
  return excluded.map(({ reason, images }) => `${countOf(images, 'image')} (${reason})`).join(', ') || 'none';
}

/** All of one recipe, or of several what is not the same in all. */
function recipeTable(facts: ReportFacts): ReportTable {
  const values = facts.runs.map(({ run }) => new Map(valuesOf(run.recipe)));
  const paths = [...new Set(values.flatMap((known) => [...known.keys()]))];
  const differing = paths.filter((path) => new Set(values.map((known) => known.get(path))).size > 1);
  return {
    name: 'recipes',
    caption:
      values.length === 1 ? 'Recipe' : differing.length > 0 ? 'Where the recipes differ' : 'The recipes are the same',
    columns: [{ title: '', kind: 'text' }, ...runColumns(facts)],
    rows: (values.length === 1 ? paths : differing).map((path) => [
      text(path),
      ...values.map((known) => text(known.get(path) ?? '—')),
    ]),
  };
}

/** What describes a recipe and changes nothing. */
const descriptive = new Set(['version', 'name', 'title', 'description']);

/** A recipe's values by their paths, as words; network, loss and landmarks whole. */
function valuesOf({ network, loss, landmarks, ...rest }: Recipe): [path: string, words: string][] {
  return [
    ['network', typeof network === 'string' ? network : network.map(layerWords).join(', ')],
    ['loss', lossWords(loss)],
    ['landmarks', landmarks === 'all' ? 'all' : landmarks.join(', ')],
    ...leavesOf(rest, '').filter(([path]) => !descriptive.has(path)),
  ];
}

type Layer = Exclude<Recipe['network'], string>[number];

function layerWords(layer: Layer): string {
  switch (layer.layer) {
    case 'conv': {
      const more = [
        layer.stride > 1 && `stride ${layer.stride}`,
        layer.norm === 'batch' && 'batch norm',
        layer.activation === 'none' && 'no activation',
      ];
      return [
        'conv',
        layer.filters,
        `of ${layer.kernel}×${layer.kernel}`,
        ...more.filter((each) => each !== false),
      ].join(' ');
    }
    case 'max pool':
      return `max pool ${layer.size}×${layer.size}`;
    case 'residual':
      return `residual ${layer.filters}${layer.stride > 1 ? ` stride ${layer.stride}` : ''}`;
    case 'dense':
      return `dense ${layer.units}${layer.activation === 'none' ? ' no activation' : ''}`;
    case 'dropout':
      return `dropout ${layer.rate}`;
    default:
      return layer.layer;
  }
}

function lossWords(loss: Recipe['loss']): string {
  return lossTerms(loss)
    .map(
      (term) =>
        `${term.weight === 1 ? '' : `${term.weight} × `}${term.kind}${'sigma' in term ? ` (σ ${term.sigma} px)` : ''}`,
    )
    .join(' + ');
}

function leavesOf(value: unknown, path: string): [path: string, words: string][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.entries(value).flatMap(([key, child]) => leavesOf(child, path ? `${path}.${key}` : key));
  return [[path, typeof value === 'string' ? value : value === null ? '—' : JSON.stringify(value)]];
}
