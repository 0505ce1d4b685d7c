import type { Shape } from '../shapes/align-shapes.ts';
import type { ShapeFit, ShapeFitter } from './shape-fitter.ts';

export interface RobustFit extends ShapeFit {
  /** Landmarks beyond their limits: the fit takes no notice of them. */
  off: Set<number>;
}

/** So many of the landmarks are taken to be right while the wrong ones are sought. */
const heldToBeRight = 0.7;
const mostRounds = 5;

/** Of a project with too few faces to say what is usual: a third of the spread, which no view of a face comes near. */
const roughLimit = 0.33;

/**
 * Fits the shape model to a face of which some landmarks may be anywhere: the fit is repeated on the 70 % that lie best (the
 * concentration steps of least trimmed squares, Rousseeuw and Van Driessen, 1999), then all that is within its limits is taken in.
 *
 * @param limits by landmark, in the model's frame; null while they are not known
 * @returns null when the face has too few landmarks or no extent
 */
export function fitRobustly(fitter: ShapeFitter, shape: Shape, limits: readonly number[] | null): RobustFit | null {
  const rough = roughLimit / Math.sqrt(shape.length);
  const present = shape.flatMap((point, index) => (point && fitter.model.mean[index] ? [index] : []));
  let fit = fitter.fit(shape, present);
  if (!fit) return null;
  const beyond = (index: number): number => (fit?.distances[index] ?? 0) / (limits?.[index] ?? rough);
  const offNow = (): Set<number> => new Set(present.filter((index) => beyond(index) > 1));
  if (offNow().size === 0) return { ...fit, off: new Set() };
  const kept = Math.max(6, Math.ceil(heldToBeRight * present.length));
  let used = '';
  for (let round = 0; round < mostRounds; round += 1) {
    const best = inOrder([...present].sort((one, other) => beyond(one) - beyond(other)).slice(0, kept));
    if (best.join() === used) break;
    used = best.join();
    fit = fitter.fit(shape, best) ?? fit;
  }
  for (let round = 0; round < mostRounds; round += 1) {
    const off = offNow();
    const next = present.filter((index) => !off.has(index));
    if (next.join() === used) break;
    const again = fitter.fit(shape, next);
    if (!again) break;
    used = next.join();
    fit = again;
  }
  return { ...fit, off: offNow() };
}

const inOrder = (indices: number[]): number[] => indices.sort((one, other) => one - other);
