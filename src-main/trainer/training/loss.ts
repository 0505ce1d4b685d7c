import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-node-gpu';
import { lossTerms, type CoordinateLoss, type LossTerm, type Recipe } from '../../contract/recipe.ts';
import type { Batch } from '../data/batches.ts';
import type { MapSize } from '../network/soft-argmax.ts';
import type { TensorFlow } from '../tensorflow.ts';

type Targets = Pick<Batch, 'targets' | 'mask' | 'coordinates'>;

/** What a network answers: (B, 2K) x/W, y/H, and (B, K, h·w) logits of its maps where it has them. */
export interface Answers {
  coordinates: Tensor2D;
  logits: Tensor3D | null;
}

/** Sum over the landmarks that are there of the squared errors of x/W and y/H. `answers`: (B, 2K). */
export function squaredErrorSum(tf: TensorFlow, answers: Tensor2D, batch: Targets): Scalar {
  return tf.tidy(() => answers.sub(batch.targets).mul(batch.mask).square().sum().asScalar());
}

/** The number that training makes smaller: the recipe's losses of a batch, weighed and added. */
export function objective(
  tf: TensorFlow,
  recipe: Pick<Recipe, 'input' | 'loss'>,
  maps: MapSize | null,
  answers: Answers,
  batch: Targets,
): Scalar {
  const terms = lossTerms(recipe.loss).map((term) => {
    const value = termOf(tf, recipe.input, term, maps, answers, batch);
    return term.weight === 1 ? value : value.mul<Scalar>(term.weight);
  });
  return terms.reduce((sum, term) => sum.add(term));
}

function termOf(
  tf: TensorFlow,
  input: Recipe['input'],
  term: LossTerm,
  maps: MapSize | null,
  { coordinates, logits }: Answers,
  batch: Targets,
): Scalar {
  if (term.kind === 'heatmap cross-entropy' || term.kind === 'heatmap divergence') {
    if (!maps || !logits) throw new Error(`The loss ${term.kind} needs a network with heatmaps.`);
    const truth = gaussians(tf, batch.targets, maps, term.sigma, input);
    const shares = tf.logSoftmax(logits);
    const each = term.kind === 'heatmap cross-entropy' ? crossEntropy(truth, shares) : divergence(tf, truth, shares);
    return meanOverLandmarks(each, batch);
  }
  return coordinateLoss(tf, input, term.kind, coordinates, batch);
}

/** Mean over the coordinates that are there. */
function coordinateLoss(
  tf: TensorFlow,
  input: Recipe['input'],
  kind: CoordinateLoss,
  answers: Tensor2D,
  batch: Targets,
): Scalar {
  if (kind === 'mse') return squaredErrorSum(tf, answers, batch).div<Scalar>(batch.coordinates);
  const errors = answers.sub(batch.targets).mul(batch.mask).abs();
  if (kind === 'l1') return errors.sum().div<Scalar>(batch.coordinates);
  const landmarks = batch.targets.shape[1] / 2;
  const pixels = errors.mul(tf.tensor1d(Array.from({ length: landmarks }, () => [input.width, input.height]).flat()));
  return ofPixels(tf, kind, pixels).sum().div<Scalar>(batch.coordinates);
}

/**
 * Of absolute errors in px of the input picture, each 0 where they are 0. Written with minimum and maximum, which are
 * cheaper than a choice:
 * - smooth-l1 (Girshick 2015): x²/2 below 1 px, x - 1/2 above;
 * - wing (Feng et al. 2018, w = 10, ε = 2): w ln(1 + x/ε) below w, x - w + w ln(1 + w/ε) above;
 * - soft-wing (Lin et al. 2021, ω1 = 2, ω2 = 20, ε = 0.5): x below ω1, ω1 + ω2 (ln(1 + x/ε) - ln(1 + ω1/ε)) above.
 */
function ofPixels(tf: TensorFlow, kind: 'smooth-l1' | 'wing' | 'soft-wing', pixels: Tensor): Tensor {
  switch (kind) {
    case 'smooth-l1': {
      const small = tf.minimum(pixels, 1);
      return small.square().div(2).add(pixels.sub(small));
    }
    case 'wing': {
      const small = tf.minimum(pixels, 10);
      return small.div(2).log1p().mul(10).add(pixels.sub(small));
    }
    case 'soft-wing': {
      const large = tf
        .maximum(pixels, 2)
        .div(0.5)
        .log1p()
        .sub(Math.log1p(2 / 0.5))
        .mul(20);
      return tf.minimum(pixels, 2).add(large);
    }
  }
}

/**
 * A Gaussian around each landmark over the cells of its map, (B, K, h·w), each adding up to 1; `sigma` is px of the input
 * picture. One that lies far outside adds up to next to nothing.
 */
export function gaussians(
  tf: TensorFlow,
  targets: Tensor2D,
  { height, width }: MapSize,
  sigma: number,
  input: Pick<Recipe['input'], 'width' | 'height'>,
): Tensor3D {
  return tf.tidy(() => {
    const [images, coordinates] = targets.shape;
    const landmarks = coordinates / 2;
    const places = targets.reshape<Tensor3D>([images, landmarks, 2]);
    const along = (axis: 0 | 1, cells: number, pixels: number): Tensor => {
      const middles: Tensor1D = tf
        .range(0, cells)
        .add<Tensor1D>(0.5)
        .mul<Tensor1D>(pixels / cells);
      const distances = places.slice([0, 0, axis], [-1, -1, 1]).mul(pixels).sub(middles);
      const bump = distances.div(sigma).square().div(-2).exp();
      return bump.div(tf.maximum(bump.sum(2, true), 1e-9));
    };
    const across = along(0, width, input.width).reshape([images, landmarks, 1, width]);
    const down = along(1, height, input.height).reshape([images, landmarks, height, 1]);
    return down.mul(across).reshape<Tensor3D>([images, landmarks, height * width]);
  });
}

/** (B, K): of each map. */
function crossEntropy(truth: Tensor3D, logShares: Tensor): Tensor {
  return truth.mul(logShares).sum(2).neg();
}

/** (B, K): Jensen-Shannon, natural logarithms: the mean of both's Kullback-Leibler divergence from their mean. */
function divergence(tf: TensorFlow, truth: Tensor3D, logShares: Tensor): Tensor {
  const shares = logShares.exp();
  const logMean = shares.add(truth).div(2).add(1e-12).log();
  const fromTruth = truth.mul(truth.add(1e-12).log().sub(logMean));
  return tf
    .add(fromTruth, shares.mul(logShares.sub(logMean)))
    .sum(2)
    .div(2);
}

/** `each`: (B, K). */
function meanOverLandmarks(each: Tensor, { mask, coordinates }: Targets): Scalar {
  const [images, length] = mask.shape;
  const there = mask
    .reshape([images, length / 2, 2])
    .slice([0, 0, 0], [-1, -1, 1])
    .reshape([images, length / 2]);
  return each
    .mul(there)
    .sum()
    .div<Scalar>(coordinates / 2);
}
