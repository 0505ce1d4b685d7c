import type { NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../tensorflow.ts';
import { isKernel } from './is-kernel.ts';
import { groupSmall, join, part } from './joined.ts';
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
 *
 * Small variables are updated together, as one vector: the same to the last bit as one after the other, in fewer operations.
 */
export class Adam implements Optimizer {
  steps = 0;
  learningRate: number;
  readonly #tf: TensorFlow;
  readonly #groups: { variables: Variable[]; first: Variable; second: Variable }[];
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
    const zeros = (group: Variable[]): Variable => tf.tidy(() => tf.variable(tf.zerosLike(join(tf, group)), false));
    this.#groups = groupSmall(variables).map((group) => ({
      variables: group,
      first: zeros(group),
      second: zeros(group),
    }));
  }

  applyGradients(gradients: NamedTensorMap): void {
    this.steps += 1;
    const stepSize = this.learningRate / (1 - beta1 ** this.steps);
    const secondCorrection = Math.sqrt(1 - beta2 ** this.steps);
    const tf = this.#tf;
    // Of each group apart: what all need together is several times the weights.
    for (const { variables, first, second } of this.#groups)
      tf.tidy(() => {
        const gradient = join(
          tf,
          variables.map((variable) => this.#decayedGradient(variable, gradients[variable.name])),
        );
        const before = join(
          tf,
          variables.map((variable) => this.#decayed(variable)),
        );
        first.assign(first.mul(beta1).add(gradient.mul(1 - beta1)));
        second.assign(second.mul(beta2).add(gradient.square().mul(1 - beta2)));
        const scale = second.sqrt().div(secondCorrection).add(epsilon);
        const after = before.sub(first.mul(stepSize).div(scale));
        const shapes = variables.map(({ shape }) => shape);
        for (const [index, value] of part(tf, after, shapes).entries()) variables[index]?.assign(value);
      });
  }

  #decayedGradient(variable: Variable, gradient: Tensor | undefined): Tensor {
    if (!gradient) throw new Error(`The weight ${variable.name} has no gradient.`);
    const decays = this.#weightDecay > 0 && !this.#decoupled && isKernel(variable);
    return decays ? gradient.add(variable.mul(this.#weightDecay)) : gradient;
  }

  #decayed(variable: Variable): Tensor {
    const decays = this.#weightDecay > 0 && this.#decoupled && isKernel(variable);
    return decays ? variable.mul(1 - this.learningRate * this.#weightDecay) : variable;
  }

  /** First moments of all variables, then second moments, those of a group as one. */
  get moments(): Variable[] {
    return [...this.#groups.map(({ first }) => first), ...this.#groups.map(({ second }) => second)];
  }

  /** `moments` may be grouped otherwise: a checkpoint of an earlier version has one for each variable. */
  restore(steps: number, moments: Tensor[]): void {
    const size = (tensors: Tensor[]): number => tensors.reduce((sum, tensor) => sum + tensor.size, 0);
    const own = this.moments;
    if (size(moments) !== size(own))
      throw new Error(`The saved optimizer has ${size(moments)} values in its moments, ${size(own)} are needed.`);
    this.steps = steps;
    this.#tf.tidy(() => {
      const saved = this.#tf.concat(moments.map((moment) => moment.flatten()));
      const shapes = own.map(({ shape }) => shape);
      for (const [index, value] of part(this.#tf, saved, shapes).entries()) own[index]?.assign(value);
    });
  }

  dispose(): void {
    this.#tf.dispose(this.moments);
  }
}
