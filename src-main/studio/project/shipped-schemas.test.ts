import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { LandmarkSchema } from '../../contract/index.ts';
import { temporaryFolder } from '../testing/temporary-project.ts';
import { shippedSchema, shippedSchemas } from './shipped-schemas.ts';

const resources = fileURLToPath(new URL('../../../resources/', import.meta.url));
const data = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const imm = join(data, 'imm_face_db');
const helen = join(data, 'helen_68');
type Point = [number, number];

it('are these', () => {
  expect(shippedSchemas(resources).map(({ name, landmarks }) => [name, landmarks.length])).toEqual([
    ['face-5', 5],
    ['face-29', 29],
    ['face-58', 58],
    ['face-68', 68],
    ['face-98', 98],
    ['hand-21', 21],
    ['person-17', 17],
  ]);
  expect(() => shippedSchema(resources, 'hand-42')).toThrow(/no landmark schema “hand-42”.*face-5, face-29, face-58/);
});

describe.each(shippedSchemas(resources).map((schema) => [schema.name, schema] as const))('%s', (_, schema) => {
  it('mirrors every landmark, onto its pair or itself, within its group', () => {
    const partner = mirrored(schema);
    for (const [index, other] of partner.entries()) {
      expect(partner[other], `landmark ${index}`).toBe(index);
      expect(schema.landmarks[other]!.group).toBe(schema.landmarks[index]!.group);
    }
    expect(schema.mirrorPairs.flat()).toHaveLength(new Set(schema.mirrorPairs.flat()).size);
  });

  it('pairs left with right of the same part', () => {
    // Without the number: iBUG counts brows from left to right on both sides, and eyes from outside and from inside.
    const part = (index: number) => schema.landmarks[index]!.name.replace(/ \d+$/, '');
    for (const [one, other] of schema.mirrorPairs)
      if (/left|right/.test(part(one)))
        expect(part(other)).toBe(part(one).replace(/left|right/, (side) => (side === 'left' ? 'right' : 'left')));
  });

  it('has a template in the unit square, with no two landmarks in one place', () => {
    const template = schema.template!;
    expect(template.flat().every((value) => value >= 0 && value <= 1)).toBe(true);
    for (const [index, [x, y]] of template.entries())
      for (const [otherX, otherY] of template.slice(index + 1))
        expect(Math.hypot(x - otherX, y - otherY), `landmark ${index}`).toBeGreaterThan(0.005);
  });

  it('draws contours whose lines do not cross each other, each through a landmark once', () => {
    const at = (index: number) => schema.template![index]!;
    for (const { name, landmarks, closed } of schema.contours) {
      expect(new Set(landmarks).size, name).toBe(landmarks.length);
      const path = closed ? [...landmarks, landmarks[0]!] : landmarks;
      const lines = path.slice(1).map((to, step): [Point, Point] => [at(path[step]!), at(to)]);
      for (const [index, line] of lines.entries())
        for (const other of lines.slice(index + 1)) expect(cross(line, other), `${name}, line ${index}`).toBe(false);
    }
  });

  // A hand becomes the other hand in a mirror: it has no pairs.
  it.skipIf(schema.mirrorPairs.length === 0)('has a template that is its own mirror image', () => {
    const template = schema.template!;
    const partner = mirrored(schema);
    for (const [index, [x, y]] of template.entries()) {
      expect(template[partner[index]!]![0], `landmark ${index}`).toBeCloseTo(1 - x, 3);
      expect(template[partner[index]!]![1]).toBe(y);
    }
  });
});

describe('face-58', () => {
  const schema = shippedSchema(resources, 'face-58');

  it('names what the recipes and the write-up name', () => {
    expect(schema.landmarks[52]?.name).toBe('nose 6');
    expect(schema.outerEyeCorners).toEqual([13, 21]);
  });

  it.skipIf(!existsSync(imm))('draws the contours that IMM’s own files draw (needs ../shared/data)', () => {
    const rows = readAsf(join(imm, '01-1m.asf'));
    const contours = new Map<number, { points: number[]; closed: boolean }>();
    for (const row of rows) {
      const contour = contours.get(row.path) ?? { points: [], closed: (row.type & 4) === 0 };
      contours.set(row.path, { ...contour, points: [...contour.points, row.index] });
    }
    expect(schema.contours.map(({ landmarks, closed }) => ({ points: landmarks, closed }))).toEqual([
      ...contours.values(),
    ]);
  });

  it.skipIf(!existsSync(imm))('pairs what mirrors in IMM’s mean face (needs ../shared/data)', () => {
    const frontal = readdirSync(imm).filter((name) => /-1[mf]\.asf$/.test(name));
    const shapes = frontal.map((name) => readAsf(join(imm, name)).map(({ x, y }): Point => [x * 640, y * 480]));
    expect(shapes).toHaveLength(40);
    expect(mirroredInData(shapes)).toEqual(mirrored(schema));
  });
});

it.skipIf(!existsSync(helen))('face-68 pairs what mirrors in Helen’s mean face (needs ../shared/data)', () => {
  const shapes = readdirSync(helen)
    .filter((name) => name.endsWith('.pts'))
    .map((name) =>
      readFileSync(join(helen, name), 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.trim().split(/\s+/).map(Number) as Point),
    );
  expect(mirroredInData(shapes)).toEqual(mirrored(shippedSchema(resources, 'face-68')));
});

it('a file that is no schema is named, with the place', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'schemas'));
  const file = join(folder, 'schemas', 'a.json');
  writeFileSync(file, '{"name": "a"');
  expect(() => shippedSchemas(folder)).toThrow(`${file} cannot be read`);
  writeFileSync(file, JSON.stringify({ ...shippedSchema(resources, 'face-5'), mirrorPairs: [[0, 9]] }));
  expect(() => shippedSchemas(folder)).toThrow(/a\.json is not valid[^]*landmark index 9 is past the last/);
});

// The orders as published: 0-based, as shared/anchors/accuracy.md and the datasets' own pages give them.
describe('published orders', () => {
  const indexOf = (schema: LandmarkSchema, name: string) =>
    schema.landmarks.findIndex((landmark) => landmark.name === name);

  it('WFLW: outer eye corners 60 and 72, pupils 96 and 97, chin 16, mouth corners 76 and 82', () => {
    const schema = shippedSchema(resources, 'face-98');
    expect(schema.outerEyeCorners).toEqual([60, 72]);
    expect([indexOf(schema, 'right pupil'), indexOf(schema, 'left pupil')]).toEqual([96, 97]);
    expect([indexOf(schema, 'jaw 17'), indexOf(schema, 'outer lip 1'), indexOf(schema, 'outer lip 7')]).toEqual([
      16, 76, 82,
    ]);
  });

  it('COFW: outer eye corners 8 and 9, pupils 16 and 17, chin 28', () => {
    const schema = shippedSchema(resources, 'face-29');
    expect(schema.outerEyeCorners).toEqual([8, 9]);
    expect([indexOf(schema, 'right pupil'), indexOf(schema, 'left pupil'), indexOf(schema, 'chin')]).toEqual([
      16, 17, 28,
    ]);
  });

  it('hand: the wrist, then four landmarks a finger, from its root to its tip', () => {
    const schema = shippedSchema(resources, 'hand-21');
    expect(schema.landmarks.flatMap(({ name }, index) => (name.endsWith('tip') ? [index] : []))).toEqual([
      4, 8, 12, 16, 20,
    ]);
    expect(schema.landmarks[0]?.name).toBe('wrist');
  });

  it('person: COCO’s own names, left being the person’s', () => {
    const schema = shippedSchema(resources, 'person-17');
    expect([indexOf(schema, 'nose'), indexOf(schema, 'left_shoulder'), indexOf(schema, 'right_ankle')]).toEqual([
      0, 5, 16,
    ]);
    expect(schema.template![5]![0]).toBeGreaterThan(schema.template![6]![0]);
  });
});

const formats = join(data, 'formats', 'coco_keypoints');
it.skipIf(!existsSync(formats)).each([
  ['face-98', 'wflw', 2],
  ['face-29', 'cofw', 1766],
] as const)('%s lies on a published face as its template does (needs ../shared/data)', (name, folder, imageId) => {
  const schema = shippedSchema(resources, name);
  const file = JSON.parse(readFileSync(join(formats, folder, `test_${folder}.json`), 'utf8')) as {
    annotations: { image_id: number; keypoints: number[] }[];
  };
  const flat = file.annotations.find(({ image_id: id }) => id === imageId)!.keypoints;
  const face = schema.landmarks.map((_, index): Point => [flat[3 * index]!, flat[3 * index + 1]!]);
  const [own, template] = [normalised(face), normalised(schema.template!)];
  const turned = rotatedOnto(own, template);
  const far = turned.map(([x, y], index) => Math.hypot(x - template[index]![0], y - template[index]![1]));
  // Of the shapes' unit size; two landmarks that exchanged their places are further apart.
  expect(Math.max(...far)).toBeLessThan(name === 'face-98' ? 0.08 : 0.15);
});

/** Whether two lines that share no end cross. */
function cross([a, b]: [Point, Point], [c, d]: [Point, Point]): boolean {
  if ([a, b].some((end) => end === c || end === d)) return false;
  const side = (from: Point, to: Point, point: Point) =>
    Math.sign((to[0] - from[0]) * (point[1] - from[1]) - (to[1] - from[1]) * (point[0] - from[0]));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/** For each landmark the one it becomes in a mirror. */
function mirrored(schema: LandmarkSchema): number[] {
  const partner = schema.landmarks.map((_, index) => index);
  for (const [one, other] of schema.mirrorPairs) [partner[one], partner[other]] = [other, one];
  return partner;
}

/** The same from faces alone: which landmark of the mean face lies nearest to each landmark of its mirror image. */
function mirroredInData(shapes: Point[][]): number[] {
  const mean = meanShape(shapes);
  let reflected: Point[] = mean.map(([x, y]) => [-x, y]);
  let nearest: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    nearest = reflected.map((point) => indexOfNearest(point, mean));
    reflected = rotatedOnto(
      reflected,
      nearest.map((index) => mean[index]!),
    );
  }
  return nearest;
}

function indexOfNearest([x, y]: Point, points: Point[]): number {
  const distances = points.map((point) => Math.hypot(point[0] - x, point[1] - y));
  return distances.indexOf(Math.min(...distances));
}

/** Mean of the shapes without their places, sizes and turns (generalised Procrustes analysis, Gower 1975). */
function meanShape(shapes: Point[][]): Point[] {
  let aligned = shapes.map(normalised);
  let mean = aligned[0]!;
  for (let round = 0; round < 10; round += 1) {
    aligned = aligned.map((shape) => rotatedOnto(shape, mean));
    mean = normalised(mean.map((_, index) => centre(aligned.map((shape) => shape[index]!))));
  }
  return mean;
}

function normalised(shape: Point[]): Point[] {
  const [centreX, centreY] = centre(shape);
  const moved = shape.map(([x, y]): Point => [x - centreX, y - centreY]);
  const size = Math.sqrt(moved.reduce((sum, [x, y]) => sum + x * x + y * y, 0));
  return moved.map(([x, y]) => [x / size, y / size]);
}

function centre(points: Point[]): Point {
  const sum = (side: 0 | 1) => points.reduce((total, point) => total + point[side], 0);
  return [sum(0) / points.length, sum(1) / points.length];
}

function rotatedOnto(shape: Point[], target: Point[]): Point[] {
  let along = 0;
  let across = 0;
  for (const [index, [x, y]] of shape.entries()) {
    const [targetX, targetY] = target[index]!;
    along += x * targetX + y * targetY;
    across += x * targetY - y * targetX;
  }
  const angle = Math.atan2(across, along);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return shape.map(([x, y]) => [cos * x - sin * y, sin * x + cos * y]);
}

function readAsf(file: string): { path: number; type: number; x: number; y: number; index: number }[] {
  return readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter((row) => row.length >= 7 && row.every(Number.isFinite))
    .map((row) => ({ path: row[0]!, type: row[1]!, x: row[2]!, y: row[3]!, index: row.at(-3)! }));
}
