import { availableParallelism } from 'node:os';
import type { Recipe } from '../../contract/recipe.ts';
import { decodeImage, type DecodedImage, type ImageFile } from './decode-image.ts';
import { ImageSource } from './image-source.ts';

export interface DecodeReport {
  /** Called as images are done; `total` is all of them. */
  progress?: (done: number, total: number) => void;
  unreadable: (file: string, message: string) => void;
  /** Asked between images, and waited for: true leaves the rest out. */
  stopped?: () => Promise<boolean>;
}

/**
 * Decodes a few files at a time and gives each image, or each face of one, with its pixels, in the order asked for. An image that cannot be read is
 * reported and left out; so is one whose upright size is not the one its landmarks were measured in.
 */
export async function decodeImages<Image extends ImageFile & { width?: number; height?: number }>(
  images: Image[],
  input: Recipe['input'],
  cacheFolder: string,
  report: DecodeReport,
): Promise<(Image & DecodedImage)[]> {
  const decoded: ((Image & DecodedImage) | null)[] = images.map(() => null);
  let done = 0;
  // One iterator for all workers: each takes the next file that none has taken, with all the faces in it.
  const queue = Map.groupBy(images.entries(), ([, { file }]) => file).entries();
  const work = async (): Promise<void> => {
    for (const [file, faces] of queue) {
      const source = new ImageSource(file);
      for (const [index, image] of faces) {
        if (await report.stopped?.()) return;
        try {
          const picture = await decodeImage(image, input, cacheFolder, source);
          checkSize(image, picture);
          decoded[index] = { ...image, ...picture };
        } catch (problem) {
          report.unreadable(image.file, problem instanceof Error ? problem.message : String(problem));
        }
        done += 1;
        report.progress?.(done, images.length);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(8, availableParallelism() + 1) }, work));
  return decoded.filter((image) => image !== null);
}

function checkSize(image: ImageFile & { width?: number; height?: number }, decoded: DecodedImage): void {
  const { width = decoded.originalWidth, height = decoded.originalHeight } = image;
  if (width !== decoded.originalWidth || height !== decoded.originalHeight)
    throw new Error(
      `${image.file} is ${decoded.originalWidth}×${decoded.originalHeight} px, but its landmarks were measured in ${width}×${height} px.`,
    );
}
