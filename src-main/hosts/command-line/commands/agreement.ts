import { Argument, Command, Option } from 'commander';
import type { AgreementResult, AgreementSummary, ImageFilter } from '../../../contract/index.ts';
import { aPath, aWholeNumber } from '../arguments.ts';
import { count, table, type Output } from '../output.ts';
import { withProject, type StudioCaller } from '../studio-session.ts';
import { UsageError } from '../usage-error.ts';

interface AgreementOptions {
  images: number;
  seed: number;
  status: string;
  split?: 'train' | 'validation' | 'none';
  group?: string;
  number?: number;
}

export function agreementCommand(output: Output): Command {
  return new Command('agreement')
    .description('Label a blind sample of images a second time, and say how far the two labellings are apart.')
    .addArgument(
      new Argument('<what>', 'start one (it goes on in the window), list all, or tell a result').choices([
        'start',
        'list',
        'result',
      ]),
    )
    .argument('<project>', 'project folder', aPath)
    .option('--images <n>', 'start: how many images', aWholeNumber, 20)
    .option('--seed <number>', 'start: which images are drawn', aWholeNumber, 1)
    .addOption(
      new Option('--status <status>', 'start: images with this status')
        .choices(['new', 'predicted', 'in work', 'done', 'any'])
        .default('done'),
    )
    .addOption(new Option('--split <part>', 'start: images of this part').choices(['train', 'validation', 'none']))
    .option('--group <name>', 'start: images of this group, such as a person')
    .option('--number <number>', 'result: of which agreement; of the last finished one when left out', aWholeNumber)
    .action((what: 'start' | 'list' | 'result', path: string, options: AgreementOptions) =>
      withProject(output, { path, readOnly: what !== 'start' }, async ({ caller }) => {
        if (what === 'start') {
          const started = await caller.agreement.start({
            images: options.images,
            seed: options.seed,
            filter: filterOf(options),
          });
          output.result(
            started,
            `Agreement ${started.id}: ${count(started.images, 'image')}. Open the project in the window to label them.`,
          );
        } else if (what === 'list') {
          const agreements = await caller.agreement.list();
          output.result({ agreements }, listText(agreements));
        } else {
          const result = await caller.agreement.result({ agreement: await whichOne(caller, options.number) });
          output.result(result, resultText(result));
        }
      }),
    );
}

function filterOf({ status, split, group }: AgreementOptions): ImageFilter {
  return {
    ...(status !== 'any' && { status: status as ImageFilter['status'] }),
    ...(split && { split }),
    ...(group !== undefined && { group }),
  };
}

async function whichOne(caller: StudioCaller, number: number | undefined): Promise<number> {
  if (number !== undefined) return number;
  const last = (await caller.agreement.list()).findLast(({ state }) => state === 'finished');
  if (!last) throw new UsageError('No agreement is finished in this project. --number tells an unfinished one so far.');
  return last.id;
}

function listText(agreements: AgreementSummary[]): string {
  if (agreements.length === 0) return 'No agreement in this project. Start one: agreement start PROJECT --images 20';
  return table([
    ['', 'state', 'done', 'of', 'started'],
    ...agreements.map(({ id, state, done, images, startedAt }) => [id, state, done, images, startedAt.slice(0, 16)]),
  ]);
}

function resultText(result: AgreementResult): string {
  const { agreement, images, faces, measures, spread, landmarks, excluded } = result;
  const px = (value: number | null): string => (value === null ? '-' : value.toFixed(2));
  const percent = (value: number | null): string => (value === null ? '-' : `${(100 * value).toFixed(2)} %`);
  if (!measures) return `Agreement ${agreement.id}: nothing to compare yet.\n${leftOut(excluded)}`.trim();
  return [
    `Agreement ${agreement.id} (${agreement.state}): ${count(images, 'image')}, ${count(faces, 'face')}, ${count(result.landmarksCompared, 'landmark')} labelled twice.`,
    table([
      ['mean distance', `${px(measures.meanErrorPx)} px (± ${px(spread.meanErrorPx)} over faces)`],
      ['median, 95th percentile', `${px(measures.medianErrorPx)} px, ${px(measures.p95ErrorPx)} px`],
      ['NME, inter-ocular', `${percent(measures.nmeInterOcular)} (± ${percent(spread.nmeInterOcular)} over faces)`],
      ['MSE of x/W, y/H', measures.mse.toExponential(3)],
    ]),
    table([
      ['landmark', 'faces', 'mean px', '± px', 'p95 px', 'NME'],
      ...landmarks.map(({ name, faces: on, meanPx, deviationPx, p95Px, nme }) => [
        name,
        on,
        px(meanPx),
        px(deviationPx),
        px(p95Px),
        percent(nme),
      ]),
    ]),
    ...(excluded.length > 0 ? [leftOut(excluded)] : []),
  ].join('\n');
}

function leftOut(excluded: AgreementResult['excluded']): string {
  return excluded.map(({ reason, count: left }) => `Not counted: ${left} (${reason}).`).join('\n');
}
