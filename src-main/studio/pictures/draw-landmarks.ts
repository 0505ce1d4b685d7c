import sharp from 'sharp';
import { mostPixels } from './inspect-image.ts';

/** px of the longer side of a drawing. */
const mostSide = 2048;
/** With more landmarks than this their names would cover the face. */
const mostNames = 12;

const colours = { mark: '#4c8dff', line: '#9dc1ff', name: '#fff', edge: '#0b1524' };

export interface NamedPoint {
  name: string;
  /** px of the upright image. */
  x: number;
  y: number;
}

export interface Drawing {
  png: Buffer;
  /** px of the drawing. */
  width: number;
  height: number;
}

/**
 * An image upright with points on it, the lines between pairs of them (places in `points`), and their names where they are
 * few; at most 2048 px on its longer side. Throws what sharp throws when the file cannot be read.
 */
export async function drawLandmarks(
  file: string,
  points: readonly NamedPoint[],
  lines: readonly (readonly [number, number])[],
): Promise<Drawing> {
  const source = sharp(file, { limitInputPixels: mostPixels });
  const { autoOrient } = await source.metadata();
  const { data, info } = await source
    .autoOrient()
    .resize({ width: mostSide, height: mostSide, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .flatten({ background: '#fff' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const scaled = points.map(({ name, x, y }) => ({
    name,
    x: (x * width) / autoOrient.width,
    y: (y * height) / autoOrient.height,
  }));
  const overlay = Buffer.from(overlayOf(scaled, lines, width, height));
  const png = await sharp(data, { raw: { width, height, channels } })
    .composite([{ input: overlay, left: 0, top: 0 }])
    .png()
    .toBuffer();
  return { png, width, height };
}

/** SVG of the points (px of the drawing); names are text whatever is in them. */
export function overlayOf(
  points: readonly NamedPoint[],
  lines: readonly (readonly [number, number])[],
  width: number,
  height: number,
): string {
  const radius = radiusFor(points, width, height);
  const drawn = lines.map(([from, to]) => {
    const [start, end] = [points[from], points[to]];
    return start && end ? `M${short(start.x)} ${short(start.y)}L${short(end.x)} ${short(end.y)}` : '';
  });
  const marks = points.map(({ x, y }) => `<circle cx="${short(x)}" cy="${short(y)}" r="${short(radius)}"/>`);
  const named = points.length > mostNames ? [] : points;
  const size = Math.max(11, 3.2 * radius);
  const names = named.map(({ name, x, y }) => {
    const right = x < width * 0.8;
    const place = `x="${short(x + (right ? 1.8 : -1.8) * radius)}" y="${short(y + size / 3)}"`;
    return `<text ${place} text-anchor="${right ? 'start' : 'end'}">${escaped(name)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`,
    `<path d="${drawn.join('')}" fill="none" stroke="${colours.line}" stroke-width="${short(radius * 0.5)}" stroke-opacity="0.75"/>`,
    `<g fill="${colours.mark}" stroke="#fff" stroke-width="${short(radius * 0.35)}">${marks.join('')}</g>`,
    `<g fill="${colours.name}" stroke="${colours.edge}" stroke-width="${short(size / 5)}" stroke-linejoin="round" paint-order="stroke" font-family="sans-serif" font-size="${short(size)}">${names.join('')}</g>`,
    '</svg>',
  ].join('');
}

/** By the extent of the face rather than of the picture, so that marks fit a small face in a large picture. */
function radiusFor(points: readonly NamedPoint[], width: number, height: number): number {
  const longer = Math.max(width, height);
  if (points.length < 2) return Math.max(3, longer / 140);
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const extent = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
  return Math.min(longer / 120, Math.max(1.5, extent / (points.length > mostNames ? 90 : 40)));
}

function escaped(text: string): string {
  const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  // XML has no place for control characters, not even escaped.
  return text.replaceAll(/[\u0000-\u001f\ufffe\uffff]/g, ' ').replaceAll(/[&<>"']/g, (sign) => signs[sign] ?? sign);
}

const short = (value: number): string => value.toFixed(2);
