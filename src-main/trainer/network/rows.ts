import type { LayersModel } from '@tensorflow/tfjs-node-gpu';

export type TensorFlowLayer = LayersModel['layers'][number];

/** A model's TensorFlow layers by the row of the layer table they belong to, first to last, without the input. */
export function rowsOf(model: LayersModel): Map<string, TensorFlowLayer[]> {
  const rows = new Map<string, TensorFlowLayer[]>();
  for (const layer of model.layers.slice(1)) {
    const row = layer.name.split('.')[0] ?? '';
    rows.set(row, [...(rows.get(row) ?? []), layer]);
  }
  return rows;
}
