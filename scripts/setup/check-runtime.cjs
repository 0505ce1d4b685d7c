// check-runtime.cjs: loads TensorFlow through tfjs-node and trains a small network on it. Prints one JSON object:
// the version of TensorFlow, whether a GPU is used, and the loss before and after. Ends with 1 when it does not train.
const util = require('node:util');
// tfjs-node 4.22 calls two functions that Node 23 removed.
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';

const tf = require('@tensorflow/tfjs-node-gpu');

const filters = tf.variable(tf.randomNormal([3, 3, 1, 8], 0, 0.1, 'float32', 1));
const weights = tf.variable(tf.randomNormal([8 * 8 * 8, 2], 0, 0.1, 'float32', 2));
const images = tf.randomNormal([16, 16, 16, 1], 0, 1, 'float32', 3);
const targets = tf.fill([16, 2], 0.3);
const optimizer = tf.train.adam(0.01);
const step = () =>
  optimizer.minimize(() => {
    const features = tf.maxPool(tf.relu(tf.conv2d(images, filters, 1, 'same')), 2, 2, 'same');
    return tf.losses.meanSquaredError(targets, tf.matMul(features.reshape([16, -1]), weights));
  }, true);
const losses = Array.from({ length: 30 }, () => step().dataSync()[0]);
const [first, last] = [losses[0], losses[losses.length - 1]];
const backend = tf.backend();
console.log(JSON.stringify({ tensorflow: backend.binding.TF_Version, gpu: backend.isUsingGpuDevice, first, last }));
process.exitCode = last < first / 4 ? 0 : 1;
