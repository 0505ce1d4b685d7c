import { buildHead, Projection, projectLandmarks, type Head } from './head-model.ts';
import { describePerson, type Person } from './person.ts';
import { randomFor, type Random } from './random.ts';
import { curve, Definitions, type Point } from './svg.ts';
import { describeView, type View } from './view.ts';

/** Drawings are made in this size and scaled. px. */
export const WIDTH = 640;
export const HEIGHT = 480;
/** Least distance of the chin from the lower edge, px. */
const MARGIN = 16;

/** What every part of a drawing needs to know. */
export interface Scene {
  person: Person;
  view: View;
  head: Head;
  projection: Projection;
  /** 58 in IMM's order, px of 640 × 480. */
  landmarks: Point[];
  /** Path of the whole head as seen: the jaw through landmarks 0 to 12, and the skull. */
  headOutline: string;
  definitions: Definitions;
  /** For what differs from hair to hair; the same in every view of a person. */
  texture: Random;
}

export function makeScene(seed: number, identity: number, viewNumber: number): Scene {
  const person = describePerson(seed, identity);
  const planned = describeView(seed, identity, viewNumber);
  const head = buildHead(person.shape, planned.expression);
  const chin = Math.max(...projectLandmarks(head, new Projection(planned)).map(({ y }) => y));
  // A long face that laughs may reach below the picture: it is moved up.
  const view = { ...planned, centreY: planned.centreY - Math.max(0, chin - (HEIGHT - MARGIN)) };
  const projection = new Projection(view);
  const landmarks = projectLandmarks(head, projection);
  const [left, right] = ([-1, 1] as const).map((side) => head.skull.map((ring) => projection.edge(ring, side)));
  const skull = [...(right ?? []), ...(left ?? []).toReversed().slice(1)];
  return {
    person,
    view,
    head,
    projection,
    landmarks,
    headOutline: curve([...landmarks.slice(0, 13), ...skull], true),
    definitions: new Definitions(),
    texture: randomFor(seed, 'texture', identity),
  };
}

/** Landmarks by number; a number that is not there is a fault of the drawing. */
export function pick(landmarks: readonly Point[], ...indices: number[]): Point[] {
  return indices.map((index) => {
    const point = landmarks[index];
    if (point === undefined) throw new RangeError(`there is no landmark ${index}`);
    return point;
  });
}

/** Numbers from first to last, both included. */
export function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
