import type { NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-node-gpu';
import type { Recipe } from '../../contract/recipe.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { Adam } from './adam.ts';
import { MomentumDescent } from './momentum-descent.ts';

/** Moves variables by their gradients, and can be saved and restored to go on bit for bit. */
export interface Optimizer {
  /** Updates made so far. */
  readonly steps: number;
  /** Of the next update. */
  learningRate: number;
  /** Moves the variables; `gradients`, one for each, are by the variable's name and stay the caller's. */
  applyGradients(gradients: NamedTensorMap): void;
  /** What it remembers of the updates before, in a fixed order: a checkpoint keeps it beside `steps`. */
  readonly moments: Variable[];
  /** `moments` in the order of the property. */
  restore(steps: number, moments: Tensor[]): void;
  dispose(): void;
}

export function createOptimizer(tf: TensorFlow, settings: Recipe['optimizer'], variables: Variable[]): Optimizer {
  const { kind, learningRate, momentum, weightDecay } = settings;
  if (kind === 'sgd') return new MomentumDescent(tf, learningRate, variables, { momentum, weightDecay });
  return new Adam(tf, learningRate, variables, { weightDecay, decoupled: kind === 'adamw' });
}
