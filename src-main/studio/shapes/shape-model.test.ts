import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  applySimilarity,
  fillShape,
  fitSimilarity,
  nextPin,
  type Landmark,
  type LandmarkSchema,
  type ShapeModel,
  type ShapePoint,
} from '../../contract/index.ts';
import { readAsf } from '../formats/read-asf.ts';
import { smallSchema } from '../testing/temporary-project.ts';
import { alignShapes } from './align-shapes.ts';
import { leastShapes, shapeModelOf } from './shape-model.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const schemaFile = (name: string): LandmarkSchema =>
  JSON.parse(readFileSync(join(repository, 'resources/schemas', `${name}.json`), 'utf8')) as LandmarkSchema;

/** The same numbers every time, evenly between -1 and 1 (mulberry32). */
function drawer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return 2 * (((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) - 1;
  };
}

const asLandmarks = (points: readonly ShapePoint[]): Landmark[] =>
  points.map(([x, y]) => ({ x, y, visibility: 'visible' }));

/** A face that nods and opens its mouth: the template with two ways to change, put anywhere in an image. */
const face = schemaFile('face-68');
function drawnFace(nod: number, open: number, place = { a: 240, b: 30, x: 100, y: 60 }): ShapePoint[] {
  return (face.template ?? []).map(([x, y], index) => {
    const lower = index >= 48 ? Math.max(0, y - 0.7) : 0;
    return applySimilarity(place, [x, y + 0.15 * nod * (x - 0.5) ** 2 + open * lower]);
  });
}
function drawnFaces(count: number, seed = 7): ShapePoint[][] {
  const draw = drawer(seed);
  return Array.from({ length: count }, () => {
    const [turn, size] = [0.4 * draw(), 200 + 100 * draw()];
    const place = { a: size * Math.cos(turn), b: size * Math.sin(turn), x: 300 * draw(), y: 200 * draw() };
    return drawnFace(draw(), 0.8 * draw(), place);
  });
}

const meanDistance = (shape: readonly (ShapePoint | null)[], truth: readonly ShapePoint[]): number =>
  truth.reduce(
    (sum, [x, y], index) => sum + Math.hypot((shape[index]?.[0] ?? NaN) - x, (shape[index]?.[1] ?? NaN) - y),
    0,
  ) / truth.length;

/** Mean distance in px of a shape filled from some landmarks, and of the mean shape laid onto the same. */
function errors(model: ShapeModel, truth: readonly ShapePoint[], indices: readonly number[]) {
  const pinned = new Map(indices.map((index) => [index, truth[index]!] as const));
  const similarity = fitSimilarity(
    indices.map((index) => model.mean[index]!),
    indices.map((index) => truth[index]!),
  );
  return {
    filled: meanDistance(fillShape(model, pinned)!, truth),
    mean: meanDistance(
      model.mean.map((point) => point && applySimilarity(similarity!, point)),
      truth,
    ),
  };
}

/** As a person is asked for them. */
function asked(model: ShapeModel, schema: LandmarkSchema, count: number): number[] {
  const pins: number[] = [];
  while (pins.length < count) pins.push(nextPin(model, schema.outerEyeCorners, new Set(pins))!);
  return pins;
}

describe('alignment', () => {
  it('does not see place, turn and size', () => {
    const shapes = drawnFaces(12);
    const elsewhere = shapes.map((shape, order) => {
      const moved = { a: Math.cos(order) * (1 + order), b: Math.sin(order) * (1 + order), x: 40 * order, y: -9 };
      return shape.map((point) => applySimilarity(moved, point));
    });
    const [one, other] = [alignShapes(shapes).mean, alignShapes(elsewhere).mean];
    // The means may be turned against each other: the first shape says how they stand.
    const turned = fitSimilarity(
      other.map((point) => point!),
      one.map((point) => point!),
    )!;
    expect(Math.hypot(turned.a, turned.b)).toBeCloseTo(1, 6);
    for (const [index, point] of other.entries()) {
      const [x, y] = applySimilarity(turned, point!);
      expect(x).toBeCloseTo(one[index]![0], 6);
      expect(y).toBeCloseTo(one[index]![1], 6);
    }
  });

  it('leaves out shapes without extent, and aligns by what is present', () => {
    const shapes = drawnFaces(5);
    const partial = shapes[0]!.map((point, index) => (index % 3 === 0 ? null : point));
    const point: ShapePoint[] = shapes[0]!.map(() => [5, 5]);
    const { shapes: aligned, mean } = alignShapes([...shapes, partial, point]);
    expect(aligned).toHaveLength(6);
    expect(aligned[5]![0]).toBeNull();
    expect(Math.hypot(aligned[5]![1]![0] - mean[1]![0], aligned[5]![1]![1] - mean[1]![1])).toBeLessThan(0.05);
  });
});

describe('the model', () => {
  it('finds the two ways a drawn face changes, and nothing else', () => {
    const model = shapeModelOf(drawnFaces(200).map(asLandmarks), face);
    expect(model.basis).toBe('shapes');
    expect(model.shapes).toBe(200);
    const known = model.variances.slice(0, 2).reduce((sum, value) => sum + value, 0);
    const all = known + model.variances.slice(2).reduce((sum, value) => sum + value, 0) + model.noise * (2 * 68 - 4);
    expect(known / all).toBeGreaterThan(0.97);
    for (const [order, mode] of model.modes.entries()) {
      expect(Math.hypot(...mode)).toBeCloseTo(1, 8);
      for (const other of model.modes.slice(order + 1))
        expect(mode.reduce((sum, value, place) => sum + value * other[place]!, 0)).toBeCloseTo(0, 8);
    }
  });

  it('fills a held-out drawn face from three points nearer than the mean shape, and from more nearer still', () => {
    const model = shapeModelOf(drawnFaces(100).map(asLandmarks), face);
    const heldOut = drawnFaces(40, 99);
    const mean = (count: number) => {
      const all = heldOut.map((truth) => errors(model, truth, asked(model, face, count)));
      return {
        filled: all.reduce((sum, each) => sum + each.filled, 0) / all.length,
        mean: all.reduce((sum, each) => sum + each.mean, 0) / all.length,
      };
    };
    const [two, three, five] = [mean(2), mean(3), mean(5)];
    // Two points say place, turn and size and nothing of the shape.
    expect(two.filled).toBeCloseTo(two.mean, 6);
    expect(three.filled).toBeLessThan(0.6 * three.mean);
    expect(five.filled).toBeLessThan(0.5 * three.filled);
  });

  it('answers the same wherever, however large and however turned the face is', () => {
    const model = shapeModelOf(drawnFaces(60).map(asLandmarks), face);
    const truth = drawnFace(0.7, -0.5);
    const moved = { a: 0.3, b: -2.1, x: 4000, y: -700 };
    const pins = asked(model, face, 4);
    const here = fillShape(model, new Map(pins.map((index) => [index, truth[index]!])))!;
    const there = fillShape(model, new Map(pins.map((index) => [index, applySimilarity(moved, truth[index]!)])))!;
    for (const [index, point] of here.entries()) {
      const [x, y] = applySimilarity(moved, point!);
      expect(there[index]![0]).toBeCloseTo(x, 3);
      expect(there[index]![1]).toBeCloseTo(y, 3);
    }
  });

  it('leaves pinned landmarks exactly where they are, though no shape has them so', () => {
    const model = shapeModelOf(drawnFaces(60).map(asLandmarks), face);
    const pinned = new Map<number, ShapePoint>([
      [36, [10, 10]],
      [45, [200.25, 14.5]],
      [8, [-500, 90]],
    ]);
    const shape = fillShape(model, pinned)!;
    for (const [index, at] of pinned) expect(shape[index]).toEqual(at);
    expect(shape.flat().every(Number.isFinite)).toBe(true);
  });
});

describe('with little to go by', () => {
  it.each([0, 1, leastShapes - 1])('it is the template after %i labelled shapes', (count) => {
    const model = shapeModelOf(drawnFaces(count).map(asLandmarks), face);
    expect(model).toMatchObject({ basis: 'template', shapes: count, modes: [] });
    const shape = fillShape(
      model,
      new Map([
        [36, [100, 100]],
        [45, [200, 100]],
      ]),
    )!;
    const [[left], [right]] = [face.template![36]!, face.template![45]!];
    expect(shape[30]![0]).toBeCloseTo(100 + (100 * (face.template![30]![0] - left)) / (right - left), 6);
  });

  it('it is the mean of what there is where the schema has no template, and nothing where there is nothing', () => {
    const shape: Landmark[] = asLandmarks([
      [0, 0],
      [10, 0],
      [5, 5],
    ]);
    const model = shapeModelOf([shape], smallSchema);
    expect(model).toMatchObject({ basis: 'mean', shapes: 1 });
    const filled = fillShape(
      model,
      new Map([
        [0, [0, 0]],
        [1, [20, 0]],
      ]),
    )!;
    expect(filled[2]![0]).toBeCloseTo(10, 9);
    expect(filled[2]![1]).toBeCloseTo(10, 9);
    const nothing = shapeModelOf([], smallSchema);
    expect(nothing.mean).toEqual([null, null, null]);
    expect(nextPin(nothing, null, new Set())).toBeNull();
    expect(fillShape(nothing, new Map([[0, [1, 1]]]))).toBeNull();
  });

  it('takes no notice of faces that are mostly absent or a single point', () => {
    const faces = drawnFaces(30);
    const absent = asLandmarks(faces[0]!).map((landmark, index): Landmark =>
      index < 50 ? { x: 0, y: 0, visibility: 'absent' } : landmark,
    );
    const point = asLandmarks(faces[0]!.map(() => [3, 3]));
    const model = shapeModelOf([...faces.map(asLandmarks), absent, point], face);
    expect(model.shapes).toBe(30);
    expect(model.modes.flat().every(Number.isFinite)).toBe(true);
  });

  it('takes faces of which some landmarks are absent for what they have; one that none has comes from the template', () => {
    const faces = drawnFaces(30).map((points, order) =>
      asLandmarks(points).map((landmark, index): Landmark =>
        index === 30 || index === order ? { x: 0, y: 0, visibility: 'absent' } : landmark,
      ),
    );
    const model = shapeModelOf(faces, face);
    const truth = drawnFace(0, 0);
    const filled = fillShape(model, new Map(asked(model, face, 4).map((index) => [index, truth[index]!])))!;
    expect(Math.hypot(filled[30]![0] - truth[30]![0], filled[30]![1] - truth[30]![1])).toBeLessThan(6);
  });

  it('fills nothing from one point, or from points on top of each other', () => {
    const model = shapeModelOf(drawnFaces(30).map(asLandmarks), face);
    expect(fillShape(model, new Map([[3, [10, 10]]]))).toBeNull();
    const same: ShapePoint = [640.3, 479.9];
    expect(fillShape(model, new Map([1, 2, 3].map((index) => [index, same])))).toBeNull();
  });

  it('takes identical shapes: then nothing varies, and the mean is laid onto the pins', () => {
    const shape = drawnFace(0.2, 0.1);
    const model = shapeModelOf(
      Array.from({ length: 20 }, () => asLandmarks(shape)),
      face,
    );
    expect(model.basis).toBe('shapes');
    const pins = asked(model, face, 3);
    expect(errors(model, shape, pins).filled).toBeLessThan(1e-3);
  });
});

const imm = join(repository, '../shared/data/imm_face_db');

describe.skipIf(!existsSync(imm))('on the IMM Face Database (needs ../shared/data)', () => {
  it('fills persons it has not seen nearer than the mean shape does', () => {
    const schema = schemaFile('face-58');
    const shapes = readdirSync(imm)
      .filter((name) => name.endsWith('.asf'))
      .map((name) => ({
        person: Number(name.slice(0, 2)),
        points: readAsf(readFileSync(join(imm, name), 'latin1')).points!.map((point): ShapePoint => [
          point!.x * 640,
          point!.y * 480,
        ]),
      }));
    const model = shapeModelOf(
      shapes.filter(({ person }) => person < 33).map(({ points }) => asLandmarks(points)),
      schema,
    );
    const heldOut = shapes.filter(({ person }) => person >= 33);
    const pins = asked(model, schema, 5);
    const all = heldOut.map(({ points }) => errors(model, points, pins));
    const mean = (what: 'filled' | 'mean') => all.reduce((sum, each) => sum + each[what], 0) / all.length;
    expect(heldOut).toHaveLength(48);
    expect(mean('filled')).toBeLessThan(0.6 * mean('mean'));
  });
});
