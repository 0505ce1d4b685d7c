import { readFileSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { LandmarkSchema } from '../../src-main/contract/index.ts';
import type { Place } from './counted-hands.ts';

const root = path.join(import.meta.dirname, '..', '..');
const schema = JSON.parse(
  readFileSync(path.join(root, 'resources', 'schemas', 'face-68.json'), 'utf8'),
) as LandmarkSchema;
/** In the schema's order. */
export const landmarkNames = schema.landmarks.map(({ name }) => name);

/** Faces to be labelled, with where their landmarks belong; px of the picture. */
export interface Faces {
  name: string;
  /** `new-…`: pictures with no labels. `wrong-…`: labelled, five landmarks amiss. By the image's name. */
  truth: Map<string, Place[]>;
}

export const wrongLandmarks = [4, 21, 33, 45, 57];

/** Distance of the outer eye corners, px. */
export function eyesApart(face: readonly Place[]): number {
  const [one = 0, other = 0] = schema.outerEyeCorners ?? [];
  const [from, to] = [face[one], face[other]];
  if (!from || !to) throw new Error('the schema names no outer eye corners');
  return Math.hypot(from.x - to.x, from.y - to.y);
}

/** Five landmarks off by an eighth of the eyes' distance, each in another direction. */
function amiss(face: readonly Place[]): Place[] {
  const by = eyesApart(face) / 8;
  return face.map((place, index) => {
    const order = wrongLandmarks.indexOf(index);
    if (order < 0) return place;
    const angle = 0.6 + order * 1.3;
    return { x: place.x + by * Math.cos(angle), y: place.y + by * Math.sin(angle) };
  });
}

/** A `.pts` file counts pixel centres from 1. */
const ptsOf = (face: readonly Place[]): string => face.map(({ x, y }) => `${x + 0.5} ${y + 0.5}`).join('\n');

/** Faces of the schema's template, drawn as lines, that differ in place, size, turn, width, mouth, brows and jaw; always the same. */
export async function drawnFaces(folder: string): Promise<Faces> {
  const known = 40;
  const truth = new Map<string, Place[]>();
  await mkdir(folder, { recursive: true });
  for (let number = 0; number < known + 1; number += 1) {
    const face = drawnFace(number);
    const name = number < known ? `known-${number}` : `new-${number}`;
    await sharp(Buffer.from(svgOf(face)))
      .png()
      .toFile(path.join(folder, `${name}.png`));
    if (number < known) await writeFile(path.join(folder, `${name}.pts`), ptsOf(face));
    else {
      truth.set(name, face);
      const wrong = `wrong-${number}`;
      await copyFile(path.join(folder, `${name}.png`), path.join(folder, `${wrong}.png`));
      await writeFile(path.join(folder, `${wrong}.pts`), ptsOf(amiss(face)));
      truth.set(wrong, face);
    }
  }
  return { name: 'drawn', truth };
}

const side = 800;

function drawnFace(number: number): Place[] {
  // Each way of differing goes round at its own pace, so that no two faces are alike.
  const vary = (way: number): number => Math.sin((number + 1) * (0.7 + 0.37 * way) + way);
  const template = schema.template ?? [];
  const size = 400 * (1 + 0.15 * vary(0));
  const turn = 0.15 * vary(1);
  const yaw = 0.12 * vary(2);
  return template.map((point, index) => {
    let [x, y] = [point[0] - 0.5, point[1] - 0.5];
    x += yaw * (0.25 - x * x);
    x *= 1 + 0.08 * vary(3);
    if (index < 17) y *= 1 + 0.1 * vary(4) * (index / 8) * (2 - index / 8);
    else if (index < 27) y -= 0.03 * (1 + vary(5));
    else if (index >= 48) {
      x *= 1 + 0.12 * vary(6);
      y += [55, 56, 57, 58, 59, 65, 66, 67].includes(index) ? 0.05 * (1 + vary(7)) : 0;
    }
    return {
      x: side / 2 + 60 * vary(8) + size * (x * Math.cos(turn) - y * Math.sin(turn)),
      y: side / 2 + 40 * vary(9) + size * (x * Math.sin(turn) + y * Math.cos(turn)),
    };
  });
}

function svgOf(face: readonly Place[]): string {
  const lines = schema.contours.map(({ landmarks, closed }) => {
    const points = landmarks.flatMap((index) => (face[index] ? [`${face[index].x},${face[index].y}`] : []));
    return `<${closed ? 'polygon' : 'polyline'} points="${points.join(' ')}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><rect width="100%" height="100%" fill="#d8cfc4"/><g fill="none" stroke="#3a2c26" stroke-width="3">${lines.join('')}</g></svg>`;
}
