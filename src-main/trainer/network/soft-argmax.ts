import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../tensorflow.ts';

const logitsName = 'maps.logits';
const sharesName = 'maps.softmax';
/** The layer whose weights are the places of the maps' cells. */
export const gridName = 'coordinates.grid';

/**
 * Logits (batch, h, w, K) to (batch, 2K): each landmark is the mean place of its map's cells, weighed by their softmax
 * (soft-argmax; DSNT, Nibali et al. 2018, arXiv 1801.07372). Made of TensorFlow.js's own layers alone, so that a saved
 * model loads anywhere: the mean is a dense layer without bias whose weights, never trained, are the cells' places.
 */
export function softArgmax(tf: TensorFlow, logits: SymbolicTensor): SymbolicTensor {
  const [, height, width, maps] = logits.shape as [null, number, number, number];
  const cells = tf.layers.reshape({ name: 'maps.cells', targetShape: [height * width, maps] }).apply(logits);
  const byMap = tf.layers.permute({ name: logitsName, dims: [2, 1] }).apply(cells);
  const shares = tf.layers.softmax({ name: sharesName, axis: -1 }).apply(byMap);
  const places = tf.layers
    .dense({ name: gridName, units: 2, useBias: false, trainable: false, kernelInitializer: 'zeros' })
    .apply(shares);
  return tf.layers.flatten({ name: 'coordinates.flat' }).apply(places) as SymbolicTensor;
}

/** Size of a network's maps. */
export interface MapSize {
  height: number;
  width: number;
}

/** x/W, y/H of the middle of each cell, row by row: (h·w, 2), the weights of the grid layer. */
export function cellPlaces({ height, width }: MapSize): Float32Array {
  return Float32Array.from({ length: 2 * height * width }, (_, index) => {
    const cell = Math.floor(index / 2);
    return index % 2 === 0 ? ((cell % width) + 0.5) / width : (Math.floor(cell / width) + 0.5) / height;
  });
}

/** The maps of a network before their softmax, (batch, K, h·w), and their size; null for a network that has none. */
export function mapLogits(model: LayersModel): { logits: SymbolicTensor; size: MapSize } | null {
  const maps = mapsNamed(model, logitsName);
  return maps && { logits: maps.maps, size: maps.size };
}

/** The same after their softmax: the probability of each cell, adding up to 1 over a map. */
export function mapShares(model: LayersModel): { shares: SymbolicTensor; size: MapSize } | null {
  const maps = mapsNamed(model, sharesName);
  return maps && { shares: maps.maps, size: maps.size };
}

function mapsNamed(model: LayersModel, wanted: string): { maps: SymbolicTensor; size: MapSize } | null {
  const layer = model.layers.find(({ name }) => name === wanted);
  const cells = model.layers.find(({ name }) => name === 'maps.cells');
  if (!layer || !cells) return null;
  const [, height, width] = (cells.input as SymbolicTensor).shape as [null, number, number];
  return { maps: layer.output as SymbolicTensor, size: { height, width } };
}
