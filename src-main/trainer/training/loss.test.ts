import type { Rank, Scalar, Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-node-gpu';
import { describe, expect, test } from 'vitest';
import type { RecipeInput } from '../../contract/recipe.ts';
import type { Batch } from '../data/batches.ts';
import { loadEngine } from '../engines/engine.ts';
import { blobRecipe } from '../testing/blobs.ts';
import { gaussians, objective } from './loss.ts';

const { tf } = await loadEngine();
const input = { width: 160, height: 120, channels: 'gray' } as const;

/** Two pictures of two landmarks; the second landmark of the second picture is absent. */
const batch: Pick<Batch, 'targets' | 'mask' | 'coordinates'> = {
  targets: tf.tensor2d([0.25, 0.5, 0.75, 0.25, 0.5, 0.5, 0, 0], [2, 4]),
  mask: tf.tensor2d([1, 1, 1, 1, 1, 1, 0, 0], [2, 4]),
  coordinates: 6,
};
/** Errors in px of 160×120: 0.4, 30; -3, 0; 16, -1.2; the absent one far off. */
const pixels = [0.4, 30, 3, 0, 16, 1.2];
const answers = tf.tidy(() =>
  batch.targets.add<Tensor2D>(tf.tensor2d([0.4 / 160, 30 / 120, -3 / 160, 0, 16 / 160, -1.2 / 120, 9, 9], [2, 4])),
);

const value = (loss: RecipeInput['loss']): number =>
  tf.tidy(
    () =>
      objective(
        tf,
        blobRecipe({ input, loss }),
        null,
        { coordinates: answers, logits: null },
        batch as Batch,
      ).dataSync()[0]!,
  );
const mean = (of: (x: number) => number): number => pixels.reduce((sum, x) => sum + of(x), 0) / pixels.length;

describe('losses of coordinates are means over those that are there', () => {
  test.each<[string, number]>([
    ['mse', [0.4 / 160, 30 / 120, 3 / 160, 16 / 160, 1.2 / 120].reduce((sum, x) => sum + x * x, 0) / 6],
    ['l1', [0.4 / 160, 30 / 120, 3 / 160, 16 / 160, 1.2 / 120].reduce((sum, x) => sum + x, 0) / 6],
    ['smooth-l1', mean((x) => (x < 1 ? x * x * 0.5 : x - 0.5))],
    ['wing', mean((x) => (x < 10 ? 10 * Math.log(1 + x / 2) : x - (10 - 10 * Math.log(1 + 10 / 2))))],
    ['soft-wing', mean((x) => (x < 2 ? x : 20 * Math.log(1 + x / 0.5) + 2 - 20 * Math.log(1 + 2 / 0.5)))],
  ])('%s', (loss, expected) => {
    const measured = value(loss as 'mse');
    expect(Math.abs(measured - expected)).toBeLessThan(1e-5 * Math.max(1, expected));
  });

  test('terms are weighed and added', () => {
    const both = value([{ kind: 'wing', weight: 0.25 }, { kind: 'l1' }]);
    expect(both).toBeCloseTo(0.25 * value('wing') + value('l1'), 4);
  });
});

describe('losses of heatmaps', () => {
  const maps = { height: 30, width: 40 };
  const logits = tf.randomNormal<Rank.R3>([2, 2, 1200], 0, 2, 'float32', 5);
  const truth = gaussians(tf, batch.targets, maps, 3, input);

  /** In doubles, map by map, from the definition. */
  const expected = (of: (truth: number, share: number) => number): number => {
    const [shares, bumps] = [tf.softmax(logits).arraySync(), truth.arraySync()];
    const there = [
      [0, 0],
      [0, 1],
      [1, 0],
    ] as const;
    const each = there.map(([image, landmark]) =>
      bumps[image]![landmark]!.reduce((sum, bump, cell) => sum + of(bump, shares[image]![landmark]![cell]!), 0),
    );
    return each.reduce((sum, one) => sum + one, 0) / each.length;
  };
  const loss = (kind: 'heatmap cross-entropy' | 'heatmap divergence'): Scalar => {
    const recipe = blobRecipe({ input, network: 'heatmap-small', loss: [{ kind, sigma: 3 }] });
    return objective(tf, recipe, maps, { coordinates: answers, logits }, batch);
  };

  test('the Gaussian adds up to one, is highest at the landmark and as wide as its sigma in px of the input', () => {
    const one = truth.slice([0, 0, 0], [1, 1, 1200]).reshape([30, 40]);
    expect(one.sum().dataSync()[0]).toBeCloseTo(1, 5);
    // x 40 px, y 60 px: between the cells whose middles are 38 and 42, 58 and 62.
    const rows = one.sum(1).dataSync();
    const columns = one.sum(0).dataSync();
    expect(columns[9]).toBeCloseTo(columns[10]!, 6);
    expect(Math.max(...columns)).toBe(Math.max(columns[9]!, columns[10]!));
    const spread = (values: Float32Array, middle: number): number =>
      Math.sqrt(values.reduce((sum, share, cell) => sum + share * ((cell + 0.5) * 4 - middle) ** 2, 0));
    expect(spread(columns as Float32Array, 40)).toBeCloseTo(3, 1);
    expect(spread(rows as Float32Array, 60)).toBeCloseTo(3, 1);
  });

  test('cross-entropy and Jensen-Shannon divergence are those of the definition', () => {
    const cross = expected((bump, share) => -bump * Math.log(share));
    expect(loss('heatmap cross-entropy').dataSync()[0]).toBeCloseTo(cross, 3);
    const kullback = (p: number, q: number): number => (p < 1e-30 ? 0 : p * Math.log(p / q));
    const divergence = expected((bump, share) => {
      const middle = (bump + share) / 2;
      return (kullback(bump, middle) + kullback(share, middle)) / 2;
    });
    expect(loss('heatmap divergence').dataSync()[0]).toBeCloseTo(divergence, 3);
  });

  test('a landmark far outside the picture gives a loss and a gradient that are numbers', () => {
    const far = { ...batch, targets: tf.tensor2d([40, -30, 0.5, 0.5, 0.5, 0.5, 0, 0], [2, 4]) };
    const recipe = blobRecipe({
      input,
      network: 'heatmap-small',
      loss: [{ kind: 'heatmap cross-entropy' }, { kind: 'heatmap divergence' }],
    });
    const { value: lost, grad } = tf.valueAndGrad((maps30: Tensor) =>
      objective(tf, recipe, maps, { coordinates: answers, logits: maps30 as Tensor3D }, far as Batch),
    )(logits);
    expect(Number.isFinite(lost.dataSync()[0])).toBe(true);
    expect(grad.dataSync().every(Number.isFinite)).toBe(true);
  });
});
