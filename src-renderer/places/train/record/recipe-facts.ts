import { transferTitle, type Layer, type Recipe } from '../../../../src-main/contract/index.ts';
import { formatRate } from '../../../components/charts/figures.ts';
import { describeAugmentation } from '../augmentation-form.ts';
import { describeCrop, describeLandmarks, describeLoss } from '../recipe-form.ts';

/** One line of a recipe in words. */
export interface RecipeFact {
  name: string;
  words: string;
}

/** A recipe, line by line, in the order of its form. */
export function recipeFacts(recipe: Recipe): RecipeFact[] {
  const { input, optimizer, transfer } = recipe;
  const facts: Record<string, string> = {
    Input: `${input.width}×${input.height} ${input.channels}`,
    Sees: describeCrop(input),
    Landmarks: describeLandmarks(recipe.landmarks),
    Network: typeof recipe.network === 'string' ? recipe.network : recipe.network.map(layerWords).join(', '),
    'Begins at': transfer ? transferTitle(transfer) : recipe.head === 'coordinates' ? 'random' : 'mean shape',
    Frozen: transfer && transfer.freeze > 0 ? `first ${transfer.freeze} layers` : 'nothing',
    Loss: describeLoss(recipe.loss),
    Optimizer: optimizer.kind === 'sgd' ? `sgd, momentum ${optimizer.momentum}` : optimizer.kind,
    'Learning rate': formatRate(optimizer.learningRate),
    'Weight decay': optimizer.weightDecay === 0 ? 'none' : formatRate(optimizer.weightDecay),
    Schedule: Object.entries(recipe.schedule)
      .map(([key, value]) => (key === 'kind' ? String(value) : `${wordsOf(key)} ${String(value)}`))
      .join(', '),
    'Weight averaging': recipe.averaging === 0 ? 'off' : String(recipe.averaging),
    'Gradients clipped': recipe.clipNorm === null ? 'no' : `at ${recipe.clipNorm}`,
    Batch: String(recipe.batch),
    Epochs: String(recipe.epochs),
    'Stops early': recipe.earlyStop === null ? 'no' : `after ${recipe.earlyStop} epochs`,
    'Best epoch by': recipe.keepBestBy,
    Augmentation: describeAugmentation(recipe.augmentation),
    Seed: String(recipe.seed),
  };
  return Object.entries(facts).map(([name, words]) => ({ name, words }));
}

/** `warmupEpochs` as `warmup epochs`. */
function wordsOf(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function layerWords(layer: Layer): string {
  switch (layer.layer) {
    case 'conv':
      return `conv ${layer.filters} of ${layer.kernel}×${layer.kernel}${layer.stride > 1 ? ` /${layer.stride}` : ''}`;
    case 'residual':
      return `residual ${layer.filters}${layer.stride > 1 ? ` /${layer.stride}` : ''}`;
    case 'max pool':
      return `max pool ${layer.size}`;
    case 'dense':
      return `dense ${layer.units}`;
    case 'dropout':
      return `dropout ${layer.rate}`;
    default:
      return layer.layer;
  }
}

/** A line with what another recipe has there; null where they say the same. */
export interface ComparedFact extends RecipeFact {
  other: string | null;
}

export function comparedFacts(recipe: Recipe, other: Recipe | null): ComparedFact[] {
  const others = new Map((other ? recipeFacts(other) : []).map(({ name, words }) => [name, words]));
  return recipeFacts(recipe).map((fact) => {
    const words = others.get(fact.name);
    return { ...fact, other: words === undefined || words === fact.words ? null : words };
  });
}
