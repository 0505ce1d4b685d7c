import sharp from 'sharp';
import {
  learnedLines,
  linesPath,
  marksPath,
  vectorsPath,
  type Box,
  type LandmarkSchema,
  type MarkPoint,
} from '../../contract/index.ts';
import type { ComparedFace } from '../evaluation/compared-faces.ts';
import { mostPixels } from '../pictures/inspect-image.ts';
import { html, type Html } from './html.ts';
import type { LearnedLandmark } from '../runs/recipes.ts';

/** px of a picture in the file; the drawing on it is of lines and stays sharp. */
const size = { width: 400, height: 300 };

/**
 * A face with its true landmarks as red rings, the predicted ones as blue diamonds, and a line from each to its own. What is shown is
 * the part of the image around both, in proportions of 4 to 3. Without the picture where its file cannot be read.
 *
 * @param file of the image, absolute
 */
export async function casePicture(
  face: ComparedFace,
  learned: readonly LearnedLandmark[],
  schema: LandmarkSchema,
  file: string,
  label: string,
): Promise<Html> {
  const view = viewOf(face);
  const unit = view.width / size.width;
  const part = onImage(view, face.image);
  const picture = await partOfImage(file, part, 1 / unit);
  const truth = face.truth.map(({ x, y, visibility }): MarkPoint => (visibility === 'absent' ? null : { x, y }));
  const predicted = face.predicted.map(([x, y]): MarkPoint => ({ x, y }));
  const lines = learnedLines(
    schema.contours,
    learned.map(({ index }) => index),
  );
  const radius = unit * (learned.length <= 3 ? 8 : learned.length <= 20 ? 5 : 3.2);
  const width = (px: number): string => (unit * px).toFixed(2);
  const vectors = vectorsPath(truth, predicted);
  const rings = marksPath('truth', truth, radius);
  const image = picture
    ? html`<image
        href="${picture}"
        x="${part.x}"
        y="${part.y}"
        width="${part.width}"
        height="${part.height}"
        preserveAspectRatio="none"
      />`
    : html`<text
        x="${view.x + view.width / 2}"
        y="${view.y + view.height / 8}"
        text-anchor="middle"
        fill="#fff"
        font-size="${width(15)}"
        >The image cannot be read.</text
      >`;
  return html`<svg viewBox="${view.x} ${view.y} ${view.width} ${view.height}" role="img" aria-label="${label}">
    <rect x="${view.x}" y="${view.y}" width="${view.width}" height="${view.height}" fill="#2b2f37" />
    ${image}
    <g fill="none">
      <path d="${linesPath(truth, lines)}" class="truth-line" stroke-width="${width(0.8)}" />
      <path d="${vectors}" stroke="#000" stroke-opacity="0.45" stroke-width="${width(2.6)}" />
      <path d="${vectors}" stroke="#fff" stroke-width="${width(1.1)}" />
      <path d="${rings}" stroke="#000" stroke-opacity="0.5" stroke-width="${width(2.6)}" />
      <path d="${rings}" class="truth-mark" stroke-width="${width(1.4)}" />
    </g>
    <path
      d="${marksPath('prediction', predicted, radius * 0.85)}"
      class="pred-mark"
      stroke="#fff"
      stroke-width="${width(0.5)}"
    />
  </svg>`;
}

/** Around truth and prediction with a fifth of air, at least two fifths of the image, 4 to 3; px, within the image where it fits. */
function viewOf({ image, instance, predicted, truth }: ComparedFace): Box {
  const places = [
    ...[...truth, ...instance.landmarks].flatMap(({ x, y, visibility }) =>
      visibility === 'absent' ? [] : [[x, y] as const],
    ),
    // A prediction may lie anywhere; what is not on the image is not looked for.
    ...predicted.map(
      ([x, y]) => [Math.min(image.width, Math.max(0, x)), Math.min(image.height, Math.max(0, y))] as const,
    ),
  ].filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const proportion = size.width / size.height;
  const wanted = Math.max(1.4 * (right - left), 1.4 * (bottom - top) * proportion, 0.4 * image.width);
  const width = Math.round(Math.min(wanted, Math.max(image.width, image.height * proportion)));
  const height = Math.round(width / proportion);
  const within = (centre: number, length: number, whole: number): number =>
    Math.round(length >= whole ? (whole - length) / 2 : Math.min(whole - length, Math.max(0, centre - length / 2)));
  return {
    x: within((left + right) / 2, width, image.width),
    y: within((top + bottom) / 2, height, image.height),
    width,
    height,
  };
}

/** What of the view is on the image, px. */
function onImage({ x, y, width, height }: Box, image: { width: number; height: number }): Box {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  return {
    x: left,
    y: top,
    width: Math.min(image.width, x + width) - left,
    height: Math.min(image.height, y + height) - top,
  };
}

/** A JPEG of a part of an image as a data address, made smaller by `scale` where that is less than 1. Null where it cannot be read. */
async function partOfImage(file: string, { x, y, width, height }: Box, scale: number): Promise<string | null> {
  const px = (length: number): number => Math.max(1, Math.round(Math.min(1, scale) * length));
  try {
    const jpeg = await sharp(file, { limitInputPixels: mostPixels })
      .autoOrient()
      .extract({ left: x, top: y, width, height })
      .resize(px(width), px(height), { fit: 'fill' })
      .toColourspace('srgb')
      .flatten({ background: '#fff' })
      .jpeg({ quality: 76, mozjpeg: true })
      .toBuffer();
    return `data:image/jpeg;base64,${jpeg.toString('base64')}`;
  } catch {
    return null;
  }
}
