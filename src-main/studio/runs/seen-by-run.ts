import { faceBox, seenPart, type Box, type Instance, type Recipe } from '../../contract/index.ts';

/** Where an instance is, px: its own box, or that of its present landmarks; null when it has neither. */
export function boxOfInstance({ box, landmarks }: Pick<Instance, 'box' | 'landmarks'>): Box | null {
  return faceBox(
    box,
    landmarks.map(({ x, y, visibility }) => (visibility === 'absent' ? null : [x, y])),
  );
}

/** What a run sees of an image when it looks for this instance, px of the original image. */
export function seenOfInstance(
  { input }: Pick<Recipe, 'input'>,
  image: { width: number; height: number },
  instance: Pick<Instance, 'box' | 'landmarks'>,
): Box {
  return seenPart(input, image, boxOfInstance(instance));
}
