import { Command } from 'commander';
import { labelChangeWords, type RunEstimate } from '../../../contract/index.ts';
import { aList, aPath } from '../arguments.ts';
import { findRecipe } from '../find-recipe.ts';
import { count, duration, size, type Output } from '../output.ts';
import { withSettings } from '../recipe-settings.ts';
import { withProject } from '../studio-session.ts';

export function estimateCommand(output: Output): Command {
  return new Command('estimate')
    .description('Say what a run would take in time and memory, by trying a few of its steps.')
    .argument('<project>', 'project folder', aPath)
    .requiredOption('--recipe <name>', 'a shipped recipe, such as nose-cnn, or a JSON file')
    .option('--set <key=value>', 'change the recipe, such as batch=32; may be repeated', aList)
    .action((path: string, { recipe: name, set = [] }: { recipe: string; set?: string[] }) =>
      withProject(output, { path, readOnly: true }, async ({ caller }) => {
        const recipe = withSettings(await findRecipe(caller, name), set);
        const changes = await caller.runs.changes({ recipe });
        const estimate = await caller.runs.estimate({ recipe });
        const text = estimateText(estimate, recipe.epochs);
        output.result({ ...estimate, changes }, changes ? `${text}\nLabels: ${labelChangeWords(changes)}.` : text);
      }),
    );
}

function estimateText(estimate: RunEstimate, epochs: number): string {
  const { secondsPerEpoch, seconds, stepsPerEpoch, memoryBytes, freeBytes, largestBatch, notice } = estimate;
  return [
    secondsPerEpoch === null || seconds === null
      ? `${count(epochs, 'epoch')} of ${count(stepsPerEpoch, 'step')}; the time is not known, as no step was tried.`
      : `About ${duration(seconds)} for ${count(epochs, 'epoch')} of ${count(stepsPerEpoch, 'step')}, ${Number(secondsPerEpoch.toPrecision(2))} s each.`,
    `About ${size(memoryBytes)} of memory, of ${size(freeBytes)} free.`,
    ...(largestBatch === null ? [] : [`Batches of up to ${largestBatch} fit.`]),
    ...(notice === null ? [] : [notice]),
  ].join('\n');
}
