import { randomFor } from './random.ts';
import { mix, type Colour } from './svg.ts';

/** Every person is drawn in the six views of the IMM Face Database. */
export const VIEWS = 6;

/** What changes from picture to picture of a person. */
export interface View {
  /** Radians. Yaw turns the face to the right of the picture, pitch down, roll clockwise. */
  yaw: number;
  pitch: number;
  roll: number;
  /** Where the middle between the eyes is, and half the face's width, px of 640 × 480. */
  centreX: number;
  centreY: number;
  scale: number;
  expression: Expression;
  light: Light;
  background: { kind: 'studio' | 'wall' | 'lights' | 'window'; colour: Colour; accent: Colour };
}

/** Each 0 (rest) to 1, brows from -1 (frown) to 1 (raised), gaze in parts of the eye's width. */
export interface Expression {
  smile: number;
  open: number;
  squint: number;
  brows: number;
  gazeX: number;
  gazeY: number;
}

export interface Light {
  /** Where it comes from: -1 left to 1 right, -1 above to 1 below. */
  x: number;
  y: number;
  /** 0 is diffuse, 1 a spot from the side. */
  hardness: number;
  tint: Colour;
  /** Factor on the whole picture's brightness. */
  exposure: number;
}

const BACKDROPS = [
  '#5f6f78',
  '#7d8a80',
  '#8a7f73',
  '#3f4c5c',
  '#9aa3a8',
  '#6a5f66',
  '#4c5a52',
  '#b3ab9d',
  '#545b6e',
] as const;

/** View 1 neutral, 2 smiling, 3 turned to the picture's left, 4 to its right, 5 under a spot light, 6 laughing. */
export function describeView(seed: number, identity: number, view: number): View {
  const random = randomFor(seed, 'view', identity, view);
  const turn = { 3: -1, 4: 1 }[view] ?? 0;
  const expression: Expression = {
    smile: Math.max(0, random.normal(0.12, 0.07)),
    open: 0,
    squint: Math.max(0, random.normal(0.05, 0.06)),
    brows: random.normal(0, 0.15),
    gazeX: random.normal(0, 0.04) - turn * random.uniform(0, 0.12),
    gazeY: random.normal(0, 0.03),
  };
  if (view === 2) Object.assign(expression, { smile: random.uniform(0.6, 1), squint: random.uniform(0.2, 0.45) });
  if (view === 6)
    Object.assign(expression, {
      smile: random.uniform(0.6, 1),
      open: random.uniform(0.55, 1),
      squint: random.uniform(0.1, 0.5),
      brows: random.uniform(0.2, 0.9),
    });
  const accent = random.pick(['#e7c58f', '#8fb4c9', '#c98f7a', '#d8d3c4', '#88a58c'] as const);
  return {
    yaw: turn * random.uniform(0.36, 0.54) + random.normal(0, 0.05),
    pitch: random.normal(0, 0.06),
    roll: random.normal(0, 0.045),
    centreX: 320 + turn * random.uniform(0, 18) + random.normal(0, 14),
    centreY: 232 + random.normal(0, 10),
    scale: random.uniform(84, 101),
    expression,
    light: {
      x: view === 5 ? random.pick([-1, 1] as const) * random.uniform(0.75, 1) : random.uniform(-0.8, 0.8),
      y: view === 5 ? random.uniform(-0.5, 0.1) : random.uniform(-0.9, -0.3),
      hardness: view === 5 ? random.uniform(0.75, 1) : random.uniform(0.12, 0.4),
      tint: random.pick(['#fff3e0', '#ffffff', '#eaf2ff', '#ffe6c4'] as const),
      exposure: view === 5 ? random.uniform(0.95, 1.08) : random.uniform(0.92, 1.1),
    },
    background: {
      kind: random.pick(['studio', 'studio', 'wall', 'lights', 'window']),
      colour: mix(random.pick(BACKDROPS), random.pick(BACKDROPS), random.uniform(0, 0.5)),
      accent,
    },
  };
}
