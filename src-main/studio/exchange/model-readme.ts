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

Input    (1, ${input.height}, ${input.width}, ${channels}) float32: ${fed(input)}
         (anti-aliased bilinear), ${input.channels}, 0 to 255, then divided by ${divideBy} plus ${add}
Output   (1, ${2 * landmarks.length}): x/W and y/H${input.crop === 'box' ? ' of that crop' : ''} of each landmark in turn; (0, 0) is the outer corner of the top-left pixel
Loss     mean squared error of x/W and y/H: train ${metadata.trainLoss.toPrecision(4)}, validation ${metadata.validationLoss.toPrecision(4)};
         always answering the mean training shape has ${metadata.baselineLoss.toPrecision(4)} on the same validation pictures
Dataset  SHA-256 of pictures, landmarks, split and schema: ${metadata.datasetHash}

To run it: npm install @tensorflow/tfjs sharp, save the lines below as run.mjs here, node run.mjs face.jpg${input.crop === 'box' ? ' x y width height' : ''}
(in a browser, tf.loadLayersModel('model.json') reads the model)

${program(metadata, pixels)}`;
}

/** What of a picture is fed, in words. */
function fed({ width, height, crop, margin }: ModelMetadata['input']): string {
  if (crop === 'whole image')
    return `the whole upright picture resized to ${width}×${height} without keeping its aspect`;
  return `the box of one face in the upright picture, with ${margin} of its longer side added on
         each side, then grown about its centre to the proportions ${width}:${height} (the picture's edge pixels repeated where it leaves it),
         resized to ${width}×${height}`;
}

function program({ input, landmarks }: ModelMetadata, pixels: string): string {
  const { divideBy, add } = input.normalisation;
  const [left, top] = input.crop === 'box' ? ['left + ', 'top + '] : ['', ''];
  return `import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import sharp from 'sharp';
const { modelTopology, weightsManifest } = JSON.parse(readFileSync('model.json', 'utf8'));
const weightData = new Uint8Array(readFileSync('weights.bin')).buffer;
const model = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }));
const { landmarks } = JSON.parse(readFileSync('metadata.json', 'utf8'));
${input.crop === 'box' ? boxResized(input) : wholeResized(input)}
const pixels = tf.tensor3d(data, [info.height, info.width, info.channels], 'float32').tile([1, 1, 3 / info.channels]);
const picture = ${pixels}
const answer = await model.predict(picture.div(${divideBy}).add(${add}).expandDims(0)).data();
for (let k = 0; k < ${landmarks.length}; k++) console.log(landmarks[k].name, ${left}answer[2 * k] * width, ${top}answer[2 * k + 1] * height);   // px
`;
}

const resizing = `{ fit: 'fill', kernel: 'linear', fastShrinkOnLoad: false }`;

function wholeResized(input: ModelMetadata['input']): string {
  return `const { width, height } = (await sharp(process.argv[2]).metadata()).autoOrient;
const { data, info } = await sharp(process.argv[2]).autoOrient().toColourspace('srgb').removeAlpha()
  .resize(${input.width}, ${input.height}, ${resizing}).raw().toBuffer({ resolveWithObject: true });`;
}

/** The arithmetic of contract/crop.ts, for people who have none of this program. */
function boxResized(input: ModelMetadata['input']): string {
  return `const { data: whole, info: size } = await sharp(process.argv[2]).autoOrient().toColourspace('srgb').removeAlpha()
  .raw().toBuffer({ resolveWithObject: true });
const given = process.argv.slice(3, 7).map(Number);   // of the face, px; without a box the whole picture, with no margin
const [x, y, w, h] = given.length === 4 ? given : [0, 0, size.width, size.height];
const added = given.length === 4 ? ${2 * input.margin} * Math.max(w, h) : 0;
const width = Math.max(1, Math.round(Math.max(w + added, (h + added) * ${input.width} / ${input.height})));
const height = Math.max(1, Math.round(width * ${input.height} / ${input.width}));
const left = Math.floor(x + (w - width) / 2 + 0.5), top = Math.floor(y + (h - height) / 2 + 0.5);
const seen = { left: Math.max(0, left), top: Math.max(0, top) };
seen.width = Math.min(size.width, left + width) - seen.left;
seen.height = Math.min(size.height, top + height) - seen.top;
const crop = await sharp(whole, { raw: { width: size.width, height: size.height, channels: size.channels } }).extract(seen).extend({
  left: seen.left - left, right: left + width - seen.left - seen.width,
  top: seen.top - top, bottom: top + height - seen.top - seen.height, extendWith: 'copy' }).raw().toBuffer();
const { data, info } = await sharp(crop, { raw: { width, height, channels: size.channels } })
  .resize(${input.width}, ${input.height}, ${resizing}).raw().toBuffer({ resolveWithObject: true });`;
}
