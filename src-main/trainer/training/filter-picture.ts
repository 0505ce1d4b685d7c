/** px of a filter's tile, and of the whole picture across; filters keep at least one px a weight. */
const tileSize = 64;
const largestWidth = 1024;
/** px between tiles. */
const gap = 4;

export interface FilterPicture {
  width: number;
  height: number;
  /** (height × width × 4) RGBA; nothing is drawn between the tiles, so that the picture stands on any ground. */
  pixels: Uint8Array;
}

/**
 * Filters as a grid of tiles, row by row, every weight a square of the same size. `kernel`: (rows, columns, channels, filters) as
 * TensorFlow keeps it, of one channel (drawn gray) or three (drawn as red, green and blue). Each filter has its own scale, from
 * minus to plus its largest absolute weight, so that zero is the same mid gray, 128, in all of them.
 */
export function drawFilters(
  kernel: Float32Array,
  [rows, columns, channels, filters]: [rows: number, columns: number, channels: number, filters: number],
): FilterPicture {
  const across = Math.ceil(Math.sqrt(filters));
  const down = Math.ceil(filters / across);
  const scale = Math.max(1, Math.floor(Math.min(tileSize, largestWidth / across - gap) / Math.max(rows, columns)));
  const width = across * (columns * scale + gap) - gap;
  const height = down * (rows * scale + gap) - gap;
  const pixels = new Uint8Array(4 * width * height);
  const weight = (row: number, column: number, channel: number, filter: number): number =>
    kernel[((row * columns + column) * channels + channel) * filters + filter] ?? 0;

  for (let filter = 0; filter < filters; filter += 1) {
    const left = (filter % across) * (columns * scale + gap);
    const top = Math.floor(filter / across) * (rows * scale + gap);
    const largest = largestOf(kernel, filter, filters);
    for (let y = 0; y < rows * scale; y += 1)
      for (let x = 0; x < columns * scale; x += 1) {
        const colour = [0, 1, 2].map((channel) => {
          const value = weight(Math.floor(y / scale), Math.floor(x / scale), channels === 3 ? channel : 0, filter);
          return 128 + (largest === 0 ? 0 : Math.round((127 * value) / largest));
        });
        pixels.set([...colour, 255], 4 * ((top + y) * width + left + x));
      }
  }
  return { width, height, pixels };
}

function largestOf(kernel: Float32Array, filter: number, filters: number): number {
  let largest = 0;
  for (let place = filter; place < kernel.length; place += filters)
    largest = Math.max(largest, Math.abs(kernel[place] ?? 0));
  return largest;
}
