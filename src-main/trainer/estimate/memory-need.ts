import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import type { Recipe } from '../../contract/recipe.ts';
import type { Batch, LoadedExample } from '../data/batches.ts';
import type { TensorFlow } from '../tensorflow.ts';
import type { Optimizer } from '../training/optimizer.ts';
import { trainStep, type TrainingState } from '../training/train.ts';

/** Bytes of a trainer at its peak: `fixed` whatever the batch, and `perImage` for each image of it. */
export interface MemoryNeed {
  fixed: number;
  perImage: number;
}

/**
 * Of the tensors' own sum so much is resident at the peak: kernels write some of them over others. And what a process takes
 * besides in its first steps: compiled code, threads, the kernels' own buffers. Both measured (docs/recipes.md, What a run takes).
 */
const resident = 0.85;
const besides = 40 * 2 ** 20;

export function needed({ fixed, perImage }: MemoryNeed, batch: number): number {
  return Math.ceil(fixed + perImage * batch);
}

/** The largest batch that needs no more than `bytes`, at most `most`; null where not even one image does. */
export function largestBatch(need: MemoryNeed, bytes: number, most: number): number | null {
  const batch = Math.min(most, Math.floor((bytes - need.fixed) / need.perImage));
  return batch < 1 ? null : batch;
}

/**
 * From the network's shapes alone, to know whether a step can be tried at all. Weights with their gradients, moments, average
 * and what an update makes on the way; three tensors an output of a layer. `base`: bytes the process has without them.
 */
export function roughNeed(model: LayersModel, base: number): MemoryNeed {
  const values = (shape: unknown): number =>
    (shape as (number | null)[]).flat().reduce<number>((product, size) => product * (size ?? 1), 1);
  const weights = model.weights.reduce((sum, { shape }) => sum + values(shape), 0);
  const outputs = model.layers.reduce((sum, { outputShape }) => sum + values(outputShape), 0);
  return { fixed: base + besides + 4 * 14 * weights, perImage: 4 * 3 * outputs };
}

/**
 * From the tensors that are alive at once in real steps of one and of two images: what grows with the batch is what
 * backpropagation keeps of an image, what does not are gradients, moments and the update. Leaves the state's weights changed.
 */
export async function measureNeed(
  tf: TensorFlow,
  recipe: Recipe,
  state: TrainingState,
  examples: LoadedExample[],
  augment: (batch: Batch) => Batch,
  base: number,
): Promise<MemoryNeed> {
  const still: TrainingState = { ...state, averaging: 0, clipNorm: null, optimizer: unmoved(state.optimizer) };
  const peak = (images: number, used: TrainingState): Promise<number> =>
    peakBytes(tf, () => {
      const before = tf.scalar(0);
      const { sum } = trainStep(tf, recipe.input, examples.slice(0, images), used, before, augment);
      sum.dataSync();
      tf.dispose([before, sum]);
    });
  const one = await peak(1, still);
  const two = await peak(2, still);
  const update = await peak(1, state);
  return { fixed: base + besides + resident * update, perImage: resident * Math.max(1, two - one) };
}

/** Bytes of tensors that `work` has at most at once, beyond those that are there before. */
async function peakBytes(tf: TensorFlow, work: () => void): Promise<number> {
  const before = tf.memory().numBytes;
  const profile = await tf.profile(() => {
    work();
    return 0;
  });
  return profile.peakBytes - before;
}

function unmoved(optimizer: Optimizer): Optimizer {
  return {
    steps: optimizer.steps,
    learningRate: optimizer.learningRate,
    moments: [],
    applyGradients: () => undefined,
    restore: () => undefined,
    dispose: () => undefined,
  };
}
