import { seenPart, type Box, type Instance } from '../../contract/index.ts';
import type { StoredImage, StoredRun } from '../store/interface.ts';
import { boxOfInstance } from './seen-by-run.ts';

/** An image of the project with its instances, as the store gives them. */
export interface ImageWithInstances {
  image: StoredImage;
  instances: Instance[];
}

/** One picture that a run's network is shown of an image of the project. */
export interface Look {
  /** `lookKey`: no two looks of a run have the same. */
  key: number;
  imageId: number;
  /** Whose box is looked at; null for the whole image. */
  instanceId: number | null;
  /** Absolute. */
  file: string;
  contentHash: string;
  box: Box | null;
  /** The part of the image in px; null for the whole of it. */
  seen: Box | null;
  /** Those that the answer is stored with. */
  instances: Instance[];
}

/** Instances have positive numbers, and so have images: theirs become negative. */
export function lookKey(instanceId: number | null, imageId: number): number {
  return instanceId ?? -imageId;
}

/**
 * What a run looks at: whole images, or of a run that crops each instance's box. An image without a box to crop by, such
 * as one that nobody has labelled, is then looked at as a whole, grown to the input's proportions; that is no instance's answer.
 */
export function looksOf(
  { recipe: { input } }: Pick<StoredRun, 'recipe'>,
  images: ImageWithInstances[],
  fileOf: (image: StoredImage) => string,
): Look[] {
  return images.flatMap(({ image, instances }): Look[] => {
    const { id: imageId, contentHash } = image;
    const common = { imageId, file: fileOf(image), contentHash };
    const whole = { ...common, key: lookKey(null, imageId), instanceId: null, box: null, seen: null };
    if (input.crop === 'whole image') return [{ ...whole, instances }];
    const faces = instances.flatMap((instance): Look[] => {
      const box = boxOfInstance(instance);
      if (!box) return [];
      const key = lookKey(instance.id, imageId);
      return [
        { ...common, key, instanceId: instance.id, box, seen: seenPart(input, image, box), instances: [instance] },
      ];
    });
    return faces.length > 0 ? faces : [{ ...whole, instances: [] }];
  });
}
