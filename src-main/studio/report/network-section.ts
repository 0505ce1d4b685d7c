import { formatCompact, formatCount, type LayerSummary } from '../../contract/index.ts';
import { html, type Html } from './html.ts';
import type { ReportedRun, ReportFacts } from './report-facts.ts';
import { text, type ReportTable } from './report-table.ts';
import type { SavedFiles } from './saved-files.ts';

/** Pictures as the loader gives them, the layers they go through, and what the first convolution has learned. */
export function networkSection(facts: ReportFacts, saved: SavedFiles): Html {
  return html`<section id="samples">
      <h2>Samples as the loader gives them</h2>
      ${groupedBy(facts.runs, ({ run }) => JSON.stringify(run.samples.slice(0, mostSamples).map(({ picture }) => picture))).map(samplesOf)}
    </section>
    <section id="network">
      <h2>Network</h2>
      ${groupedBy(facts.runs, ({ run }) => JSON.stringify(run.layers)).map((runs) => layersOf(runs, saved))}
      ${filtersOf(facts)}
    </section> `;
}

const mostSamples = 6;

/** Runs of which the same is to be shown, together; in the order of the first of each. */
function groupedBy(runs: readonly ReportedRun[], key: (run: ReportedRun) => string): ReportedRun[][] {
  return [...Map.groupBy(runs, key).values()];
}

function titleOf(runs: readonly ReportedRun[]): string {
  const ids = runs.map(({ run }) => run.id);
  if (ids.length === 1) return runs[0]?.title ?? '';
  return `runs ${ids.slice(0, -1).join(', ')} and ${ids.at(-1) ?? ''}`;
}

function samplesOf(runs: readonly ReportedRun[]): Html {
  const run = runs[0]?.run;
  const samples = run?.samples.slice(0, mostSamples) ?? [];
  if (!run || samples.length === 0) return html`<p class="note">${titleOf(runs)}: no samples were kept.</p>`;
  const { width, height } = run.recipe.input;
  const radius = 0.013 * Math.max(width, height);
  const pictures = samples.map(({ name, picture, landmarks }) => {
    const rings = landmarks.map((at) =>
      at
        ? html`<circle
            cx="${(width * at[0]).toFixed(2)}"
            cy="${(height * at[1]).toFixed(2)}"
            r="${radius.toFixed(2)}"
          />`
        : null,
    );
    return html`<figure class="sample">
      <svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${name} with its landmarks">
        <image href="${picture}" width="${width}" height="${height}" preserveAspectRatio="none" />
        <g fill="none" class="truth-mark" stroke-width="${(radius / 2.4).toFixed(2)}">${rings}</g>
      </svg>
      <figcaption>${name}</figcaption>
    </figure>`;
  });
  return html`<h3 class="of-run">${titleOf(runs)}: ${width}×${height} px, ${run.recipe.input.channels}</h3>
    <div class="samples">${pictures}</div> `;
}

function layersOf(runs: readonly ReportedRun[], saved: SavedFiles): Html | null {
  const [first] = runs;
  if (!first) return null;
  return saved.table(layerTable(titleOf(runs), first));
}

function layerTable(title: string, { run }: ReportedRun): ReportTable {
  const total = (of: (layer: LayerSummary) => number): number => run.layers.reduce((sum, layer) => sum + of(layer), 0);
  const rowOf = (layer: LayerSummary): ReportTable['rows'][number] => [
    text(layer.name),
    text(layer.output),
    { text: layer.parameters === 0 ? '' : formatCount(layer.parameters), value: layer.parameters },
    { text: formatCompact(layer.multiplyAdds ?? 0), value: layer.multiplyAdds ?? null },
    text(layer.frozen ? 'frozen' : ''),
  ];
  const parameters = total((layer) => layer.parameters);
  const multiplyAdds = total((layer) => layer.multiplyAdds ?? 0);
  return {
    name: `layers-run-${run.id}`,
    caption: `Layers of ${title}`,
    columns: [
      { title: 'Layer', kind: 'text' },
      { title: 'Output', kind: 'text' },
      { title: 'Parameters', kind: 'figure' },
      { title: 'Multiply-adds', kind: 'figure', hint: 'Of one image' },
      { title: '', kind: 'text' },
    ],
    rows: [
      ...run.layers.map(rowOf),
      [
        text('All'),
        text(''),
        { text: formatCount(parameters), value: parameters },
        { text: formatCompact(multiplyAdds), value: multiplyAdds },
        text(''),
      ],
    ],
  };
}

function filtersOf({ runs }: ReportFacts): Html {
  const figures = runs.flatMap(({ title, filters }) =>
    filters.map(
      ({ epoch, png }) =>
        html`<figure class="filters">
          <img
            src="data:image/png;base64,${png.toString('base64')}"
            alt="Filters of the first convolution of ${title}, epoch ${epoch}"
          />
          <figcaption>${title}, ${epoch === 0 ? 'before the first step' : `epoch ${epoch}`}</figcaption>
        </figure>`,
    ),
  );
  return html`<h3 class="of-run">Filters of the first convolution</h3>
    ${figures.length > 0 ? html`<div class="all-filters">${figures}</div>` : html`<p class="note">None were kept: these networks begin with no convolution, or were trained before the studio kept them.</p>`} `;
}
