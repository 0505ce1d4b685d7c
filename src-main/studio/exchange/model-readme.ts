import type { ModelMetadata } from '../../contract/index.ts';

/** README of an exported model: what it takes, what it answers, and code that runs it. */
export function describeModel(metadata: ModelMetadata): string {
  const { input, landmarks, recipe, schema } = metadata;
  const channels = input.channels === 'gray' ? 1 : 3;
  const { divideBy, add } = input.normalisation;
  const scale = `.div(${divideBy})${add === 0 ? '' : `.add(${add})`}`;
  const gray =
    channels === 1
      ? ['  // gray = 0.299 R + 0.587 G + 0.114 B', '  const pixels = image.mul([0.299, 0.587, 0.114]).sum(2, true);']
      : ['  const pixels = image;'];
  return [
    `${recipe.title} · run ${metadata.runId}, epoch ${metadata.epoch}`,
    '',
    `A TensorFlow.js LayersModel (model.json, weights.bin) that finds ${landmarks.length} landmarks of the schema ${schema.name}:`,
    `${landmarks
      .slice(0, 6)
      .map(({ name }) => name)
      .join(', ')}${landmarks.length > 6 ? ', …' : ''} (all of them, in order, are in metadata.json).`,
    '',
    `Input   float32 (1, ${input.height}, ${input.width}, ${channels}): the whole upright image, ${input.channels}, resized to ${input.width}x${input.height}`,
    `        without keeping its aspect, then pixel / ${divideBy}${add === 0 ? '' : ` + ${add}`} with pixels 0 to 255.`,
    `Output  (1, ${2 * landmarks.length}): x/W, y/H of each landmark in turn. (0, 0) is the outer corner of the image's top-left pixel.`,
    `Losses  mean squared error of x/W and y/H: train ${metadata.trainLoss.toPrecision(4)}, validation ${metadata.validationLoss.toPrecision(4)};`,
    `        always answering the mean training shape gives ${metadata.baselineLoss.toPrecision(4)} on validation.`,
    '',
    "  import * as tf from '@tensorflow/tfjs-node';            // in a browser: '@tensorflow/tfjs'",
    "  import { readFileSync } from 'node:fs';",
    "  const model = await tf.loadLayersModel('file://./model.json');",
    "  const image = tf.node.decodeImage(readFileSync('face.jpg'), 3);   // in a browser: tf.browser.fromPixels(element)",
    '  const [height, width] = image.shape;',
    ...gray,
    `  const resized = tf.image.resizeBilinear(pixels, [${input.height}, ${input.width}], false, true);`,
    `  const answer = model.predict(resized${scale}.expandDims(0));`,
    '  const values = await answer.data();',
    `  for (let k = 0; k < ${landmarks.length}; k++) console.log(values[2 * k] * width, values[2 * k + 1] * height);`,
    '',
    `Trained on dataset ${metadata.datasetHash.slice(0, 16)}… (SHA-256 of images, landmarks, split and schema).`,
    '',
  ].join('\n');
}
