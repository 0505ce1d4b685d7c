import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-node-gpu';
import { trunkRow } from '../network/heatmap-small.ts';
import { rowsOf } from '../network/rows.ts';
import { mapShares } from '../network/soft-argmax.ts';

/**
 * (batch, h, w, filters): what the last convolution of a network's trunk gives, after normalisation, activation and pooling. Of a
 * network with heatmaps it is where the picture is smallest, as what comes after it says where and no longer what. Null for a
 * network without maps.
 */
export function trunkOutput(model: LayersModel): SymbolicTensor | null {
  const layers = mapShares(model) ? (rowsOf(model).get(trunkRow) ?? []) : model.layers.slice(1);
  return layers.map((layer) => layer.output as SymbolicTensor).findLast(({ shape }) => shape.length === 4) ?? null;
}
