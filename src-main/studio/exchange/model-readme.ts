import type { ModelMetadata } from '../../contract/index.ts';

/**
 * README of an exported model: what it takes, what it answers, and a program that runs it on one picture. The program
 * prepares the picture exactly as training does.
 */
export function describeModel(metadata: ModelMetadata): string {
  const { input, landmarks, recipe, schema } = metadata;
  const channels = input.channels === 'gray' ? 1 : 3;
  const { divideBy, add } = input.normalisation;
  const names = landmarks.slice(0, 6).map(({ name }) => name);
  const pixels =
    channels === 1 ? 'pixels.mul([0.299, 0.587, 0.114]).sum(2, true).round();   // gray as Rec. 601 has it' : 'pixels;';
  return `${recipe.title} (run ${metadata.runId}, epoch ${metadata.epoch})

A TensorFlow.js LayersModel that finds ${landmarks.length} of the ${schema.landmarks.length} landmarks of the schema ${schema.name}:
${names.join(', ')}${landmarks.length > names.length ? ', …' : ''}; metadata.json has them all, in the order of the output.

Input    (1, ${input.height}, ${input.width}, ${channels}) float32: the whole upright picture resized to ${input.width}×${input.height} without keeping its aspect
         (anti-aliased bilinear), ${input.channels}, 0 to 255, then divided by ${divideBy} plus ${add}
Output   (1, ${2 * landmarks.length}): x/W and y/H of each landmark in turn; (0, 0) is the outer corner of the top-left pixel
Loss     mean squared error of x/W and y/H: train ${metadata.trainLoss.toPrecision(4)}, validation ${metadata.validationLoss.toPrecision(4)};
         always answering the mean training shape has ${metadata.baselineLoss.toPrecision(4)} on the same validation pictures
Dataset  SHA-256 of pictures, landmarks, split and schema: ${metadata.datasetHash}

To run it: npm install @tensorflow/tfjs sharp, save the lines below as run.mjs here, node run.mjs face.jpg
(in a browser, tf.loadLayersModel('model.json') reads the model)

${program(metadata, pixels)}`;
}

function program({ input, landmarks }: ModelMetadata, pixels: string): string {
  const { divideBy, add } = input.normalisation;
  return `import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import sharp from 'sharp';
const { modelTopology, weightsManifest } = JSON.parse(readFileSync('model.json', 'utf8'));
const weightData = new Uint8Array(readFileSync('weights.bin')).buffer;
const model = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }));
const { landmarks } = JSON.parse(readFileSync('metadata.json', 'utf8'));
const { width, height } = (await sharp(process.argv[2]).metadata()).autoOrient;
const { data, info } = await sharp(process.argv[2]).autoOrient().toColourspace('srgb').removeAlpha()
  .resize(${input.width}, ${input.height}, { fit: 'fill', kernel: 'linear', fastShrinkOnLoad: false }).raw().toBuffer({ resolveWithObject: true });
const pixels = tf.tensor3d(data, [info.height, info.width, info.channels], 'float32').tile([1, 1, 3 / info.channels]);
const picture = ${pixels}
const answer = await model.predict(picture.div(${divideBy}).add(${add}).expandDims(0)).data();
for (let k = 0; k < ${landmarks.length}; k++) console.log(landmarks[k].name, answer[2 * k] * width, answer[2 * k + 1] * height);   // px
`;
}
