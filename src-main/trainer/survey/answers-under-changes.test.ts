import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { expect, test } from 'vitest';
import { pictureChanges } from '../../contract/trainer.ts';
import { loadEngine } from '../engines/engine.ts';
import { answersUnderChanges } from './answers-under-changes.ts';

const { tf } = await loadEngine();
const [width, height] = [96, 64];

/** Round bumps of light on black, as the network sees them. */
function picture(bumps: [x: number, y: number, light: number][]): Tensor4D {
  const values = Float32Array.from({ length: width * height }, (_, pixel) => {
    const [x, y] = [(pixel % width) + 0.5, Math.floor(pixel / width) + 0.5];
    return bumps.reduce((sum, [u, v, light]) => sum + light * Math.exp(-((x - u) ** 2 + (y - v) ** 2) / 50), -0.5);
  });
  return tf.tensor4d(values, [1, height, width, 1]);
}

/** Mean place of the light left and right of the middle of all light: follows whatever is done to the picture, and knows left from right. */
function follower(pictures: Tensor4D): Tensor2D {
  const light = tf.tidy(() => pictures.add(0.5).dataSync<'float32'>());
  const mean = (within: (x: number) => boolean): [number, number] => {
    let [sum, x, y] = [0, 0, 0];
    for (const [pixel, value] of light.entries()) {
      const [u, v] = [((pixel % width) + 0.5) / width, (Math.floor(pixel / width) + 0.5) / height];
      if (!within(u)) continue;
      sum += value;
      x += value * u;
      y += value * v;
    }
    return [x / sum, y / sum];
  };
  const [middle] = mean(() => true);
  return tf.tensor2d([[...mean((x) => x < middle), ...mean((x) => x >= middle)]]);
}

const bumps: [number, number, number][] = [
  [34, 26, 0.6],
  [62, 38, 0.6],
];

/** px of the farthest landmark, by change. */
function apart(network: (pictures: Tensor4D) => Tensor2D, order: number[] | null): Map<string, number> {
  const pictures = picture(bumps);
  const plain = network(pictures).arraySync()[0]!;
  return new Map(
    answersUnderChanges(tf, { answer: network }, pictures, order).map(({ change, answers: [answer] }) => [
      change,
      Math.max(
        ...[0, 1].map((landmark) =>
          Math.hypot(
            (answer![2 * landmark]! - plain[2 * landmark]!) * width,
            (answer![2 * landmark + 1]! - plain[2 * landmark + 1]!) * height,
          ),
        ),
      ),
    ]),
  );
}

test('a network that follows what it sees is at one with itself under every change', () => {
  const found = apart(follower, [1, 0]);
  expect([...found.keys()]).toEqual([...pictureChanges]);
  for (const [change, px] of found) expect(px, change).toBeLessThan(0.1);
});

test('one that answers the same to everything is apart by just what was done', () => {
  const still = apart(() => tf.tensor2d([[0.25, 0.5, 0.75, 0.5]]), [1, 0]);
  expect(still.get('mirrored')).toBeCloseTo(0, 4);
  expect(still.get('moved right and down')).toBeCloseTo(Math.hypot(0.04 * width, 0.04 * height), 3);
  // A quarter of the width from the centre, about which it is scaled.
  expect(still.get('made larger')).toBeCloseTo((width / 4) * (1 - 1 / 1.07), 3);
  expect(still.get('made darker')).toBeCloseTo(0, 4);
});

test('with the mirror’s order wrong its answers are apart; without one nothing is mirrored', () => {
  expect(apart(follower, [0, 1]).get('mirrored')).toBeGreaterThan(20);
  expect(apart(follower, null).has('mirrored')).toBe(false);
});

test('no tensor is left behind', () => {
  const pictures = picture(bumps);
  const before = tf.memory().numTensors;
  answersUnderChanges(tf, { answer: (each) => follower(each) }, pictures, [1, 0]);
  expect(tf.memory().numTensors).toBe(before);
});
