import { marksPath, type MarkPoint } from '../../../components/picture-landmarks/marks.ts';

/** px across that a picture is enlarged to at least, by a whole factor, every pixel of it still to be seen. */
const leastWidth = 640;
/** px between the tiles of a grid, and that a tile is enlarged to at least. */
const [gap, leastTile] = [4, 64];

/** Colours of heat from none to most. */
const ramp = [
  [96, 20, 120],
  [214, 51, 92],
  [255, 140, 42],
  [255, 236, 130],
] as const;

/** Gray pixels (RGBA) as heat, in place: nothing where they are black, a veil of purple, orange and yellow as they grow lighter. */
export function colourHeat(pixels: Uint8ClampedArray): void {
  for (let place = 0; place < pixels.length; place += 4) {
    const heat = (pixels[place] ?? 0) / 255;
    const step = Math.min(ramp.length - 2, Math.floor(heat * (ramp.length - 1)));
    const share = heat * (ramp.length - 1) - step;
    for (const channel of [0, 1, 2] as const) {
      const [from, to] = [ramp[step]?.[channel] ?? 0, ramp[step + 1]?.[channel] ?? 0];
      pixels[place + channel] = Math.round(from + share * (to - from));
    }
    pixels[place + 3] = Math.round(255 * 0.85 * heat);
  }
}

/** The picture, enlarged, under the greatest of the heatmaps at every place. All are addresses of pictures. */
export async function drawHeat(picture: string, heatmaps: readonly string[]): Promise<HTMLCanvasElement> {
  const [ground, ...heats] = await Promise.all([picture, ...heatmaps].map(loaded));
  if (!ground) throw new Error('There is no picture.');
  const scale = Math.max(1, Math.ceil(leastWidth / ground.naturalWidth));
  const { canvas, context } = newCanvas(scale * ground.naturalWidth, scale * ground.naturalHeight);
  context.imageSmoothingEnabled = false;
  context.drawImage(ground, 0, 0, canvas.width, canvas.height);
  const [first] = heats;
  if (!first) return canvas;
  const most = newCanvas(first.naturalWidth, first.naturalHeight);
  most.context.globalCompositeOperation = 'lighten';
  for (const heat of heats) most.context.drawImage(heat, 0, 0);
  const pixels = most.context.getImageData(0, 0, most.canvas.width, most.canvas.height);
  colourHeat(pixels.data);
  most.context.putImageData(pixels, 0, 0);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(most.canvas, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** The places, in 0..1 of the picture, as the window draws predictions. */
export function drawPlaces(canvas: HTMLCanvasElement, places: readonly (readonly [number, number])[]): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const points: MarkPoint[] = places.map(([x, y]) => ({ x: x * canvas.width, y: y * canvas.height }));
  const marks = new Path2D(marksPath('prediction', points, places.length > 3 ? 5 : 9));
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--pred');
  context.strokeStyle = '#fff';
  context.lineWidth = 1.5;
  context.fill(marks);
  context.stroke(marks);
}

/** Pictures of one size as a grid, enlarged by a whole factor, as its address. */
export async function gridPicture(pictures: readonly string[]): Promise<string> {
  const tiles = await Promise.all(pictures.map(loaded));
  const [first] = tiles;
  if (!first) throw new Error('There is no picture.');
  const { naturalWidth: width, naturalHeight: height } = first;
  const scale = Math.max(1, Math.ceil(leastTile / Math.max(width, height)));
  const across = Math.ceil(Math.sqrt(tiles.length));
  const down = Math.ceil(tiles.length / across);
  const { canvas, context } = newCanvas(across * (scale * width + gap) - gap, down * (scale * height + gap) - gap);
  context.imageSmoothingEnabled = false;
  for (const [index, tile] of tiles.entries()) {
    const [left, top] = [(index % across) * (scale * width + gap), Math.floor(index / across) * (scale * height + gap)];
    context.drawImage(tile, left, top, scale * width, scale * height);
  }
  return canvas.toDataURL('image/png');
}

function newCanvas(width: number, height: number): { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D } {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser draws no pictures.');
  return { canvas, context };
}

async function loaded(address: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = address;
  await image.decode();
  return image;
}
