import type { Augmentation } from '../../contract/augmentation.ts';
import type { Random } from '../random.ts';

/** What is done to one picture. */
export interface Change {
  mirrored: boolean;
  /** Times as large. */
  scale: number;
  /** Radians, clockwise as the picture is seen (y runs down). */
  rotation: number;
  /** px of the input. */
  across: number;
  down: number;
  /** Factors; 1 changes nothing. */
  brightness: number;
  contrast: number;
  saturation: number;
  /** The exponent. */
  gamma: number;
  /** px; 0 for no blur. */
  blurSigma: number;
  /** Standard deviation on values in 0 … 1. */
  noise: number;
  patch: Patch | null;
}

/** A rectangle in fractions of the picture, and its value in 0 … 1. */
export interface Patch {
  left: number;
  top: number;
  width: number;
  height: number;
  gray: number;
}

/**
 * One change for each of `count` pictures. Every picture takes the same number of random numbers in the same order, whether
 * what they are for is on or not: switching one kind on leaves the others as they were, and a batch's first pictures are
 * changed alike however many follow.
 */
export function drawChanges(augmentation: Augmentation, count: number, random: Random): Change[] {
  const around = (amount: number): number => amount * (2 * random() - 1);
  const { blur, occlusion } = augmentation;
  return Array.from({ length: count }, () => {
    // Properties are evaluated in the order in which they are written.
    const change = {
      mirrored: random() < augmentation.mirror,
      scale: 1 + around(augmentation.scale),
      rotation: (around(augmentation.rotation) * Math.PI) / 180,
      across: around(augmentation.translation),
      down: around(augmentation.translation),
      brightness: 1 + around(augmentation.brightness),
      contrast: 1 + around(augmentation.contrast),
      saturation: 1 + around(augmentation.saturation),
      gamma: 1 + around(augmentation.gamma),
      noise: augmentation.noise * random(),
    };
    const [blurs, sigma] = [random() < blur.probability, blur.sigma * random()];
    const occludes = random() < occlusion.probability;
    const [width, height] = [0.5 + 0.5 * random(), 0.5 + 0.5 * random()].map((part) => part * occlusion.size) as [
      number,
      number,
    ];
    const patch = { width, height, left: (1 - width) * random(), top: (1 - height) * random(), gray: random() };
    return { ...change, blurSigma: blurs ? sigma : 0, patch: occludes ? patch : null };
  });
}
