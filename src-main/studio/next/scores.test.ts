import { expect, test } from 'vitest';
import type { LandmarkSchema, Surveyed } from '../../contract/index.ts';
import type { StoredImage } from '../store/interface.ts';
import { byDisagreement } from './disagreement.ts';
import { diverseImages } from './diverse-images.ts';
import { byShape } from './off-the-shape.ts';
import { highestFirst, type SurveyedImage } from './scored-images.ts';
import { byTwoAnswers } from './two-answers.ts';
import { byUncertainMaps } from './uncertain-maps.ts';

const look = (change: Partial<Surveyed>): Surveyed => ({
  key: 0,
  width: 100,
  height: 100,
  landmarks: [],
  seenPx: 100,
  changed: [],
  heatmaps: null,
  features: null,
  ...change,
});
/** An image named by its number, with a look for each change. */
const image = (id: number, ...looks: Partial<Surveyed>[]): SurveyedImage => ({
  image: { id, name: `${id}` } as StoredImage,
  looks: looks.map(look),
});
const names = (scored: readonly { image: StoredImage }[]): string[] => scored.map(({ image: { name } }) => name);

test('disagreement counts each change by its usual, and tells the one that is most out of it', () => {
  const changed = (mirrored: number, darker: number): Partial<Surveyed> => ({
    changed: [
      { change: 'mirrored', apartPx: mirrored },
      { change: 'made darker', apartPx: darker },
    ],
  });
  // Mirrored pictures are 10 px apart as a rule, darker ones 1 px: the third image is out of the ordinary by its darker one.
  const scored = byDisagreement([image(1, changed(10, 1)), image(2, changed(10, 1)), image(3, changed(10, 4))]);
  expect(scored.map(({ score }) => score)).toEqual([1, 1, 2.5]);
  expect(scored[2]?.words).toBe('its picture made darker is answered 4.0 px apart (usual: 1.0 px)');
  // Of several faces the worst speaks.
  const [several] = byDisagreement([image(1, changed(10, 1), changed(30, 1)), image(2, changed(10, 1))]);
  expect(several?.words).toBe('face 2 of 2: its mirrored picture is answered 30.0 px apart (usual: 10.0 px)');
});

test('a network that is at one with itself everywhere disagrees nowhere', () => {
  const [scored] = byDisagreement([image(1, { changed: [{ change: 'mirrored', apartPx: 0 }] })]);
  expect(scored?.score).toBe(0);
});

test('two answers: the mean distance of the landmarks they share, as a part of what was seen', () => {
  const one = image(1, {
    landmarks: [
      [0, 0],
      [10, 10],
      [50, 50],
    ],
  });
  const small = image(2, {
    landmarks: [
      [0, 0],
      [10, 10],
      [50, 50],
    ],
    seenPx: 10,
  });
  const other = look({
    landmarks: [
      [53, 54],
      [0, 0],
    ],
  });
  const shared = [
    { name: 'tip', one: 2, other: 0 },
    { name: 'left', one: 0, other: 1 },
  ];
  const scored = byTwoAnswers([one, small], () => other, shared, 'runs 3 and 2');
  expect(scored.map(({ score }) => score)).toEqual([0.025, 0.25]);
  expect(scored[0]?.words).toMatch(/^runs 3 and 2 answer 2\.5 px apart \(usual: .*\), farthest at tip \(5\.0 px\)$/);
  expect(byTwoAnswers([one], () => null, shared, '')).toEqual([]);
});

test('uncertain maps: mean entropy, told as cells', () => {
  const maps = (...entropies: number[]): Partial<Surveyed> => ({
    heatmaps: { cells: 64, entropies, peaks: [0.5, 0.25] },
  });
  const scored = byUncertainMaps(
    [image(1, maps(0, Math.log(4))), image(2, maps(Math.log(16), Math.log(16)))],
    ['a', 'b'],
  );
  for (const [place, cells] of [2, 16].entries()) expect(Math.exp(scored[place]!.score)).toBeCloseTo(cells, 9);
  expect(scored[0]?.words).toBe('its heatmaps spread over 2.0 cells (usual: 16), widest for b (peak 0.250)');
});

test('shape: an answer with one landmark out of place is farthest, and it is named', () => {
  const points = [0, 1, 2, 3, 4, 5].map((index): [number, number] => [
    Math.cos(index) * 20 + 50,
    Math.sin(index) * 20 + 50,
  ]);
  const schema = { landmarks: points.map((_, index) => ({ name: `p${index}` })) } as LandmarkSchema;
  const model = {
    basis: 'shapes' as const,
    shapes: 10,
    mean: points.map(([x, y]): [number, number] => [(x - 50) / 49, (y - 50) / 49]),
    modes: [],
    variances: [],
    noise: 1e-8,
  };
  const off = points.map(([x, y], index): [number, number] => (index === 4 ? [x + 8, y] : [x, y]));
  // In another order than the schema's, at another place and size.
  const order = [5, 4, 3, 2, 1, 0];
  const answer = (from: [number, number][]): [number, number][] =>
    order.map((index) => [2 * from[index]![0] + 7, 2 * from[index]![1]]);
  const flat = points.map((): [number, number] => [3, 3]);
  const scored = byShape(
    [image(1, { landmarks: answer(points) }), image(2, { landmarks: answer(off) }), image(3, { landmarks: flat })],
    order,
    schema,
    model,
  );
  expect(names(highestFirst(scored))).toEqual(['2', '1']);
  expect(scored[0]?.score).toBeCloseTo(0, 6);
  expect(scored[1]?.words).toMatch(/farthest at p4 \((1\d|2\d)\.\d px\)$/);
});

test('diversity: unlike what is labelled, then unlike what was chosen, with the nearest named', async () => {
  const at = (id: number, x: number): SurveyedImage => image(id, { features: [x, 0] });
  const chosen = await diverseImages([at(1, 1), at(2, 10), at(3, 9)], [at(7, 0)], 3);
  expect(names(chosen)).toEqual(['2', '1', '3']);
  expect(chosen.map(({ words }) => words)).toEqual([
    'unlike any labelled image: nearest 7, 1.1 times as far as usual',
    'unlike any labelled image: nearest 7, 0.1 times as far as usual',
    'unlike any labelled or chosen image: nearest 2, chosen before it, 0.1 times as far as usual',
  ]);
  // With nothing labelled it begins with the most ordinary; without features there is nothing to tell apart.
  const [first] = await diverseImages([at(1, 1), at(2, 10), at(3, 4)], [], 1);
  expect(first?.image.name).toBe('3');
  expect(first?.words).toMatch(/^the most ordinary/);
  expect(await diverseImages([image(1, {})], [], 1)).toEqual([]);
});
