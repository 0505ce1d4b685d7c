import type { NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../tensorflow.ts';

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-8;

/**
 * Adam (Kingma and Ba 2015, arXiv 1412.6980) with PyTorch's defaults and its place of epsilon. Our own, because a run
 * must resume to the same losses: tfjs rounds its bias corrections anew when its state is restored, and divides by
 * another epsilon (1e-7).
 */
export class Adam {
  /** Updates made so far. */
  steps = 0;
  readonly #tf: TensorFlow;
  readonly #learningRate: number;
  readonly #variables: Variable[];
  readonly #firstMoments: Variable[];
  readonly #secondMoments: Variable[];

  constructor(tf: TensorFlow, learningRate: number, variables: Variable[]) {
    this.#tf = tf;
    this.#learningRate = learningRate;
    this.#variables = variables;
    this.#firstMoments = variables.map((variable) => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false)));
    this.#secondMoments = variables.map((variable) => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false)));
  }

  /** Moves every variable that has a gradient; `gradients` are by the variable's name and stay the caller's. */
  applyGradients(gradients: NamedTensorMap): void {
    this.steps += 1;
    const stepSize = this.#learningRate / (1 - beta1 ** this.steps);
    const secondCorrection = Math.sqrt(1 - beta2 ** this.steps);
    this.#tf.tidy(() => {
      for (const [index, variable] of this.#variables.entries()) {
        const gradient = gradients[variable.name];
        const first = this.#firstMoments[index];
        const second = this.#secondMoments[index];
        if (!gradient || !first || !second) continue;
        first.assign(first.mul(beta1).add(gradient.mul(1 - beta1)));
        second.assign(second.mul(beta2).add(gradient.square().mul(1 - beta2)));
        const scale = second.sqrt().div(secondCorrection).add(epsilon);
        variable.assign(variable.sub(first.mul(stepSize).div(scale)));
      }
    });
  }

  /** First moments of all variables, then second moments: what a checkpoint keeps beside `steps`. */
  get moments(): Variable[] {
    return [...this.#firstMoments, ...this.#secondMoments];
  }

  /** `moments` in the order of the property. */
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
