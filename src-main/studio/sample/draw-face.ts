import type { Landmark } from '../../contract/index.ts';
import { drawBrows, drawEyes, drawMouth, drawNose } from './draw-features.ts';
import { drawGlasses } from './draw-glasses.ts';
import { drawHairBehind, drawHairInFront } from './draw-hair.ts';
import { drawBeard, drawEars, drawLight, drawSkin } from './draw-skin.ts';
import { drawBackground, drawBody } from './draw-surroundings.ts';
import { HEIGHT, makeScene, WIDTH } from './scene.ts';

export interface DrawnFace {
  /** The picture as SVG of the size asked for. */
  svg: string;
  /** 58 in the order of the IMM Face Database (schema `face-58`), px of the picture, all visible. */
  landmarks: Landmark[];
  /** The person, two digits. */
  group: string;
  /** Like IMM's: `07-3f` is person 7, view 3, a woman. */
  name: string;
}

/**
 * Draws one face. The same numbers give the same drawing, and a person looks the same in every pose but for expression,
 * turn of the head, light and surroundings.
 * @param identity from 1 @param pose 1 to 6, IMM's views @param size px of the picture; other shapes than 4:3 are stretched
 */
export function drawFace(
  seed: number,
  identity: number,
  pose: number,
  size: { width: number; height: number } = { width: WIDTH, height: HEIGHT },
): DrawnFace {
  const scene = makeScene(seed, identity, pose);
  const layers = [
    drawBackground,
    drawHairBehind,
    drawBody,
    drawEars,
    drawSkin,
    drawBeard,
    drawNose,
    drawMouth,
    drawEyes,
    drawBrows,
    drawGlasses,
    drawHairInFront,
    drawLight,
  ];
  const drawn = layers.map((draw) => draw(scene)).join('');
  const frame =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" ` +
    `viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">`;
  return {
    svg: `${frame}${scene.definitions.toString()}${drawn}</svg>`,
    landmarks: scene.landmarks.map(({ x, y }) => ({
      x: (x * size.width) / WIDTH,
      y: (y * size.height) / HEIGHT,
      visibility: 'visible',
    })),
    group: scene.person.group,
    name: `${scene.person.group}-${pose}${scene.person.sex}`,
  };
}
