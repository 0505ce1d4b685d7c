import { describe, expect, it } from 'vitest';
import type { Landmark } from '../../contract/index.ts';
import type { FaceFinding } from './checked-face.ts';
import { checkAmong, drawnFaces, face68, indexOf, someFace } from './test-faces.ts';

function swapped(face: readonly Landmark[], pairs: readonly (readonly [number, number])[]): Landmark[] {
  const result = [...face];
  for (const [left, right] of pairs) [result[left], result[right]] = [face[right]!, face[left]!];
  return result;
}

function fixed(face: readonly Landmark[], { fix }: FaceFinding): Landmark[] {
  const result = [...face];
  if (fix?.kind === 'move landmarks') for (const { index, landmark } of fix.landmarks) result[index] = landmark;
  return result;
}

const pairs = face68.mirrorPairs;
const eyes = pairs.filter(([left]) => face68.landmarks[left]!.group === 'eyes');
const corner = pairs.filter(([left, right]) => [left, right].includes(indexOf('outer lip 1')));

describe.each([
  ['the corners of the mouth', corner],
  ['both eyes', eyes],
  ['the whole face', pairs],
  ['the whole face but the eyes', pairs.filter((pair) => !eyes.includes(pair))],
])('left and right of %s', (_, mistaken) => {
  it.each([
    ['by the shape model', 80],
    ['by the template, with hardly a face labelled', 3],
  ])('are found swapped %s, and swapped back', async (__, others) => {
    const face = someFace();
    const found = await checkAmong(swapped(face, mistaken), drawnFaces(others));
    expect(found).toHaveLength(1);
    expect(found[0]!.kind).toBe('swapped sides');
    expect([...found[0]!.landmarks].sort()).toEqual(mistaken.flat().sort());
    expect(fixed(swapped(face, mistaken), found[0]!)).toEqual(face);
  });
});

it('is not taken for a head turned upside down, nor for one seen from the side', async () => {
  const turned = someFace().map((landmark) => ({ ...landmark, x: 640 - landmark.x, y: 480 - landmark.y }));
  expect(await checkAmong(turned)).toEqual([]);
  const narrow = (face: Landmark[]) => face.map((landmark) => ({ ...landmark, x: 200 + 0.4 * landmark.x }));
  expect(
    await checkAmong(
      narrow(someFace()),
      drawnFaces(80).map((face, order) => (order % 2 ? narrow(face) : face)),
    ),
  ).toEqual([]);
});
