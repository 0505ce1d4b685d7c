import { createRequire } from 'node:module';

/**
 * Loads TensorFlow through tfjs-node and trains a small network on it, in a process of its own. Prints one JSON object:
 * the version of TensorFlow, whether a GPU is used, the loss before and after. Ends with 1 when the loss does not fall.
 */
const require = createRequire(import.meta.url);
const util = /** @type {any} */ (require('node:util'));
// tfjs-node 4.22 calls two functions that Node 23 removed.
util.isNullOrUndefined ??= (/** @type {unknown} */ value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';

const tf = /** @type {any} */ (require('@tensorflow/tfjs-node-gpu'));
const backend = tf.backend();

const filters = tf.variable(tf.randomNormal([3, 3, 1, 8], 0, 0.1, 'float32', 1));
const weights = tf.variable(tf.randomNormal([8 * 8 * 8, 2], 0, 0.1, 'float32', 2));
const images = tf.randomNormal([16, 16, 16, 1], 0, 1, 'float32', 3);
const targets = tf.fill([16, 2], 0.3);
const optimizer = tf.train.adam(0.01);
const losses = Array.from({ length: 30 }, () => {
  const loss = optimizer.minimize(() => {
    const features = tf.maxPool(tf.relu(tf.conv2d(images, filters, 1, 'same')), 2, 2, 'same');
    return tf.losses.meanSquaredError(targets, tf.matMul(features.reshape([16, -1]), weights));
  }, true);
  return loss.dataSync()[0];
});
const [first, last] = [losses[0], losses[losses.length - 1]];
console.log(JSON.stringify({ tensorflow: backend.binding.TF_Version, gpu: backend.isUsingGpuDevice, first, last }));
process.exitCode = last < first / 4 ? 0 : 1;
