import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import type { Layer, Recipe } from '../../contract/recipe.ts';
import type { LayerSummary } from '../../contract/runs.ts';

/**
 * The input and one row a layer, first to last, as built: output is height×width×channels or the number of values.
 * An activation is named in its layer's row.
 */
export function summariseLayers(model: LayersModel, network: Recipe['network']): LayerSummary[] {
  const rows = [{ name: 'input', output: sizes(model.inputs[0]?.shape ?? []), parameters: 0 }];
  const built = model.layers.filter((layer) => layer.getClassName() !== 'InputLayer');
  for (const [index, layer] of built.entries()) {
    const described = network[index];
    if (!described) throw new Error(`The model has a layer ${layer.name} that its recipe does not name.`);
    rows.push({
      name: nameOf(described),
      output: sizes(layer.outputShape as number[]),
      parameters: layer.countParams(),
    });
  }
  return rows;
}

/** Without the batch. */
function sizes(shape: readonly (number | null)[]): string {
  return shape.slice(1).join('×');
}

function nameOf(layer: Layer): string {
  switch (layer.layer) {
    case 'conv': {
      const stride = layer.stride === 1 ? '' : `, stride ${layer.stride}`;
      return `conv ${layer.kernel}×${layer.kernel}, ${layer.filters}${stride}${activation(layer.activation)}`;
    }
    case 'max pool':
      return `max pool ${layer.size}×${layer.size}`;
    case 'dense':
      return `dense ${layer.units}${activation(layer.activation)}`;
    case 'flatten':
    case 'coordinates':
      return layer.layer;
  }
}

function activation(kind: 'relu' | 'none'): string {
  return kind === 'none' ? '' : `, ${kind}`;
}
