import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import { StudioError } from '../../contract/errors.ts';
import type { ModelMetadata } from '../../contract/trainer.ts';
import { buildNetwork } from '../network/build-network.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { restoreCheckpoint } from '../training/callbacks/checkpoint.ts';
import { newTrainingState } from '../training/train.ts';

/**
 * The model of a run's last epoch, from its checkpoint, as that epoch was validated. Throws StudioError 'not found' where the run
 * has no checkpoint, or what `restoreCheckpoint` throws.
 */
export async function loadLastModel(
  tf: TensorFlow,
  runFolder: string,
  { recipe, landmarks, datasetHash }: ModelMetadata,
): Promise<LayersModel> {
  // Where a network with an offset begins is one of the weights that the checkpoint has.
  const anywhere = landmarks.flatMap(() => [0.5, 0.5]);
  const state = newTrainingState(tf, buildNetwork(tf, recipe, landmarks.length, anywhere), recipe);
  await restoreCheckpoint(tf, state, { runFolder, recipe, datasetHash });
  if (state.history.length === 0)
    throw new StudioError('not found', `The run has no checkpoint of its last epoch in ${runFolder}.`);
  return state.evaluated;
}
