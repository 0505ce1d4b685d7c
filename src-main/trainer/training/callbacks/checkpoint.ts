import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { StudioError } from '../../../contract/errors.ts';
import type { Recipe } from '../../../contract/recipe.ts';
import { exists } from '../../../files/durable-files.ts';
import type { TensorFlow } from '../../tensorflow.ts';
import { loadCheckpoint, saveCheckpoint } from '../checkpoint-file.ts';
import { bestOf } from '../best-epoch.ts';
import type { EpochEnded, TrainingCallback, TrainingState } from '../train.ts';
import { bestModelFolder } from './best-model.ts';

/** What a checkpoint belongs to. */
export interface CheckpointOwner {
  runFolder: string;
  recipe: Recipe;
  datasetHash: string;
}

/** Saves weights, optimizer, averaged weights and history after every whole epoch: schedule and patience follow from the history. */
export class CheckpointWriter implements TrainingCallback {
  readonly #state: TrainingState;
  readonly #owner: CheckpointOwner;

  constructor(state: TrainingState, owner: CheckpointOwner) {
    this.#state = state;
    this.#owner = owner;
  }

  async epochEnded({ history, partial }: EpochEnded): Promise<void> {
    if (partial) return;
    const { model, evaluated, optimizer } = this.#state;
    const averaged = evaluated === model ? [] : evaluated.getWeights();
    const { runFolder, recipe, datasetHash } = this.#owner;
    await saveCheckpoint(runFolder, {
      recipe,
      datasetHash,
      history,
      optimizerSteps: optimizer.steps,
      tensors: [...model.getWeights(), ...optimizer.moments, ...averaged].map((tensor) => ({
        shape: tensor.shape,
        values: tensor.dataSync<'float32'>(),
      })),
    });
  }
}

/**
 * Puts a run's last checkpoint into a new state; leaves the state alone when there is none, as when the run went away in
 * its first epoch. Throws StudioError when the checkpoint is of another recipe or dataset.
 */
export async function restoreCheckpoint(tf: TensorFlow, state: TrainingState, owner: CheckpointOwner): Promise<void> {
  const checkpoint = await loadCheckpoint(owner.runFolder);
  if (!checkpoint) return;
  if (!isDeepStrictEqual(checkpoint.recipe, owner.recipe) || checkpoint.datasetHash !== owner.datasetHash)
    throw new StudioError(
      'bad input',
      `The checkpoint in ${owner.runFolder} was made with another recipe or dataset. Start a new run instead of resuming this one.`,
    );
  tf.tidy(() => {
    const tensors = checkpoint.tensors.map(({ shape, values }): Tensor => tf.tensor(values, shape));
    const weights = state.model.getWeights().length;
    state.model.setWeights(tensors.slice(0, weights));
    const averaged = state.evaluated === state.model ? 0 : state.evaluated.getWeights().length;
    state.optimizer.restore(checkpoint.optimizerSteps, tensors.slice(weights, tensors.length - averaged));
    if (averaged > 0) state.evaluated.setWeights(tensors.slice(-averaged));
  });
  state.history = checkpoint.history;
  // Without its files the best epoch is lost: the next one must be kept.
  const bestIsThere = await exists(join(bestModelFolder(owner.runFolder), 'model.json'));
  state.best = bestIsThere ? bestOf(checkpoint.history, owner.recipe.keepBestBy) : null;
}
