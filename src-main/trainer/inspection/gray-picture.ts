import sharp from 'sharp';

/** Values (height · width), row by row, as a gray PNG's data address: `lowest` black, `highest` white, all black where they are the same. */
export async function grayPicture(
  values: Float32Array,
  { width, height }: { width: number; height: number },
  lowest: number,
  highest: number,
): Promise<string> {
  const range = highest - lowest;
  const pixels = Uint8Array.from(values, (value) => (range > 0 ? Math.round((255 * (value - lowest)) / range) : 0));
  const png = await sharp(pixels, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
  return `data:image/png;base64,${png.toString('base64')}`;
}
