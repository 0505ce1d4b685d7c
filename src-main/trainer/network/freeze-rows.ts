import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import { StudioError } from '../../contract/errors.ts';
import { rowsOf } from './rows.ts';

/**
 * Keeps the first `count` rows of the layer table after the input from being trained: their variables are in no gradient
 * and no optimizer, and their batch normalisations work as in inference (`speedUpTraining`).
 * Throws StudioError 'bad input' when nothing would be left to train.
 */
export function freezeRows(model: LayersModel, count: number): void {
  const rows = [...rowsOf(model).values()];
  const lastTrained = rows.findLastIndex((layers) =>
    layers.some(({ trainableWeights }) => trainableWeights.length > 0),
  );
  if (count > lastTrained)
    throw new StudioError(
      'bad input',
      `With the first ${count} of ${rows.length} layers frozen nothing is left to train. Freeze at most ${lastTrained}.`,
    );
  for (const layer of rows.slice(0, count).flat()) layer.trainable = false;
}
