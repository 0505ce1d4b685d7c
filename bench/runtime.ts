import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import type * as TensorFlow from '@tensorflow/tfjs-node-gpu';

/**
 * What the TensorFlow runtime gives before the studio's own engine: a training step of a network like the write-up's
 * first part (gray 80x60, three convolutions of 3x3 each followed by ReLU and 2x2 max-pool, two dense layers, MSE, Adam),
 * with the stock ops and gradients of tfjs, on random images already in memory. Batch 64; the loss is read once a run.
 */
const batch = 64;
const filters = [12, 24, 32];
const warmUpSteps = 5;
const steps = 30;
const runs = 5;

type Report = (name: string, value: number, unit: string) => void;

export function run(report: Report): Promise<void> {
  const tf = loadTensorFlow();
  const network = convolutionalNetwork(tf);
  const optimizer = tf.train.adam(1e-3);
  const images = tf.randomUniform<TensorFlow.Rank.R4>([batch, 60, 80, 1], -0.5, 0.5, 'float32', 1);
  const targets = tf.randomUniform([batch, 2], 0, 1, 'float32', 2);
  const step = () => optimizer.minimize(() => tf.losses.meanSquaredError(targets, network(images)), true);

  const train = (count: number) => {
    for (let index = 1; index < count; index++) step()?.dispose();
    const loss = step();
    loss?.dataSync();
    loss?.dispose();
  };
  train(warmUpSteps);
  const rates = Array.from({ length: runs }, () => {
    const start = performance.now();
    train(steps);
    return (batch * steps) / ((performance.now() - start) / 1000);
  }).sort((a, b) => a - b);

  report('train images per second, median of 5', rates[Math.floor(runs / 2)] ?? NaN, 'images/s');
  report('train images per second, slowest', rates[0] ?? NaN, 'images/s');
  report('train images per second, fastest', rates[runs - 1] ?? NaN, 'images/s');
  report('batch', batch, 'images');
  report('cores', cpus().length, 'cores');
  return Promise.resolve();
}

function loadTensorFlow(): typeof TensorFlow {
  const require = createRequire(import.meta.url);
  // tfjs-node 4.22 calls two functions that Node 23 removed.
  Object.assign(require('node:util') as object, {
    isNullOrUndefined: (value: unknown) => value == null,
    isArray: (value: unknown) => Array.isArray(value),
  });
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
  return require('@tensorflow/tfjs-node-gpu') as typeof TensorFlow;
}

/** Images [batch, 60, 80, 1] in, one point [batch, 2] out. */
function convolutionalNetwork(tf: typeof TensorFlow): (images: TensorFlow.Tensor4D) => TensorFlow.Tensor {
  const kernels = filters.map((count, layer) =>
    tf.variable(tf.randomNormal<TensorFlow.Rank.R4>([3, 3, filters[layer - 1] ?? 1, count], 0, 0.1, 'float32', layer)),
  );
  const weights = tf.variable(tf.randomNormal<TensorFlow.Rank.R2>([7 * 10 * 32, 128], 0, 0.02, 'float32', 3));
  const last = tf.variable(tf.randomNormal<TensorFlow.Rank.R2>([128, 2], 0, 0.1, 'float32', 4));
  return (images) => {
    // 60x80 -> 30x40 -> 15x20 -> 7x10.
    const features = kernels.reduce(
      (input, kernel) => tf.maxPool(tf.relu(tf.conv2d(input, kernel, 1, 'same')), 2, 2, 'valid'),
      images,
    );
    return tf.matMul(tf.relu(tf.matMul(features.reshape([batch, -1]), weights)), last);
  };
}
