import type { Recipe } from '../../src-main/contract/recipe.ts';
import type { LoadedExample } from '../../src-main/trainer/data/batches.ts';
import { channelCount } from '../../src-main/trainer/network/build-network.ts';
import { createRandom } from '../../src-main/trainer/random.ts';

/** Pictures of noise, as the decoded cache gives them. */
export function randomExamples(count: number, input: Recipe['input'], landmarkCount: number): LoadedExample[] {
  const pixelCount = input.width * input.height * channelCount(input);
  const random = createRandom(1, 'benchmark');
  return Array.from({ length: count }, (_, imageId) => ({
    part: 'train',
    imageId,
    name: '',
    file: '',
    contentHash: '',
    width: 640,
    height: 480,
    box: null,
    crop: { x: 0, y: 0, width: 640, height: 480 },
    faceSize: null,
    originalWidth: 640,
    originalHeight: 480,
    pixels: Uint8Array.from({ length: pixelCount }, () => 256 * random()),
    targets: Float32Array.from({ length: 2 * landmarkCount }, random),
    mask: new Float32Array(2 * landmarkCount).fill(1),
  }));
}
