import { Command, InvalidArgumentError, Option } from 'commander';
import {
  breakdowns,
  filterWords,
  measuredColumns,
  measureNames,
  normalisers,
  type Breakdown,
  type Evaluation,
  type MeasureName,
  type Measures,
  type Normaliser,
  type RunMeasures,
  type RunReference,
} from '../../../contract/index.ts';
import { aPath, aRun, listed } from '../arguments.ts';
import { comparedFilterOf, withFilterOptions, type FilterOptions } from '../filter-options.ts';
import { measuresCsv, measuresText } from '../measured-runs.ts';
import { count, table, type Output } from '../output.ts';
import { withProject } from '../studio-session.ts';

interface EvaluateOptions extends FilterOptions {
  run: RunReference;
  on: Evaluation['on'];
  runs?: RunReference[];
  measures?: MeasureName[];
  normalise?: Normaliser;
  by?: Breakdown[];
  visible?: true;
  sides?: true;
  csv?: true;
}

export function evaluateCommand(output: Output): Command {
  const command = new Command('evaluate')
    .description('Measure runs against the ground truth, beside the mean shape and the labeller’s own error.')
    .argument('<project>', 'project folder', aPath)
    .option('--run <number>', 'the run, or latest', aRun, 'latest')
    .addOption(new Option('--on <part>', 'images').choices(['train', 'validation', 'all']).default('validation'))
    .option('--runs <numbers>', 'several runs, such as 1,2,latest', listed(aRun))
    .option('--measures <names>', `any of ${measureNames.join(', ')}`, listed(oneOf(measureNames)))
    .addOption(
      new Option('--normalise <by>', 'what nme, auc, fr and ced divide by; all where left out').choices([
        ...normalisers,
      ]),
    )
    .option('--by <what>', `told apart too, by any of ${breakdowns.join(', ')}`, listed(oneOf(breakdowns)))
    .option('--visible', 'count only landmarks that are plainly seen')
    .option('--sides', 'say which of two mirrored landmarks are taken for each other')
    .option('--csv', 'print a table of commas: a line a run, its baseline and floor, and each part. Of a filter:');
  return withFilterOptions(command).action((path: string, options: EvaluateOptions) =>
    withProject(output, { path }, async ({ caller }, { flagNames }) => {
      const { run, on, runs, measures, normalise, by, visible, sides, csv } = options;
      const filter = comparedFilterOf(options, flagNames);
      if (filter) output.note(`Of images ${filterWords(filter, flagNames)}:`);
      if (!runs && !measures && !normalise && !by && !visible && !sides && !csv) {
        const evaluation = await caller.evaluation.evaluate({ run, on, filter });
        output.result(evaluation, evaluationText(evaluation));
        return;
      }
      const wanted = measures ?? measureNames.filter((name) => name !== 'ced');
      const measured = await caller.evaluation.measure({
        runs: runs ?? [run],
        on,
        filter,
        visibleOnly: visible ?? false,
        by: by ?? [],
        ced: wanted.includes('ced'),
        ...(sides ? { sides } : {}),
      });
      const columns = measuredColumns(wanted, normalise ? [normalise] : [...normalisers]);
      output.result(measured, csv ? measuresCsv(measured, columns) : measuresText(measured, columns));
      for (const found of measured.runs) for (const line of sidesText(found)) output.note(line);
      for (const { runId, reason } of measured.refused) output.note(`Run ${runId} is not measured: ${reason}`);
    }),
  );
}

function oneOf<Name extends string>(names: readonly Name[]): (word: string) => Name {
  return (word) => {
    const found = names.find((name) => name === word);
    if (!found) throw new InvalidArgumentError(`It must be of ${names.join(', ')}.`);
    return found;
  };
}

/** The pairs of which any is confused, the most confused first; nothing where it was not asked for. */
function sidesText({ runId, sides }: RunMeasures): string[] {
  if (!sides) return [];
  const confused = sides.filter(({ instanceIds }) => instanceIds.length > 0);
  if (confused.length === 0) return [`Run ${runId} takes no landmark for its mirrored one (${sides.length} pairs).`];
  return confused.map(
    ({ pair, first, second, faces, share }) =>
      `Run ${runId}, ${pair.join(' / ')}: ${first} and ${second} of ${faces} faces confused (${(100 * share).toFixed(1)} % of faces).`,
  );
}

function evaluationText(evaluation: Evaluation): string {
  const { runId, on, images, landmarks, baseline, beatsBaseline, excluded, floor } = evaluation;
  const row = (title: string, write: (measures: Measures) => string) => [
    title,
    write(evaluation),
    write(baseline),
    ...(floor ? [write(floor.measures)] : []),
  ];
  const px = (value: number) => `${value.toFixed(2)} px`;
  return [
    `Run ${runId} on ${on}: ${count(images, 'image')}, ${count(landmarks, 'landmark')}.`,
    table([
      ['', 'run', 'mean shape', ...(floor ? ['labeller'] : [])],
      row('MSE of x/W, y/H', ({ mse }) => mse.toExponential(3)),
      row('mean error', ({ meanErrorPx }) => px(meanErrorPx)),
      row('median error', ({ medianErrorPx }) => px(medianErrorPx)),
      row('95th percentile', ({ p95ErrorPx }) => px(p95ErrorPx)),
      row('RMSE of x', ({ rmseXPx }) => px(rmseXPx)),
      row('RMSE of y', ({ rmseYPx }) => px(rmseYPx)),
      row('NME, inter-ocular', ({ nmeInterOcular: nme }) => (nme === null ? '-' : `${(100 * nme).toFixed(2)} %`)),
    ]),
    ...(floor ? [`The labeller: agreement ${floor.agreement}, ${count(floor.images, 'image')} labelled twice.`] : []),
    ...excluded.map(({ reason, count: left }) => `Not counted: ${left} (${reason}).`),
    ...(beatsBaseline ? [] : ['It has not beaten the mean shape.']),
  ].join('\n');
}
