import type { Example } from './data/examples.ts';

/** (2K) mean of x/W, y/H over the examples where the landmark is there; the picture's centre where it never is. */
export function meanShape(training: Pick<Example, 'targets' | 'mask'>[]): number[] {
  const length = training[0]?.targets.length ?? 0;
  return Array.from({ length }, (_, coordinate) => {
    const there = training.filter(({ mask }) => mask[coordinate] === 1);
    const sum = there.reduce((total, { targets }) => total + (targets[coordinate] ?? 0), 0);
    return there.length === 0 ? 0.5 : sum / there.length;
  });
}

/** Validation MSE on x/W and y/H of always answering the mean training shape: what a network must beat to have learned. */
export function baselineLoss(
  training: Pick<Example, 'targets' | 'mask'>[],
  validation: Pick<Example, 'targets' | 'mask'>[],
): number {
  const shape = meanShape(training);
  let sum = 0;
  let coordinates = 0;
  for (const { targets, mask } of validation)
    for (const [coordinate, mean] of shape.entries()) {
      if (mask[coordinate] !== 1) continue;
      sum += ((targets[coordinate] ?? 0) - mean) ** 2;
      coordinates += 1;
    }
  return sum / coordinates;
}
