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
    ['face-58', 58],
    ['face-68', 68],
  ]);
  expect(() => shippedSchema(resources, 'hand-21')).toThrow(/no landmark schema “hand-21”.*face-5, face-58, face-68/);
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

  it('has a template that is its own mirror image and stays in the unit square', () => {
    const template = schema.template!;
    const partner = mirrored(schema);
    for (const [index, [x, y]] of template.entries()) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(1);
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
