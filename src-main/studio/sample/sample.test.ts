import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { readAsf } from '../formats/read-asf.ts';
import { immFolder, job, newProject } from '../exchange/test-dataset.ts';
import { drawSample } from './create-sample.ts';
import { drawFace } from './draw-face.ts';
import { makeScene } from './scene.ts';

const everyone = Array.from({ length: 40 }, (_, index) => index + 1);
const poses = [1, 2, 3, 4, 5, 6];

/** Landmarks about their middle, divided by their spread. */
function normalise(points: { x: number; y: number }[]): { x: number; y: number }[] {
  const middle = { x: 0, y: 0 };
  for (const { x, y } of points) {
    middle.x += x / points.length;
    middle.y += y / points.length;
  }
  const spread = Math.sqrt(
    points.reduce((sum, { x, y }) => sum + (x - middle.x) ** 2 + (y - middle.y) ** 2, 0) / points.length,
  );
  return points.map(({ x, y }) => ({ x: (x - middle.x) / spread, y: (y - middle.y) / spread }));
}

function mean(faces: { x: number; y: number }[][]): { x: number; y: number }[] {
  return (faces[0] ?? []).map((_, index) => ({
    x: faces.reduce((sum, face) => sum + face[index]!.x, 0) / faces.length,
    y: faces.reduce((sum, face) => sum + face[index]!.y, 0) / faces.length,
  }));
}

describe('drawn faces', () => {
  test('are the same for the same numbers, and others for others', () => {
    expect(drawFace(1, 7, 3)).toEqual(drawFace(1, 7, 3));
    expect(drawFace(2, 7, 3).svg).not.toBe(drawFace(1, 7, 3).svg);
    expect(new Set(everyone.flatMap((identity) => poses.map((pose) => drawFace(1, identity, pose).svg))).size).toBe(
      240,
    );
  });

  test('are named like IMM’s, one sex to a person', () => {
    for (const identity of [1, 9, 40]) {
      const faces = poses.map((pose) => drawFace(1, identity, pose));
      const group = String(identity).padStart(2, '0');
      const sex = faces[0]!.name.at(-1);
      expect(faces.map(({ name }) => name)).toEqual(poses.map((pose) => `${group}-${pose}${sex}`));
      expect(new Set(faces.map((face) => face.group))).toEqual(new Set([group]));
    }
  });

  test.each([1, 2, 3])('with seed %i have all landmarks inside the picture', (seed) => {
    const faces = everyone.flatMap((identity) => poses.map((pose) => makeScene(seed, identity, pose).landmarks));
    const xs = faces.flat().map(({ x }) => x);
    const ys = faces.flat().map(({ y }) => y);
    expect(xs).toHaveLength(240 * 58);
    expect(Math.min(...xs)).toBeGreaterThan(10);
    expect(Math.max(...xs)).toBeLessThan(630);
    expect(Math.min(...ys)).toBeGreaterThan(10);
    expect(Math.max(...ys)).toBeLessThan(470);
  });

  test('of another size have their landmarks there', () => {
    const whole = drawFace(1, 1, 1);
    const small = drawFace(1, 1, 1, { width: 80, height: 60 });
    expect(small.svg).toContain('width="80" height="60"');
    for (const [index, { x, y }] of small.landmarks.entries()) {
      expect(x).toBeCloseTo(whole.landmarks[index]!.x / 8, 9);
      expect(y).toBeCloseTo(whole.landmarks[index]!.y / 8, 9);
    }
  });

  test('turn their noses to the left in view 3 and to the right in view 4', () => {
    for (const identity of everyone) {
      const lean = [1, 3, 4].map((pose) => {
        const { landmarks } = makeScene(1, identity, pose);
        return (landmarks[52]!.x - landmarks[0]!.x) / (landmarks[12]!.x - landmarks[0]!.x);
      });
      expect(lean[1]).toBeLessThan(lean[0]! - 0.1);
      expect(lean[2]).toBeGreaterThan(lean[0]! + 0.1);
    }
  });

  test('have jaw, eyes, mouth and nose drawn through their landmarks', async () => {
    // Each contour's path must be in the drawing with its landmarks as nodes, to the hundredth of a px.
    for (const identity of [1, 8, 23])
      for (const pose of poses) {
        const { svg, landmarks } = drawFace(1, identity, pose);
        for (const index of [...Array(29).keys(), ...Array.from({ length: 19 }, (_, place) => place + 39)]) {
          const { x, y } = landmarks[index]!;
          expect(svg).toContain(`${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100}`);
        }
        expect(makeScene(1, identity, pose).headOutline).toMatch(/^M.*Z$/);
      }
    // The chin of a clean-shaven person is where the skin ends: brighter just above than in the neck's shadow below.
    const identity = everyone.find((person) => makeScene(1, person, 1).person.beard === 'none')!;
    const { svg, landmarks } = drawFace(1, identity, 1);
    const { data, info } = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const brightness = (x: number, y: number): number => {
      const start = (Math.round(y) * info.width + Math.round(x)) * info.channels;
      return data[start]! + data[start + 1]! + data[start + 2]!;
    };
    const chin = landmarks[6]!;
    expect(brightness(chin.x, chin.y - 3)).toBeGreaterThan(brightness(chin.x, chin.y + 3) + 30);
  });

  // The photographs may not be passed on, so they lie outside the repository and only some machines have them.
  test.skipIf(!existsSync(immFolder))('have the landmarks of IMM, in its order', async () => {
    const names = (await readdir(immFolder)).filter((name) => /-1[mf]\.asf$/.test(name));
    const real = await Promise.all(
      names.map(async (name) => {
        const { points } = readAsf(await readFile(join(immFolder, name), 'latin1'));
        return normalise(points!.map((point) => ({ x: point!.x * 640, y: point!.y * 480 })));
      }),
    );
    const drawn = everyone.map((identity) => normalise(makeScene(1, identity, 1).landmarks));
    const [meanReal, meanDrawn] = [mean(real), mean(drawn)];
    const far = meanReal.map(({ x, y }, index) => Math.hypot(x - meanDrawn[index]!.x, y - meanDrawn[index]!.y));
    expect(Math.max(...far)).toBeLessThan(0.15);
  });
});

test('a cancelled sample leaves the project empty', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keypoint-studio-sample-'));
  try {
    using store = newProject(join(folder, 'project'));
    await expect(drawSample(store, join(folder, 'images'), 1, job(3))).rejects.toMatchObject({ code: 'cancelled' });
    expect(store.summary().images).toBe(0);
    expect((await readdir(join(folder, 'images'))).length).toBeLessThan(20);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
