import type { NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../tensorflow.ts';
import { isKernel } from './is-kernel.ts';
import type { Optimizer } from './optimizer.ts';

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-8;

/**
 * Adam (Kingma and Ba 2015, arXiv 1412.6980) with PyTorch's defaults and its place of epsilon. Our own, because a run
 * must resume to the same losses: tfjs rounds its bias corrections anew when its state is restored, and divides by
 * another epsilon (1e-7).
 *
 * Weight decay times the weight is added to a kernel's gradient, or, decoupled, times the learning rate is taken from the
 * kernel before its update (AdamW: Loshchilov and Hutter 2019, arXiv 1711.05101, as in PyTorch).
 */
export class Adam implements Optimizer {
  steps = 0;
  learningRate: number;
  readonly #tf: TensorFlow;
  readonly #variables: Variable[];
  readonly #firstMoments: Variable[];
  readonly #secondMoments: Variable[];
  readonly #weightDecay: number;
  readonly #decoupled: boolean;

  constructor(
    tf: TensorFlow,
    learningRate: number,
    variables: Variable[],
    { weightDecay, decoupled }: { weightDecay: number; decoupled: boolean } = { weightDecay: 0, decoupled: false },
  ) {
    this.#tf = tf;
    this.learningRate = learningRate;
    this.#weightDecay = weightDecay;
    this.#decoupled = decoupled;
    this.#variables = variables;
    this.#firstMoments = variables.map((variable) => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false)));
    this.#secondMoments = variables.map((variable) => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false)));
  }

  applyGradients(gradients: NamedTensorMap): void {
    this.steps += 1;
    const stepSize = this.learningRate / (1 - beta1 ** this.steps);
    const secondCorrection = Math.sqrt(1 - beta2 ** this.steps);
    this.#tf.tidy(() => {
      for (const [index, variable] of this.#variables.entries()) {
        let gradient = gradients[variable.name];
        const first = this.#firstMoments[index];
        const second = this.#secondMoments[index];
        if (!gradient || !first || !second) continue;
        if (this.#weightDecay > 0 && isKernel(variable)) {
          if (this.#decoupled) variable.assign(variable.mul(1 - this.learningRate * this.#weightDecay));
          else gradient = gradient.add(variable.mul(this.#weightDecay));
        }
        first.assign(first.mul(beta1).add(gradient.mul(1 - beta1)));
        second.assign(second.mul(beta2).add(gradient.square().mul(1 - beta2)));
        const scale = second.sqrt().div(secondCorrection).add(epsilon);
        variable.assign(variable.sub(first.mul(stepSize).div(scale)));
      }
    });
  }

  /** First moments of all variables, then second moments. */
  get moments(): Variable[] {
    return [...this.#firstMoments, ...this.#secondMoments];
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
