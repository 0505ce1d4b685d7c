import { Command } from 'commander';
import { aPath } from '../arguments.ts';
import { loss, table, type Output } from '../output.ts';
import { withProject } from '../studio-session.ts';

export function runsCommand(output: Output): Command {
  return new Command('runs')
    .description('List a project’s runs, newest first.')
    .argument('<project>', 'project folder', aPath)
    .action((path: string) =>
      withProject(output, { path, readOnly: true }, async ({ caller }) => {
        const runs = await caller.runs.list();
        const rows = runs.map((run) => [
          run.id,
          run.status,
          run.recipeName,
          `seed ${run.seed}`,
          `${run.epochsDone}/${run.recipe.epochs}`,
          loss(run.lastTrainLoss),
          loss(run.bestValidationLoss),
          loss(run.baselineLoss),
          run.note,
        ]);
        const head = ['run', 'status', 'recipe', 'seed', 'epochs', 'train', 'best validation', 'mean shape', 'note'];
        output.result({ runs }, runs.length === 0 ? 'No runs yet.' : table([head, ...rows]));
      }),
    );
}
