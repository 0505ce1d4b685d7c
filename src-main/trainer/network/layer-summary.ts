import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import type { Layer, Recipe } from '../../contract/recipe.ts';
import type { LayerSummary } from '../../contract/runs.ts';
import { rowsOf, type TensorFlowLayer } from './rows.ts';
import { gridName } from './soft-argmax.ts';
import type { Beginning } from './take-over-weights.ts';

/**
 * The input and one row a layer of the recipe (of a named network: a block), first to last, as built: output is
 * height×width×channels or the number of values. A normalisation and an activation are named in their layer's row.
 */
export function summariseLayers(
  model: LayersModel,
  network: Recipe['network'],
  beginning: Beginning | null = null,
): LayerSummary[] {
  return [
    { name: 'input', output: sizes(model.inputs[0]?.shape ?? []), parameters: 0, multiplyAdds: 0 },
    ...[...rowsOf(model)].map(([row, layers]) => ({
      name: nameOfRow(row, network),
      output: sizes(layers.at(-1)?.outputShape as number[]),
      parameters: layers.reduce((sum, layer) => sum + parameters(layer), 0),
      multiplyAdds: layers.reduce((sum, layer) => sum + multiplyAdds(layer), 0),
      ...(layers.every(({ trainable }) => !trainable) && { frozen: true }),
      ...(beginning?.has(row) && { begins: beginning.get(row) }),
    })),
  ];
}

/** Weights and biases, frozen or not: neither moving averages of normalisations nor the places of maps' cells. */
function parameters({ name, weights }: TensorFlowLayer): number {
  if (name === gridName) return 0;
  const learned = weights.filter((weight) => !/\/moving_(mean|variance)$/.test(weight.originalName));
  return learned.reduce((sum, { shape }) => sum + product(shape as number[]), 0);
}

/** Weights and biases that training changes. */
export function trainableParameters(part: Pick<TensorFlowLayer, 'trainableWeights'>): number {
  return part.trainableWeights.reduce((sum, { shape }) => sum + product(shape as number[]), 0);
}

/** Of convolutions and dense layers, for one image: each value of a kernel is used once at every place of its output. */
function multiplyAdds(layer: TensorFlowLayer): number {
  const kernel = layer.weights.find(({ name }) => name.includes('/kernel'));
  if (!kernel) return 0;
  return product(kernel.shape as number[]) * product((layer.outputShape as number[]).slice(1, -1));
}

function product(values: number[]): number {
  return values.reduce((result, value) => result * value, 1);
}

/** Without the batch. */
export function sizes(shape: readonly (number | null)[]): string {
  return shape.slice(1).join('×');
}

/** What the layer table calls a row of TensorFlow layers. */
export function nameOfRow(row: string, network: Recipe['network']): string {
  if (typeof network === 'string') return row.replaceAll('_', ' ');
  const layer = network[Number(row.replace('layer_', '')) - 1];
  if (!layer) throw new Error(`The model has a layer ${row} that its recipe does not name.`);
  return nameOf(layer);
}

function nameOf(layer: Layer): string {
  switch (layer.layer) {
    case 'conv': {
      const norm = layer.norm === 'none' ? '' : ', batch norm';
      return `conv ${layer.kernel}×${layer.kernel}, ${layer.filters}${stride(layer)}${norm}${activation(layer.activation)}`;
    }
    case 'residual':
      return `residual 3×3, ${layer.filters}${stride(layer)}`;
    case 'max pool':
      return `max pool ${layer.size}×${layer.size}`;
    case 'dense':
      return `dense ${layer.units}${activation(layer.activation)}`;
    case 'dropout':
      return `dropout ${layer.rate}`;
    case 'average':
    case 'flatten':
    case 'coordinates':
      return layer.layer;
  }
}

function stride(layer: { stride: number }): string {
  return layer.stride === 1 ? '' : `, stride ${layer.stride}`;
}

function activation(kind: 'relu' | 'none'): string {
  return kind === 'none' ? '' : `, ${kind}`;
}
