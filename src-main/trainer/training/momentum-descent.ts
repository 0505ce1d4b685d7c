import type { NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../tensorflow.ts';
import { isKernel } from './is-kernel.ts';
import type { Optimizer } from './optimizer.ts';

/** Stochastic gradient descent as PyTorch has it: velocity = momentum · velocity + gradient, weight -= rate · velocity. */
export class MomentumDescent implements Optimizer {
  steps = 0;
  learningRate: number;
  readonly moments: Variable[];
  readonly #tf: TensorFlow;
  readonly #variables: Variable[];
  readonly #momentum: number;
  readonly #weightDecay: number;

  /** `weightDecay` times the weight is added to a kernel's gradient. */
  constructor(
    tf: TensorFlow,
    learningRate: number,
    variables: Variable[],
    { momentum, weightDecay }: { momentum: number; weightDecay: number },
  ) {
    this.#tf = tf;
    this.learningRate = learningRate;
    this.#variables = variables;
    this.#momentum = momentum;
    this.#weightDecay = weightDecay;
    this.moments = variables.map((variable) => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false)));
  }

  applyGradients(gradients: NamedTensorMap): void {
    this.steps += 1;
    this.#tf.tidy(() => {
      for (const [index, variable] of this.#variables.entries()) {
        const velocity = this.moments[index];
        let gradient = gradients[variable.name];
        if (!gradient || !velocity) continue;
        if (this.#weightDecay > 0 && isKernel(variable)) gradient = gradient.add(variable.mul(this.#weightDecay));
        velocity.assign(velocity.mul(this.#momentum).add(gradient));
        variable.assign(variable.sub(velocity.mul(this.learningRate)));
      }
    });
  }

  restore(steps: number, moments: Tensor[]): void {
    this.steps = steps;
    for (const [index, moment] of this.moments.entries()) {
      const saved = moments[index];
      if (!saved)
        throw new Error(`The saved optimizer has ${moments.length} moments, ${this.moments.length} are needed.`);
      moment.assign(saved);
    }
  }

  dispose(): void {
    this.#tf.dispose(this.moments);
  }
}
