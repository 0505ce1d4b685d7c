import type { FaceShape } from './person.ts';
import type { Expression, View } from './view.ts';
import type { Point } from './svg.ts';

/** A place on the head: x to the picture's right, y down, z towards the camera; 1 is half the width of the mean face. */
export interface HeadPoint {
  x: number;
  y: number;
  z: number;
}

/** A level of the head seen from above: an ellipse whose middle lies `z` before the neck's axis. */
interface Ring {
  y: number;
  halfWidth: number;
  z: number;
  halfDepth: number;
}

const LANDMARKS = 58;

/** Rings of the jaw, from the ear lobes (landmarks 0 and 12) down to the chin (6). */
const JAW: Ring[] = [
  { y: 0.74, halfWidth: 1, z: 0.22, halfDepth: 0.95 },
  { y: 1, halfWidth: 0.95, z: 0.28, halfDepth: 0.85 },
  { y: 1.25, halfWidth: 0.85, z: 0.38, halfDepth: 0.7 },
  { y: 1.475, halfWidth: 0.69, z: 0.52, halfDepth: 0.5 },
  { y: 1.65, halfWidth: 0.49, z: 0.7, halfDepth: 0.3 },
  { y: 1.765, halfWidth: 0.255, z: 0.85, halfDepth: 0.12 },
  { y: 1.805, halfWidth: 0, z: 0.92, halfDepth: 0 },
];

/** Rings of the skull, from above the ear lobes up to the crown. */
const SKULL: Ring[] = [
  { y: 0.45, halfWidth: 1.03, z: 0.15, halfDepth: 1 },
  { y: 0.1, halfWidth: 1.045, z: 0.06, halfDepth: 1.08 },
  { y: -0.25, halfWidth: 1.03, z: 0, halfDepth: 1.13 },
  { y: -0.6, halfWidth: 0.965, z: -0.04, halfDepth: 1.11 },
  { y: -0.92, halfWidth: 0.825, z: -0.06, halfDepth: 0.98 },
  { y: -1.17, halfWidth: 0.6, z: -0.08, halfDepth: 0.74 },
  { y: -1.32, halfWidth: 0.31, z: -0.09, halfDepth: 0.4 },
  { y: -1.37, halfWidth: 0, z: -0.1, halfDepth: 0 },
];

/** One eye, from the outer corner over the upper lid to the inner corner and back; x counts outwards from the nose. */
const EYE: [number, number, number][] = [
  [0.7, 0.01, 0.7],
  [0.625, -0.062, 0.8],
  [0.49, -0.1, 0.86],
  [0.365, -0.066, 0.87],
  [0.26, 0.022, 0.84],
  [0.365, 0.055, 0.86],
  [0.49, 0.07, 0.85],
  [0.61, 0.055, 0.79],
];
/** One brow, from its inner end outwards. */
const BROW: [number, number, number][] = [
  [0.215, -0.235, 0.98],
  [0.385, -0.335, 0.98],
  [0.63, -0.36, 0.86],
  [0.775, -0.3, 0.72],
  [0.87, -0.165, 0.56],
];
/** Left half of the mouth with its middle: corner, upper lip, dip; then lower lip's middle and side. */
const MOUTH = {
  corner: [0.405, 1.035, 0.9],
  peak: [0.115, 0.915, 1.1],
  dip: [0, 0.945, 1.12],
  bottom: [0, 1.175, 1.08],
  side: [0.155, 1.16, 1.06],
} as const;
/** Left half of the nose, from beside the eye's inner corner down its bridge and round its wing to its base. */
const NOSE: [number, number, number][] = [
  [0.13, 0.03, 1.02],
  [0.165, 0.34, 1.14],
  [0.262, 0.465, 1.1],
  [0.275, 0.615, 1.08],
  [0.148, 0.668, 1.18],
  [0, 0.7, 1.26],
];

/** A person's head with an expression: the landmarks and all that is drawn besides them. */
export interface Head {
  /** 58, in the order of the IMM Face Database. Those of the jaw hold their rings' middles: see `projectHead`. */
  landmarks: HeadPoint[];
  jaw: Ring[];
  skull: Ring[];
  noseTip: HeadPoint;
  /** Lower edge of the upper lip and upper edge of the lower lip, from the left corner to the right one. */
  upperLipEdge: HeadPoint[];
  lowerLipEdge: HeadPoint[];
}

/** Applies a person's shape, then the expression. */
export function buildHead(shape: FaceShape, expression: Expression): Head {
  const widen = (x: number): number => x * shape.width;
  const lengthen = (y: number): number => (y > 0 ? y * shape.length : y);
  const drop = 0.17 * expression.open;
  const jaw = JAW.map((ring, index): Ring => {
    const low = index / (JAW.length - 1);
    const factor =
      1 + (shape.jawWidth - 1) * Math.sin(Math.PI * low) + (shape.chinWidth - 1) * 0.7 * low ** 2 * Number(low < 1);
    return { ...ring, y: lengthen(ring.y) + drop * low ** 1.5, halfWidth: widen(ring.halfWidth) * factor };
  });
  const skull = SKULL.map((ring): Ring => ({ ...ring, halfWidth: widen(ring.halfWidth), y: lengthen(ring.y) }));

  const landmarks = new Array<HeadPoint>(LANDMARKS);
  for (const [index, ring] of jaw.entries()) {
    landmarks[index] = { x: 0, y: ring.y, z: ring.z };
    landmarks[12 - index] = { x: 0, y: ring.y, z: ring.z };
  }
  for (const side of [-1, 1] as const) {
    const eye = side === 1 ? 13 : 21;
    for (const [index, [x, y, z]] of EYE.entries()) {
      const outwards = (x - 0.48) * shape.eyeSize;
      const isUpper = index >= 1 && index <= 3;
      const isLower = index >= 5;
      const squint = isUpper ? 0.02 * expression.squint : isLower ? -0.045 * expression.squint : 0;
      landmarks[eye + index] = {
        x: side * widen(0.48 + shape.eyeSpacing + outwards),
        y:
          y * shape.eyeSize * shape.eyeOpening +
          squint +
          shape.eyeTilt * (outwards / 0.22) +
          side * shape.asymmetry.eyes,
        z,
      };
    }
    const brow = side === 1 ? 29 : 34;
    for (const [index, [x, y, z]] of BROW.entries()) {
      const arch = shape.browArch * Math.sin((Math.PI * index) / (BROW.length - 1));
      const height = shape.browHeight - shape.browTilt * (x - 0.5) - arch - 0.075 * expression.brows;
      landmarks[brow + index] = {
        x: side * widen(x + shape.eyeSpacing),
        y: y + height + side * shape.asymmetry.brows,
        z,
      };
    }
    for (const [index, [x, y, z]] of NOSE.entries()) {
      const low = index / (NOSE.length - 1);
      const flare = 1 + (shape.noseWidth - 1) * low + 0.09 * expression.smile * Number(index >= 2);
      landmarks[side === -1 ? 47 + index : 57 - index] = {
        x: side * widen(x) * flare + shape.asymmetry.nose * low,
        y: lengthen(y * (1 + (shape.noseLength - 1) * low)) - 0.02 * expression.smile * low,
        z,
      };
    }
  }
  const noseTip = { x: shape.asymmetry.nose * 0.8, y: lengthen(0.53 * shape.noseLength), z: 1.44 };
  return { landmarks, jaw, skull, noseTip, ...placeMouth(landmarks, shape, expression, lengthen, widen) };
}

/** Fills in landmarks 39 to 46 and answers the edges where the lips meet or part. */
function placeMouth(
  landmarks: HeadPoint[],
  shape: FaceShape,
  { smile, open }: Expression,
  lengthen: (y: number) => number,
  widen: (x: number) => number,
): Pick<Head, 'upperLipEdge' | 'lowerLipEdge'> {
  const wide = shape.mouthWidth * (1 + 0.24 * smile - 0.08 * open * (1 - smile));
  const level = 1.04;
  const put = (side: number, [x, y, z]: readonly [number, number, number], lift: number): HeadPoint => ({
    x: side * widen(x) * wide + shape.asymmetry.mouth * (1 - Math.abs(x)),
    y: lengthen(level + (y - level) * shape.lipFullness + shape.mouthHeight) + lift,
    z: z - 0.06 * smile * Math.abs(x),
  });
  const lowered = 0.3 * open;
  const corners = -0.125 * smile + 0.08 * open;
  const upper = -0.035 * smile - 0.02 * open;
  const lower = -0.03 * smile + lowered;
  const flatter = { ...MOUTH, peak: [MOUTH.peak[0], MOUTH.peak[1] + 0.012 * smile, MOUTH.peak[2]] as const };
  landmarks[39] = put(-1, flatter.corner, corners);
  landmarks[40] = put(-1, flatter.peak, upper);
  landmarks[41] = put(1, flatter.dip, upper);
  landmarks[42] = put(1, flatter.peak, upper);
  landmarks[43] = put(1, flatter.corner, corners);
  landmarks[44] = put(1, flatter.side, lower);
  landmarks[45] = put(1, flatter.bottom, lower);
  landmarks[46] = put(-1, flatter.side, lower);
  // The corners of a smile are drawn up, so the line between the lips hangs like a chain between them.
  const edge = (part: number, x: number, lift: number): HeadPoint => {
    const side = Math.sign(x);
    const sag = corners + (lift - corners) * (1 - Math.abs(part) ** 1.7);
    return put(side === 0 ? 1 : side, [Math.abs(x), level - 0.004, 1.09 - 0.18 * Math.abs(part)], sag);
  };
  const parts = [-0.93, -0.6, -0.3, 0, 0.3, 0.6, 0.93];
  const parting = 0.1 * smile + 0.05 * open;
  return {
    upperLipEdge: parts.map((part) => edge(part, part * MOUTH.corner[0], upper - 0.02 * smile)),
    lowerLipEdge: parts.map((part) => edge(part, part * MOUTH.corner[0], lower + parting * (smile > 0.5 ? 0.6 : 0))),
  };
}

/** From the head to the drawing: turns by yaw, pitch, then roll, with a little perspective. */
export class Projection {
  readonly #view: View;
  readonly scale: number;

  constructor(view: View) {
    this.#view = view;
    this.scale = view.scale;
  }

  /** px of 640 × 480. */
  point({ x, y, z }: HeadPoint): Point {
    const { yaw } = this.#view;
    return this.#finish(x * Math.cos(yaw) + z * Math.sin(yaw), y, z * Math.cos(yaw) - x * Math.sin(yaw));
  }

  /** Where a ring's outline is seen: its leftmost (-1) or rightmost (1) place, widened by `more` for hair. */
  edge(ring: Ring, side: -1 | 1, more = 0): Point {
    const { yaw } = this.#view;
    const reach = Math.hypot((ring.halfWidth + more) * Math.cos(yaw), (ring.halfDepth + more) * Math.sin(yaw));
    return this.#finish(ring.z * Math.sin(yaw) + side * reach, ring.y, ring.z * Math.cos(yaw));
  }

  #finish(x: number, y: number, z: number): Point {
    const { pitch, roll, scale, centreX, centreY } = this.#view;
    const tipped = { y: y * Math.cos(pitch) + z * Math.sin(pitch), z: z * Math.cos(pitch) - y * Math.sin(pitch) };
    const near = 14 / (14 - tipped.z);
    const [flatX, flatY] = [x * near * scale, tipped.y * near * scale];
    return {
      x: centreX + flatX * Math.cos(roll) - flatY * Math.sin(roll),
      y: centreY + flatX * Math.sin(roll) + flatY * Math.cos(roll),
    };
  }
}

/** The 58 landmarks in px of 640 × 480; those of the jaw lie on the outline of the head as it is seen. */
export function projectLandmarks(head: Head, projection: Projection): Point[] {
  return head.landmarks.map((landmark, index) => {
    const ring = head.jaw[index <= 6 ? index : 12 - index];
    if (index > 12 || ring === undefined) return projection.point(landmark);
    return projection.edge(ring, index < 6 ? -1 : 1);
  });
}
