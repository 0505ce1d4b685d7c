import { Command, Option } from 'commander';
import type { Evaluation, Measures, RunReference } from '../../../contract/index.ts';
import { aPath, aRun } from '../arguments.ts';
import { count, table, type Output } from '../output.ts';
import { withProject } from '../studio-session.ts';

interface EvaluateOptions {
  run: RunReference;
  on: Evaluation['on'];
}

export function evaluateCommand(output: Output): Command {
  return new Command('evaluate')
    .description('Measure a run’s predictions against the ground truth, beside the mean shape.')
    .argument('<project>', 'project folder', aPath)
    .option('--run <number>', 'the run, or latest', aRun, 'latest')
    .addOption(new Option('--on <part>', 'images').choices(['train', 'validation', 'all']).default('validation'))
    .action((path: string, { run, on }: EvaluateOptions) =>
      withProject(output, { path }, async ({ caller }) => {
        const evaluation = await caller.evaluation.evaluate({ run, on });
        output.result(evaluation, evaluationText(evaluation));
      }),
    );
}

function evaluationText(evaluation: Evaluation): string {
  const { runId, on, images, landmarks, baseline, beatsBaseline, excluded } = evaluation;
  const row = (title: string, write: (measures: Measures) => string) => [title, write(evaluation), write(baseline)];
  const px = (value: number) => `${value.toFixed(2)} px`;
  return [
    `Run ${runId} on ${on}: ${count(images, 'image')}, ${count(landmarks, 'landmark')}.`,
    table([
      ['', 'run', 'mean shape'],
      row('MSE of x/W, y/H', ({ mse }) => mse.toExponential(3)),
      row('mean error', ({ meanErrorPx }) => px(meanErrorPx)),
      row('median error', ({ medianErrorPx }) => px(medianErrorPx)),
      row('95th percentile', ({ p95ErrorPx }) => px(p95ErrorPx)),
      row('RMSE of x', ({ rmseXPx }) => px(rmseXPx)),
      row('RMSE of y', ({ rmseYPx }) => px(rmseYPx)),
      row('NME, inter-ocular', ({ nmeInterOcular: nme }) => (nme === null ? '-' : `${(100 * nme).toFixed(2)} %`)),
    ]),
    ...excluded.map(({ reason, count: left }) => `Not counted: ${left} (${reason}).`),
    ...(beatsBaseline ? [] : ['It has not beaten the mean shape.']),
  ].join('\n');
}
