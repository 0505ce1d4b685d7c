import { Command, Option } from 'commander';
import { csvOf, verdictKinds, type RunReference, type Verdict, type VerdictKind } from '../../../contract/index.ts';
import { aPath, aRun } from '../arguments.ts';
import { imageNamed } from '../image-named.ts';
import { count, table, type Output } from '../output.ts';
import { withProject, type StudioCaller } from '../studio-session.ts';
import { UsageError } from '../usage-error.ts';

interface VerdictsOptions {
  run?: RunReference;
  verdict?: VerdictKind;
  unchanged?: true;
  csv?: true;
  image?: string;
  set?: VerdictKind | 'none';
}

export function verdictsCommand(output: Output): Command {
  return new Command('verdicts')
    .description('List what reviewers said of predictions, or say it of a run’s predictions on an image.')
    .argument('<project>', 'project folder', aPath)
    .option('--run <number>', 'of this run, or latest; of all where left out', aRun)
    .addOption(new Option('--verdict <kind>', 'only of this kind').choices([...verdictKinds]))
    .option('--unchanged', 'only where the label is still as it was')
    .option('--csv', 'print a table of commas')
    .option('--image <name>', 'with --set: all faces of this image')
    .addOption(new Option('--set <kind>', 'give this verdict, or take it away').choices([...verdictKinds, 'none']))
    .action((path: string, options: VerdictsOptions) => {
      const { run, verdict, unchanged, image, set } = options;
      if ((set === undefined) !== (image === undefined) || (set !== undefined && run === undefined))
        throw new UsageError('To give a verdict say all three: --run, --image and --set.');
      return withProject(output, { path, readOnly: set === undefined }, async ({ caller }) => {
        if (set !== undefined && image !== undefined && run !== undefined) {
          const given = await give(caller, run, image, set === 'none' ? null : set);
          output.result(given, `${given.label}.`);
          return;
        }
        const list = await caller.evaluation.verdicts({ run, verdict, unchanged: unchanged ?? false });
        output.result(list, options.csv ? csvOf([head, ...list.verdicts.map(cells)]) : textOf(list.verdicts));
      });
    });
}

async function give(
  caller: StudioCaller,
  run: RunReference,
  name: string,
  verdict: VerdictKind | null,
): Promise<{ faces: number; label: string }> {
  const { id } = await imageNamed(caller, name);
  const { instanceList } = await caller.images.get({ imageId: id });
  if (instanceList.length === 0) throw new UsageError(`${name} has no face to judge a prediction of.`);
  const instanceIds = instanceList.map((instance) => instance.id);
  const { entry } = await caller.evaluation.setVerdict({ run, instanceIds, verdict });
  return { faces: instanceIds.length, label: entry.id === 0 ? 'Nothing changed' : entry.label };
}

const head = [
  'run',
  'image',
  'person',
  'instance',
  'verdict',
  'error px',
  'landmarks changed',
  'mean move px',
  'by',
  'at',
];

function cells(verdict: Verdict): (string | number)[] {
  const { runId, imageName, group, instanceId, errorPx, labelChanged, by, at } = verdict;
  const changed = [labelChanged?.landmarks ?? 0, labelChanged?.meanMovePx ?? ''];
  return [runId, imageName, group ?? '', instanceId, verdict.verdict, errorPx ?? '', ...changed, by, at];
}

function textOf(verdicts: readonly Verdict[]): string {
  if (verdicts.length === 0) return 'No verdict is like that.';
  const rows = verdicts.map(({ runId, imageName, verdict, errorPx, labelChanged, by }) => [
    runId,
    imageName,
    verdict,
    errorPx === null ? '-' : errorPx.toFixed(1),
    labelChanged ? `${count(labelChanged.landmarks, 'landmark')}, ${labelChanged.meanMovePx.toFixed(1)} px` : '-',
    by,
  ]);
  return `${table([['run', 'image', 'verdict', 'error px', 'label changed since', 'by'], ...rows])}\n${count(rows.length, 'verdict')}.`;
}
