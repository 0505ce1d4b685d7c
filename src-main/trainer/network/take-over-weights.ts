import { join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import { StudioError } from '../../contract/errors.ts';
import { transferTitle, type Recipe } from '../../contract/recipe.ts';
import type { LayerAnew, LayerSummary } from '../../contract/runs.ts';
import { modelMetadataSchema } from '../../contract/trainer.ts';
import { readJsonFile } from '../json-file.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { rowsOf, type TensorFlowLayer } from './rows.ts';
import { readSavedWeights, type SavedWeight } from './saved-weights.ts';
import { gridName } from './soft-argmax.ts';

/** What each row of the layer table with weights began with, by the row. */
export type Beginning = Map<string, NonNullable<LayerSummary['begins']>>;

/**
 * Gives a new network the weights of a saved one that the recipe's transfer names, moving averages of normalisations too:
 * each layer with weights whose name and shapes are the same takes them, the others keep what they began with. A head of
 * another number of landmarks so begins anew, at the mean shape where the recipe says so. Null where the recipe names nothing.
 *
 * Throws StudioError saying why when the folder holds no model that can be read, when none of its layers fits, or when a
 * layer that is to stay frozen would begin anew.
 */
export async function takeOverWeights(
  tf: TensorFlow,
  model: LayersModel,
  recipe: Recipe,
  folder: string | null,
): Promise<Beginning | null> {
  if (!recipe.transfer) return null;
  if (!folder) throw new Error('The recipe begins with the weights of another network, and the job names none.');
  const title = transferTitle(recipe.transfer);
  const metadata = await readJsonFile(join(folder, 'metadata.json'), modelMetadataSchema, 'metadata of the model');
  const saved = await readSavedWeights(folder);
  const beginning: Beginning = new Map();
  for (const [row, layers] of rowsOf(model)) {
    const begins = { taken: 0, anew: [] as LayerAnew[] };
    for (const layer of layers) {
      if (layer.weights.length === 0 || layer.name === gridName) continue;
      const why = takeOver(tf, layer, saved, title);
      if (why === null) begins.taken += 1;
      else begins.anew.push({ layer: layer.name.replaceAll('_', ' '), why });
    }
    if (begins.taken + begins.anew.length > 0) beginning.set(row, begins);
  }
  refuseWithoutAny(beginning, title, metadata.recipe, recipe);
  refuseFrozenAnew(beginning, model, title, recipe.transfer.freeze);
  return beginning;
}

/** Null once the layer has all of its weights from the saved ones, else why it keeps its own. */
function takeOver(
  tf: TensorFlow,
  layer: TensorFlowLayer,
  saved: Map<string, SavedWeight>,
  title: string,
): string | null {
  const found = layer.weights.map((weight) => ({ weight, from: saved.get(weight.originalName) }));
  for (const { weight, from } of found) {
    const shape = weight.shape as number[];
    const part = weight.originalName.split('/').at(-1);
    if (!from) return `${title} has no such ${part}`;
    if (from.shape.join() !== shape.join())
      return `the ${part} is ${from.shape.join('×')} in ${title}, ${shape.join('×')} here`;
    if (!from.values.every(Number.isFinite))
      throw new StudioError(
        'bad input',
        `The ${part} of ${layer.name} in ${title} has values that are no numbers: nothing can begin with it. Choose another model.`,
      );
  }
  tf.tidy(() => {
    for (const { weight, from } of found) if (from) weight.write(tf.tensor(from.values, from.shape));
  });
  return null;
}

function refuseWithoutAny(beginning: Beginning, title: string, there: Recipe, here: Recipe): void {
  if ([...beginning.values()].some(({ taken }) => taken > 0)) return;
  throw new StudioError(
    'bad input',
    `Nothing of ${title} fits this recipe: its network is ${networkWords(there)}, the recipe's is ${networkWords(here)}, and no layer has the same name and shape. ` +
      'Begin with a model of the same network, or with nothing.',
  );
}

/** Weights drawn at random and never trained would spoil all that comes after them. */
function refuseFrozenAnew(beginning: Beginning, model: LayersModel, title: string, freeze: number): void {
  for (const row of [...rowsOf(model).keys()].slice(0, freeze)) {
    const [first] = beginning.get(row)?.anew ?? [];
    if (first)
      throw new StudioError(
        'bad input',
        `The first ${freeze} layers are to stay as they are in ${title}, but ${first.layer} begins anew: ${first.why}. Freeze none, or begin with a model that has it.`,
      );
  }
}

/** `resnet18 on gray 224×224` */
function networkWords({ network, input }: Recipe): string {
  const name = typeof network === 'string' ? network : `one of ${network.length} layers`;
  return `${name} on ${input.channels} ${input.width}×${input.height}`;
}
