import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  applySimilarity,
  fillShape,
  fitSimilarity,
  nextPin,
  type LandmarkSchema,
  type ShapeModel,
  type ShapePoint,
} from '../src-main/contract/index.ts';
import { readAsf } from '../src-main/studio/formats/read-asf.ts';
import { shapeModelOf } from '../src-main/studio/shapes/shape-model.ts';

type Report = (name: string, value: number, unit: string) => void;

interface Faces {
  name: string;
  schema: LandmarkSchema;
  known: ShapePoint[][];
  heldOut: ShapePoint[][];
}

const data = fileURLToPath(new URL('../../shared/data/', import.meta.url));

/**
 * How near a face is when it is filled from 2, 3 and 5 landmarks that are set right, beside the project's mean shape laid onto the same
 * ones: mean distance in px of the others, over faces the model has not seen. And how many presses place a whole face: the five asked
 * for, then the worst landmark dragged again and again, until none is farther off than a part of the distance of the outer eye corners.
 * Needs the IMM Face Database and 300-W's Helen faces in ../shared/data; what is not there is left out.
 */
export function run(report: Report): void {
  const sets = [imm(), helen()].filter((faces) => faces !== null);
  if (sets.length === 0) throw new Error(`Neither imm_face_db nor helen_68 is in ${data}.`);
  for (const faces of sets) {
    const model = shapeModelOf(
      faces.known.map((points) => points.map(([x, y]) => ({ x, y, visibility: 'visible' }))),
      faces.schema,
    );
    const { name } = faces;
    report(`${name}, labelled shapes`, model.shapes, 'faces');
    report(`${name}, modes`, model.modes.length, 'modes');
    report(`${name}, held out`, faces.heldOut.length, 'faces');
    for (const count of [2, 3, 5]) {
      const pins = asked(model, faces.schema, count);
      const errors = faces.heldOut.map((truth) => errorsOf(model, truth, pins));
      report(`${name}, mean shape laid onto ${count}`, mean(errors.map((each) => each.mean)), 'px');
      report(`${name}, filled from ${count}`, mean(errors.map((each) => each.filled)), 'px');
      report(`${name}, filled from ${count}`, 100 * mean(errors.map((each) => each.part)), '% of the eyes’ distance');
    }
    for (const tolerance of [0.1, 0.05]) {
      const presses = faces.heldOut.map((truth) => pressesFor(model, faces.schema, truth, tolerance));
      const what = `${name}, presses until all ${faces.schema.landmarks.length} are within ${100 * tolerance}%`;
      report(`${what}, mean`, mean(presses), 'presses');
      report(`${what}, most`, Math.max(...presses), 'presses');
    }
  }
}

/** Persons 33 to 40 are held out, as in the write-up. px of the 640 × 480 images. */
function imm(): Faces | null {
  const folder = `${data}imm_face_db/`;
  if (!existsSync(folder)) return null;
  const files = readdirSync(folder).filter((file) => file.endsWith('.asf'));
  const points = (file: string) =>
    (readAsf(readFileSync(folder + file, 'latin1')).points ?? []).map((point): ShapePoint => {
      if (!point) throw new Error(`${file} has a point that cannot be read.`);
      return [point.x * 640, point.y * 480];
    });
  const isHeldOut = (file: string) => Number(file.slice(0, 2)) >= 33;
  return {
    name: 'IMM',
    schema: schemaOf('face-58'),
    known: files.filter((file) => !isHeldOut(file)).map(points),
    heldOut: files.filter(isHeldOut).map(points),
  };
}

/** Every fifth face by name is held out. Files of bare `x y` lines, px. */
function helen(): Faces | null {
  const folder = `${data}helen_68/`;
  if (!existsSync(folder)) return null;
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.pts'))
    .sort();
  const points = (file: string) =>
    readFileSync(folder + file, 'utf8')
      .trim()
      .split('\n')
      .map((line): ShapePoint => {
        const [x = NaN, y = NaN] = line.trim().split(/\s+/).map(Number);
        return [x, y];
      });
  return {
    name: 'Helen',
    schema: schemaOf('face-68'),
    known: files.filter((_, order) => order % 5 !== 4).map(points),
    heldOut: files.filter((_, order) => order % 5 === 4).map(points),
  };
}

function schemaOf(name: string): LandmarkSchema {
  const file = new URL(`../resources/schemas/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as LandmarkSchema;
}

/** As the window asks for them. */
function asked(model: ShapeModel, schema: LandmarkSchema, count: number): number[] {
  const pins = new Set<number>();
  while (pins.size < count) {
    const next = nextPin(model, schema.outerEyeCorners, pins);
    if (next === null) break;
    pins.add(next);
  }
  return [...pins];
}

const distance = (one: ShapePoint, other: ShapePoint): number => Math.hypot(one[0] - other[0], one[1] - other[1]);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function at<Value>(values: readonly (Value | null)[], index: number): Value {
  const value = values[index];
  if (value == null) throw new Error(`There is no landmark ${index}.`);
  return value;
}

function filledFrom(model: ShapeModel, truth: readonly ShapePoint[], pins: readonly number[]): ShapePoint[] {
  const shape = fillShape(model, new Map(pins.map((index) => [index, at(truth, index)])));
  return truth.map((_, index) => at(shape ?? [], index));
}

/** Of the landmarks that are not pinned. */
function errorsOf(model: ShapeModel, truth: readonly ShapePoint[], pins: readonly number[]) {
  const similarity = fitSimilarity(
    pins.map((index) => at(model.mean, index)),
    pins.map((index) => at(truth, index)),
  );
  if (!similarity) throw new Error('The pinned landmarks are all at one place.');
  const others = truth.map((_, index) => index).filter((index) => !pins.includes(index));
  const shape = filledFrom(model, truth, pins);
  const filled = mean(others.map((index) => distance(at(shape, index), at(truth, index))));
  const laid = others.map((index) => distance(applySimilarity(similarity, at(model.mean, index)), at(truth, index)));
  // The first two that are asked for are the outer eye corners.
  return { filled, mean: mean(laid), part: filled / distance(at(truth, at(pins, 0)), at(truth, at(pins, 1))) };
}

function pressesFor(model: ShapeModel, schema: LandmarkSchema, truth: ShapePoint[], tolerance: number): number {
  const pins = asked(model, schema, 5);
  const allowed = tolerance * distance(at(truth, at(pins, 0)), at(truth, at(pins, 1)));
  while (pins.length < truth.length) {
    const off = filledFrom(model, truth, pins).map((point, index) => distance(point, at(truth, index)));
    const worst = Math.max(...off);
    if (worst <= allowed) break;
    pins.push(off.indexOf(worst));
  }
  return pins.length;
}
