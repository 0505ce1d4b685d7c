import { Command } from 'commander';
import type { Recipe } from '../../../contract/index.ts';
import { aList, aPath, aWholeNumber } from '../arguments.ts';
import { findRecipe } from '../find-recipe.ts';
import { followRun } from '../follow-run.ts';
import { followRuns } from '../follow-runs.ts';
import { tellGrid } from '../grid-table.ts';
import type { Output } from '../output.ts';
import { typedPath } from '../paths.ts';
import { gridAxes, withSettings } from '../recipe-settings.ts';
import { withProject } from '../studio-session.ts';

interface TrainOptions {
  recipe: string;
  seed?: number;
  set?: string[];
  grid?: string[];
  from?: string;
  freeze?: number;
  note?: string;
}

export function trainCommand(output: Output): Command {
  return new Command('train')
    .description('Train a network. Ctrl-C stops and keeps the best epoch; a second one cancels.')
    .argument('<project>', 'project folder', aPath)
    .requiredOption('--recipe <name>', 'a shipped recipe, such as nose-cnn, or a JSON file')
    .option('--seed <number>', 'start of the random numbers; the recipe’s own when left out', aWholeNumber)
    .option('--set <key=value>', 'change the recipe, such as optimizer.learningRate=0.1; may be repeated', aList)
    .option('--grid <key=values>', 'a run for each value, such as batch=4,64; several: for each combination', aList)
    .option('--from <run or folder>', 'begin with the weights of a run of the project, or of an exported model')
    .option('--freeze <layers>', 'with --from: so many first layers are not trained', aWholeNumber)
    .option('--note <words>', 'shown in the run list')
    .action((path: string, { recipe: name, seed, set = [], grid, from, freeze, note }: TrainOptions) =>
      withProject(
        output,
        { path },
        async (session) => {
          const named = await findRecipe(session.caller, name);
          const seeded = seed === undefined ? named : { ...named, seed };
          const recipe = withTypedFolder(withSettings(seeded, [...transferSettings(from, freeze), ...set]));
          if (!grid) {
            await followRun(output, session, () => session.caller.runs.start({ recipe, note }));
            return;
          }
          const runs = await session.caller.runs.startGrid({ recipe, note, axes: gridAxes(recipe, grid) });
          await followRuns(output, session, runs);
          await tellGrid(output, session.caller, runs[0]?.id ?? 0);
        },
        { ownInterrupt: true },
      ),
    );
}

/** `--from` and `--freeze` as what they stand for. */
function transferSettings(from: string | undefined, freeze: number | undefined): string[] {
  return [
    ...(from === undefined ? [] : [`transfer.from=${/^\d+$/.test(from) ? from : JSON.stringify(from)}`]),
    ...(freeze === undefined ? [] : [`transfer.freeze=${freeze}`]),
  ];
}

/** A folder to begin with stands where a path that a person typed does. */
function withTypedFolder(recipe: Recipe): Recipe {
  const { transfer } = recipe;
  if (typeof transfer?.from !== 'string') return recipe;
  return { ...recipe, transfer: { ...transfer, from: typedPath(transfer.from) } };
}
