import { z } from 'zod';

const probability = z.number().min(0).max(1).default(0);
/** A change by a factor drawn from 1 - value to 1 + value. */
const factor = z.number().min(0).max(0.95).default(0);

/**
 * How every picture is changed anew each time a network is trained on it; validation and prediction see it as it is.
 * Amounts are drawn uniformly between - and + the number given, for each picture on its own; 0 is off, and so is what is
 * left out. Lengths are px of the network's input, not of the original image.
 *
 * Geometry is one projective transform about the picture's centre (mirror, then scale, then rotation, then translation),
 * which the landmarks go through too. One that leaves the picture stays, at its place beyond 0 … 1.
 */
export const augmentationSchema = z
  .object({
    /** ± degrees. */
    rotation: z.number().min(0).max(180).default(0),
    /** ± px of the network's input, across and down. */
    translation: z.number().min(0).max(1024).default(0),
    /** ± fraction of the size: 0.1 is 0.9 … 1.1 times as large. */
    scale: factor,
    /** How often a picture is mirrored left to right; refused where the schema has no mirror pairs for what is learned. */
    mirror: probability,
    /** What stands where the picture does not reach: its edge pixels, its mirror image, or black. */
    border: z.enum(['replicate', 'reflect', 'constant']).default('replicate'),
    /** Every value times 1 ± this. */
    brightness: factor,
    /** Distance of every value from the picture's mean times 1 ± this. */
    contrast: factor,
    /** Distance of every colour from its own gray (Rec. 601) times 1 ± this: changes nothing where the input is gray. */
    saturation: factor,
    /** Values in 0 … 1 to the power of 1 ± this. */
    gamma: factor,
    /** Gaussian blur with a sigma drawn from 0 … `sigma` px. */
    blur: z.object({ probability, sigma: z.number().min(0).max(16).default(1) }).prefault({}),
    /** Standard deviation of Gaussian noise on values in 0 … 1, drawn from 0 … this, every value on its own. */
    noise: z.number().min(0).max(0.5).default(0),
    /** A rectangle of one gray; each side drawn from a half to the whole of `size`, a fraction of the picture's. */
    occlusion: z.object({ probability, size: z.number().min(0).max(0.9).default(0.3) }).prefault({}),
  })
  .prefault({});
export type Augmentation = z.infer<typeof augmentationSchema>;

/** Whether pictures are changed at all. */
export function isAugmented(augmentation: Augmentation): boolean {
  const { rotation, translation, scale, mirror, brightness, contrast, saturation, gamma, noise } = augmentation;
  const amounts = [rotation, translation, scale, mirror, brightness, contrast, saturation, gamma, noise];
  return (
    amounts.some((amount) => amount > 0) || augmentation.blur.probability > 0 || augmentation.occlusion.probability > 0
  );
}
