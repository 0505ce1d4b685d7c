import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { landmarkSchemaSchema, type LandmarkSchema } from '../../../src-main/contract/index.ts';
import {
  addLandmark,
  changeLandmarks,
  draftOf,
  emptyDraft,
  extendContour,
  guessPairs,
  moveInOrder,
  problemOf,
  removeLandmarks,
  renamedSince,
  renameGroup,
  schemaOf,
  togglePair,
} from './schema-draft.ts';

const folder = 'resources/schemas';
const shipped = readdirSync(folder).map((name) =>
  landmarkSchemaSchema.parse(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))),
);
const named = (name: string): LandmarkSchema => shipped.find((schema) => schema.name === name)!;

describe.each(shipped.map((schema) => [schema.name, schema] as const))('%s', (_, schema) => {
  it('goes through the editor unchanged', () => {
    expect(schemaOf(draftOf(schema))).toEqual(schema);
  });

  it.skipIf(schema.mirrorPairs.length === 0)('has its mirror pairs guessed from its drawing', () => {
    const sorted = (pairs: readonly (readonly [number, number])[]) =>
      pairs.map((pair) => [...pair].sort((a, b) => a - b)).sort((a, b) => a[0]! - b[0]!);
    expect(sorted(guessPairs(draftOf(schema)).pairs)).toEqual(sorted(schema.mirrorPairs));
  });
});

it('a schema drawn from nothing is one once it has a landmark', () => {
  expect(problemOf(emptyDraft)).toMatch(/first landmark/);
  let draft = addLandmark(emptyDraft, 0, 'landmarks', 0.2, 0.3);
  draft = addLandmark(draft, 1, 'landmarks', 0.8, 0.3);
  draft = togglePair(draft, 0, 1);
  expect(problemOf(draft)).toBeNull();
  const schema = landmarkSchemaSchema.parse(schemaOf(draft));
  expect(schema.landmarks.map(({ name }) => name)).toEqual(['landmark 1', 'landmark 2']);
  expect(schema.mirrorPairs).toEqual([[0, 1]]);
  expect(problemOf(changeLandmarks(draft, new Set([1]), () => ({ name: ' landmark 1 ' })))).toMatch(/Two landmarks/);
});

it('contours, pairs and corners stay with their landmarks in another order, and go with them', () => {
  const schema = named('face-29');
  const moved = schemaOf(moveInOrder(draftOf(schema), 8, 0));
  const nameOf = (of: LandmarkSchema, index: number) => of.landmarks[index]!.name;
  expect(moved.outerEyeCorners!.map((index) => nameOf(moved, index))).toEqual(['right eye outer', 'left eye outer']);
  expect(moved.contours.map(({ landmarks }) => landmarks.map((index) => nameOf(moved, index)))).toEqual(
    schema.contours.map(({ landmarks }) => landmarks.map((index) => nameOf(schema, index))),
  );
  const less = schemaOf(removeLandmarks(draftOf(schema), new Set([8, 18, 19])));
  expect(less.outerEyeCorners).toBeNull();
  // The nose's contours are left with one landmark each.
  expect(less.contours.map(({ name }) => name)).not.toContain('nose');
  expect(less.mirrorPairs).toHaveLength(schema.mirrorPairs.length - 2);
  expect(landmarkSchemaSchema.safeParse(less).success).toBe(true);
});

it('says what was renamed, also when two exchange their names, and nothing of what was only moved', () => {
  const schema = named('face-5');
  let draft = moveInOrder(draftOf(schema), 2, 0);
  draft = changeLandmarks(draft, new Set([0]), () => ({ name: 'left eye' }));
  draft = changeLandmarks(draft, new Set([1]), () => ({ name: 'right eye' }));
  expect(renamedSince(schema, draft)).toEqual([
    { from: 'right eye', to: 'left eye' },
    { from: 'left eye', to: 'right eye' },
  ]);
});

it('a contour goes on from landmark to landmark and closes where it began', () => {
  let step = extendContour(draftOf(named('face-5')), null, 0, 1);
  const { place } = step;
  step = extendContour(step.draft, place, 1, 2);
  expect(extendContour(step.draft, place, 2, 1).draft).toBe(step.draft);
  step = extendContour(step.draft, place, 2, 0);
  expect(step.closed).toBe(true);
  expect(step.draft.contours[place]).toMatchObject({ keys: [0, 1, 2], closed: true });
});

it('a landmark leaves its pair for another, and the same two again are parted', () => {
  const draft = draftOf(named('face-5'));
  expect(togglePair(draft, 0, 3).pairs).toEqual([[0, 3]]);
  expect(togglePair(draft, 3, 4).pairs).toEqual([[0, 1]]);
});

it('a group is renamed with its landmarks, never to the name of another', () => {
  const draft = draftOf(named('face-5'));
  expect(renameGroup(draft, 'eyes', 'pupils').landmarks[0]?.group).toBe('pupils');
  expect(renameGroup(draft, 'eyes', 'nose')).toBe(draft);
});
