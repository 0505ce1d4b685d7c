import type { LayersModel, Scalar, Tensor2D, Tensor3D, Tensor4D, Variable } from '@tensorflow/tfjs-node-gpu';
import type { Recipe } from '../../contract/recipe.ts';
import type { EpochResult } from '../../contract/runs.ts';
import type { Augmenter } from '../augmentation/augment-batch.ts';
import { epochBatches, toBatch, type Batch, type LoadedExample } from '../data/batches.ts';
import { speedUpTraining } from '../kernels/training-layers.ts';
import { buildNetwork } from '../network/build-network.ts';
import { mapLogits } from '../network/soft-argmax.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { bestOf, hasStoppedEarly, valueOf, type BestEpoch } from './best-epoch.ts';
import { clipGradients } from './clip-gradients.ts';
import { objective, squaredErrorSum, type Answers } from './loss.ts';
import { createOptimizer, type Optimizer } from './optimizer.ts';
import { Pause } from './pause.ts';
import { learningRate } from './schedule.ts';
import { seedDropout } from './seeded-dropout.ts';
import { validate } from './validate.ts';
import { averageWeights } from './weight-average.ts';

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
  /** Before the first step of this process. `history`: the epochs that a resumed run has behind it. */
  trainingBegins?(history: EpochResult[]): void | Promise<void>;
  stepEnded?(step: StepEnded): void | Promise<void>;
  epochEnded?(epoch: EpochEnded): void | Promise<void>;
}

/** Set from outside while the loop waits between steps. */
export interface StopRequest {
  requested: boolean;
  /** Leave after this epoch's checkpoint, to go on from it in a fresh process. */
  recycle?: boolean;
}

/** Where a run is: new, or as a checkpoint left it. */
export interface TrainingState {
  /** The network that is trained. */
  model: LayersModel;
  /** The network that is validated and kept: the same one, or the moving average of its weights. */
  evaluated: LayersModel;
  /** The trained network's answers, as training takes them. */
  answer: (pictures: Tensor4D) => Answers;
  optimizer: Optimizer;
  /** What is made smaller. */
  objective: (answers: Answers, batch: Batch) => Scalar;
  clipNorm: number | null;
  averaging: number;
  history: EpochResult[];
  best: BestEpoch | null;
}

export interface TrainingData {
  training: LoadedExample[];
  validation: LoadedExample[];
  /** What the examples' `faceSize` is. */
  nmeBy: EpochResult['nmeBy'];
  /** Changes the training pictures, anew for each epoch and batch. */
  augment: Augmenter;
}

/** The state before the first epoch. */
export function newTrainingState(tf: TensorFlow, model: LayersModel, recipe: Recipe): TrainingState {
  const maps = mapLogits(model);
  // The same layers, so that training needs one pass for the coordinates and the maps.
  const trained = maps ? tf.model({ inputs: model.inputs, outputs: [...model.outputs, maps.logits] }) : model;
  speedUpTraining(tf, trained);
  const optimizer = createOptimizer(tf, recipe.optimizer, trainableVariables(tf, model));
  seedDropout(tf, model, recipe.seed, () => optimizer.steps);
  return {
    model,
    evaluated: recipe.averaging > 0 ? copyOf(tf, model, recipe) : model,
    answer: (pictures) => {
      const answers = trained.apply(pictures, { training: true });
      return Array.isArray(answers)
        ? { coordinates: answers[0] as Tensor2D, logits: answers[1] as Tensor3D }
        : { coordinates: answers as Tensor2D, logits: null };
    },
    optimizer,
    objective: (answers, batch) => objective(tf, recipe, maps?.size ?? null, answers, batch),
    clipNorm: recipe.clipNorm,
    averaging: recipe.averaging,
    history: [],
    best: null,
  };
}

function copyOf(tf: TensorFlow, model: LayersModel, recipe: Recipe): LayersModel {
  const landmarks = (model.outputs[0]?.shape[1] ?? 0) / 2;
  const copy = buildNetwork(tf, { ...recipe, head: 'coordinates' }, landmarks);
  copy.setWeights(model.getWeights());
  return copy;
}

/**
 * Trains from the state on to the recipe's last epoch, or until it has waited long enough for a better one. The train loss
 * of an epoch is the mean squared error over its coordinates as they were trained on, the validation loss the same,
 * measured after the epoch: whatever the recipe's loss is, runs compare.
 *
 * A stop request ends the loop after the step that is going on: the best epoch so far stays. Before there is one, the
 * weights as they are count as the first epoch, so that every stopped run has a model. A pause holds it there too; its
 * time is no part of the epoch's.
 */
export async function train(
  tf: TensorFlow,
  recipe: Recipe,
  data: TrainingData,
  state: TrainingState,
  callbacks: TrainingCallback[],
  stop: StopRequest,
  pause = new Pause(),
): Promise<'finished' | 'stopped' | 'recycled'> {
  for (const callback of callbacks) await callback.trainingBegins?.(state.history);
  for (let epoch = state.history.length + 1; epoch <= recipe.epochs; epoch += 1) {
    if (hasStoppedEarly(state.history, recipe)) return 'finished';
    const began = pause.now();
    const trained = await trainEpoch(tf, recipe, data, state, callbacks, stop, pause, epoch);
    if (trained.partial && state.best) return 'stopped';
    const validationBegan = pause.now();
    const validation = validate(tf, state.evaluated, data.validation, recipe.input, recipe.batch);
    const ended = pause.now();
    const result: EpochResult = {
      epoch,
      trainLoss: trained.loss,
      validationLoss: validation.loss,
      imagesPerSecond: trained.images / ((validationBegan - began) / 1000),
      seconds: (ended - began) / 1000,
      nme: validation.nme,
      nmeBy: data.nmeBy,
      learningRate: state.optimizer.learningRate,
      memoryBytes: process.memoryUsage.rss(),
    };
    state.history.push(result);
    const improved = state.best === null || valueOf(result, recipe.keepBestBy) < state.best.value;
    if (improved) state.best = bestOf([result], recipe.keepBestBy);
    const { best, history } = state as TrainingState & { best: BestEpoch };
    const validationSeconds = (ended - validationBegan) / 1000;
    for (const callback of callbacks)
      await callback.epochEnded?.({ result, best, improved, history, partial: trained.partial, validationSeconds });
    await otherEvents();
    await pause.over();
    if (stop.requested && epoch < recipe.epochs) return 'stopped';
    if (stop.recycle && epoch < recipe.epochs) return 'recycled';
  }
  return 'finished';
}

/** One pass over the training examples, or as much of it as was done when the stop was asked for. */
async function trainEpoch(
  tf: TensorFlow,
  recipe: Recipe,
  data: TrainingData,
  state: TrainingState,
  callbacks: TrainingCallback[],
  stop: StopRequest,
  pause: Pause,
  epoch: number,
): Promise<{ loss: number; images: number; partial: boolean }> {
  const batches = epochBatches(data.training, recipe.batch, recipe.seed, epoch);
  let sum = tf.scalar(0);
  let coordinates = 0;
  let images = 0;
  let partial = false;
  const readLoss = (): number => (sum.dataSync()[0] ?? NaN) / coordinates;
  try {
    for (const [index, examples] of batches.entries()) {
      const place = { epoch, step: index, stepsPerEpoch: batches.length, history: state.history };
      state.optimizer.learningRate = learningRate(recipe, place);
      const step = trainStep(tf, recipe.input, examples, state, sum, (batch) => data.augment(batch, epoch, index));
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
      await pause.over();
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
  state: Pick<TrainingState, 'model' | 'evaluated' | 'answer' | 'optimizer' | 'objective' | 'clipNorm' | 'averaging'>,
  sumBefore: Scalar,
  augment: (batch: Batch) => Batch = (batch) => batch,
): { sum: Scalar; coordinates: number } {
  const { model, optimizer, clipNorm } = state;
  let coordinates = 0;
  const sum = tf.tidy(() => {
    const batch = augment(toBatch(tf, examples, input));
    coordinates = batch.coordinates;
    let squares: Scalar | null = null;
    const { grads } = tf.variableGrads(
      () => {
        const answers = state.answer(batch.pictures);
        squares = tf.keep(squaredErrorSum(tf, answers.coordinates, batch));
        return state.objective(answers, batch);
      },
      trainableVariables(tf, model),
    );
    optimizer.applyGradients(clipNorm === null ? grads : clipGradients(tf, grads, clipNorm));
    if (state.averaging > 0) averageWeights(tf, state.evaluated, model, state.averaging, optimizer.steps);
    return addMean(sumBefore, squares, coordinates);
  });
  return { sum, coordinates };
}

/** The mean of a batch times its coordinates, as a loss that is reported as a mean comes back to a sum. */
function addMean(sumBefore: Scalar, squares: Scalar | null, coordinates: number): Scalar {
  if (!squares) throw new Error('The network was not asked for its answers.');
  const sum = sumBefore.add<Scalar>(squares.div(coordinates).mul(coordinates));
  squares.dispose();
  return sum;
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
