import sharp from 'sharp';
import type { Box } from '../../contract/index.ts';
import { mostPixels } from '../pictures/inspect-image.ts';
import type { Picture } from '../pictures/picture-cache.ts';

/** px; twice what the list shows, for dense screens. */
const size = { width: 144, height: 144 };

/** At most so many landmarks are marked, the worst: more would cover what is to be seen. */
const mostMarks = 12;

/**
 * A square of an image around an area (px of the upright image; null: all of it) with rings at points. Throws what sharp throws.
 */
export async function findingPicture(
  file: string,
  image: { width: number; height: number },
  area: Box | null,
  points: readonly { x: number; y: number }[],
): Promise<Picture> {
  const wanted = area ?? { x: 0, y: 0, width: image.width, height: image.height };
  // What lies outside the image is shown as empty ground, so that a landmark there is seen to be outside.
  const side = Math.max(8, wanted.width, wanted.height);
  const [left, top] = [wanted.x + wanted.width / 2 - side / 2, wanted.y + wanted.height / 2 - side / 2];
  const within = {
    left: Math.min(image.width - 1, Math.max(0, Math.floor(left))),
    top: Math.min(image.height - 1, Math.max(0, Math.floor(top))),
    right: Math.max(1, Math.min(image.width, Math.ceil(left + side))),
    bottom: Math.max(1, Math.min(image.height, Math.ceil(top + side))),
  };
  const scale = size.width / side;
  const shown = {
    // Whole px of the image reach a little past the square.
    width: Math.min(size.width, Math.max(1, Math.round((within.right - within.left) * scale))),
    height: Math.min(size.height, Math.max(1, Math.round((within.bottom - within.top) * scale))),
  };
  const part = await sharp(file, { limitInputPixels: mostPixels })
    .rotate()
    .extract({
      left: within.left,
      top: within.top,
      width: Math.max(1, within.right - within.left),
      height: Math.max(1, within.bottom - within.top),
    })
    .resize({ ...shown, fit: 'fill' })
    .flatten({ background: '#808080' })
    .toBuffer();
  const rings = points.slice(0, mostMarks).map(({ x, y }, order) => {
    const at = `cx="${((x - left) * scale).toFixed(1)}" cy="${((y - top) * scale).toFixed(1)}"`;
    const radius = order === 0 ? 7 : 4.5;
    return `<circle ${at} r="${radius}" stroke="#000" stroke-width="4"/><circle ${at} r="${radius}" stroke="#ffd166" stroke-width="2"/>`;
  });
  const marks = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}"><g fill="none">${rings.join('')}</g></svg>`;
  const bytes = await sharp({ create: { ...size, channels: 3, background: '#2a2f39' } })
    .composite([
      { input: part, ...placed(shown, { left: (within.left - left) * scale, top: (within.top - top) * scale }) },
      { input: Buffer.from(marks), left: 0, top: 0 },
    ])
    .jpeg({ quality: 82 })
    .toBuffer();
  return { contentType: 'image/jpeg', bytes };
}

/** Whole px that keep the part within the square. */
function placed(shown: { width: number; height: number }, at: { left: number; top: number }) {
  return {
    left: Math.min(size.width - shown.width, Math.max(0, Math.round(at.left))),
    top: Math.min(size.height - shown.height, Math.max(0, Math.round(at.top))),
  };
}
