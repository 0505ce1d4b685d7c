import type { Box } from './geometry.ts';
import type { Recipe } from './recipe.ts';

/** What a crop needs to know of an input. */
export type CropInput = Pick<Recipe['input'], 'width' | 'height' | 'crop' | 'margin'>;

/**
 * The part of an image that a network sees, px of the original: the whole image, or of an input that crops the box grown
 * by the margin and then to the input's proportions about its centre, in whole px. It may reach beyond the image's edges.
 * Without a box an input that crops sees the whole image, grown to the input's proportions, with no margin.
 */
export function seenPart(input: CropInput, image: { width: number; height: number }, box: Box | null): Box {
  const whole: Box = { x: 0, y: 0, width: image.width, height: image.height };
  if (input.crop === 'whole image') return whole;
  return box ? grownBox(box, input.margin, input) : grownBox(whole, 0, input);
}

/** Whether two inputs see the same part of every image, so that fractions of what they see compare. */
export function seesAlike(one: CropInput, other: CropInput): boolean {
  if (one.crop === 'whole image' && other.crop === 'whole image') return true;
  const sameShape = one.width * other.height === one.height * other.width;
  return one.crop === other.crop && one.margin === other.margin && sameShape;
}

/** The box with `margin` of its longer side added on each side, then grown about its centre to the input's proportions, in whole px. */
export function grownBox(box: Box, margin: number, input: { width: number; height: number }): Box {
  const added = 2 * margin * Math.max(box.width, box.height);
  const width = Math.max(
    1,
    Math.round(Math.max(box.width + added, ((box.height + added) * input.width) / input.height)),
  );
  const height = Math.max(1, Math.round((width * input.height) / input.width));
  return {
    // Not Math.round, which has a -0.
    x: Math.floor(box.x + (box.width - width) / 2 + 0.5),
    y: Math.floor(box.y + (box.height - height) / 2 + 0.5),
    width,
    height,
  };
}

/**
 * Where an instance is: its own box, or where that is missing or empty the one around its present landmarks ([x, y] px,
 * null when absent; all of the schema). Null when neither has an extent.
 */
export function faceBox(box: Box | null, landmarks: readonly (readonly [number, number] | null)[]): Box | null {
  if (box && box.width > 0 && box.height > 0) return box;
  const present = landmarks.filter((point) => point !== null);
  const [xs, ys] = [present.map(([x]) => x), present.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  const around: Box = { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
  return around.width > 0 || around.height > 0 ? around : null;
}
