import type { LayersModel, Scalar, Tensor2D, Variable } from '@tensorflow/tfjs-node-gpu';
import type { Recipe } from '../../contract/recipe.ts';
import type { EpochResult } from '../../contract/runs.ts';
import { epochBatches, toBatch, type LoadedExample } from '../data/batches.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { Adam } from './adam.ts';
import { meanLoss, squaredErrorSum } from './loss.ts';

export interface BestEpoch {
  epoch: number;
  validationLoss: number;
}

/** After each update of the weights. */
export interface StepEnded {
  epoch: number;
  step: number;
  /** Of this epoch. */
  steps: number;
  /** Images in this step's batch. */
  images: number;
  /** Waits for the device and reads this epoch's mean loss so far: not for every step. */
  readLoss: () => number;
}

/** After each validation. */
export interface EpochEnded {
  result: EpochResult;
  best: BestEpoch;
  /** This epoch is the best. */
  improved: boolean;
  /** All epochs so far with this one, those before a resume too. */
  history: EpochResult[];
  /** Stopped before its last step. */
  partial: boolean;
  validationSeconds: number;
}

/** Called in the order of the list, each awaited; one that throws ends the training. */
export interface TrainingCallback {
  stepEnded?(step: StepEnded): void | Promise<void>;
  epochEnded?(epoch: EpochEnded): void | Promise<void>;
}

/** Set from outside while the loop waits between steps. */
export interface StopRequest {
  requested: boolean;
}

/** Where a run is: new, or as a checkpoint left it. */
export interface TrainingState {
  model: LayersModel;
  optimizer: Adam;
  history: EpochResult[];
  best: BestEpoch | null;
}

export interface TrainingData {
  training: LoadedExample[];
  validation: LoadedExample[];
}

/** The epoch with the lowest validation loss, the earliest of equals; null before the first. */
export function bestOf(history: EpochResult[]): BestEpoch | null {
  let best: BestEpoch | null = null;
  for (const { epoch, validationLoss } of history)
    if (best === null || validationLoss < best.validationLoss) best = { epoch, validationLoss };
  return best;
}

/** The state before the first epoch. */
export function newTrainingState(tf: TensorFlow, model: LayersModel, recipe: Recipe): TrainingState {
  return {
    model,
    optimizer: new Adam(tf, recipe.optimizer.learningRate, trainableVariables(tf, model)),
    history: [],
    best: null,
  };
}

/**
 * Trains from the state on to the recipe's last epoch. The train loss of an epoch is the mean over its coordinates as
 * they were trained on, the validation loss is measured after the epoch.
 *
 * A stop request ends the loop after the step that is going on: the best epoch so far stays. Before there is one, the
 * weights as they are count as the first epoch, so that every stopped run has a model.
 */
export async function train(
  tf: TensorFlow,
  recipe: Recipe,
  data: TrainingData,
  state: TrainingState,
  callbacks: TrainingCallback[],
  stop: StopRequest,
): Promise<'finished' | 'stopped'> {
  for (let epoch = state.history.length + 1; epoch <= recipe.epochs; epoch += 1) {
    const began = performance.now();
    const trained = await trainEpoch(tf, recipe, data.training, state, callbacks, stop, epoch);
    if (trained.partial && state.best) return 'stopped';
    const validationBegan = performance.now();
    const validationLoss = meanLoss(tf, state.model, data.validation, recipe.input, recipe.batch);
    const ended = performance.now();
    const result: EpochResult = {
      epoch,
      trainLoss: trained.loss,
      validationLoss,
      imagesPerSecond: trained.images / ((validationBegan - began) / 1000),
      seconds: (ended - began) / 1000,
    };
    const improved = state.best === null || validationLoss < state.best.validationLoss;
    if (improved) state.best = { epoch, validationLoss };
    state.history.push(result);
    const { best, history } = state as TrainingState & { best: BestEpoch };
    const validationSeconds = (ended - validationBegan) / 1000;
    for (const callback of callbacks)
      await callback.epochEnded?.({ result, best, improved, history, partial: trained.partial, validationSeconds });
    await otherEvents();
    if (stop.requested && epoch < recipe.epochs) return 'stopped';
  }
  return 'finished';
}

/** One pass over the training examples, or as much of it as was done when the stop was asked for. */
async function trainEpoch(
  tf: TensorFlow,
  recipe: Recipe,
  training: LoadedExample[],
  state: TrainingState,
  callbacks: TrainingCallback[],
  stop: StopRequest,
  epoch: number,
): Promise<{ loss: number; images: number; partial: boolean }> {
  const batches = epochBatches(training, recipe.batch, recipe.seed, epoch);
  let sum = tf.scalar(0);
  let coordinates = 0;
  let images = 0;
  let partial = false;
  const readLoss = (): number => (sum.dataSync()[0] ?? NaN) / coordinates;
  try {
    for (const [index, examples] of batches.entries()) {
      const step = trainStep(tf, recipe.input, examples, state, sum);
      sum.dispose();
      sum = step.sum;
      coordinates += step.coordinates;
      images += examples.length;
      for (const callback of callbacks)
        await callback.stepEnded?.({
          epoch,
          step: index + 1,
          steps: batches.length,
          images: examples.length,
          readLoss,
        });
      await otherEvents();
      partial = stop.requested && index < batches.length - 1;
      if (partial) break;
    }
    return { loss: readLoss(), images, partial };
  } finally {
    sum.dispose();
  }
}

/** Forward, backward, update. Gives the epoch's sum of squared errors with this batch's added, still on the device. */
export function trainStep(
  tf: TensorFlow,
  input: Recipe['input'],
  examples: LoadedExample[],
  { model, optimizer }: Pick<TrainingState, 'model' | 'optimizer'>,
  sumBefore: Scalar,
): { sum: Scalar; coordinates: number } {
  let coordinates = 0;
  const sum = tf.tidy(() => {
    const batch = toBatch(tf, examples, input);
    coordinates = batch.coordinates;
    const { value, grads } = tf.variableGrads(
      () => {
        const answers = model.apply(batch.pictures, { training: true }) as Tensor2D;
        return squaredErrorSum(tf, answers, batch).div<Scalar>(batch.coordinates);
      },
      trainableVariables(tf, model),
    );
    optimizer.applyGradients(grads);
    return sumBefore.add<Scalar>(value.mul(batch.coordinates));
  });
  return { sum, coordinates };
}

function trainableVariables(tf: TensorFlow, model: LayersModel): Variable[] {
  return model.trainableWeights.map(({ name }) => {
    const variable = tf.engine().registeredVariables[name];
    if (!variable) throw new Error(`TensorFlow does not know the weight ${name}.`);
    return variable;
  });
}

/** TensorFlow's work is synchronous: here commands from the studio arrive and messages to it leave. */
function otherEvents(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
