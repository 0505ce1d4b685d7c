import { applySimilarity, type LandmarkSchema } from '../../contract/index.ts';
import type { Shape } from '../shapes/align-shapes.ts';
import { named, type FaceCheck } from './checked-face.ts';
import { expectedPlaces } from './expected-places.ts';
import { fitRobustly, type RobustFit } from './robust-fit.ts';
import type { ShapeFitter } from './shape-fitter.ts';
import type { UsualFaces } from './usual-faces.ts';

type Pair = readonly [number, number];

/** Swapped, a pair must lie this much better than as it is. */
const better = 0.4;

/** A face is taken to be labelled mirrored when that leaves less than this part of its landmarks off the shape. */
const mirroredIfLeft = 0.5;

/** Left and right of the schema's mirror pairs in each other's place, all of a face in one finding, which can be swapped back. */
export const swappedSides: FaceCheck = ({ schema, shape, swapped }) => {
  if (swapped.length === 0) return [];
  const landmarks = swapped.flat();
  const isWhole = swapped.length > 2 && swapped.length >= 0.8 * presentPairs(schema, shape).length;
  const what = isWhole
    ? 'the whole face'
    : swapped
        .map((pair) => named(schema, pair))
        .slice(0, 2)
        .join(', ');
  const more = isWhole || swapped.length <= 2 ? '' : ` and ${swapped.length - 2} more pairs`;
  return [
    {
      kind: 'swapped sides',
      landmarks,
      severity: swapped.length,
      words: isWhole ? 'Left and right are swapped on the whole face' : `Left and right are swapped: ${what}${more}`,
      fix: {
        kind: 'move landmarks',
        words: isWhole ? 'Swap left and right of the face' : `Swap ${what}${more}`,
        landmarks: swapped.flatMap(([left, right]) =>
          [[left, shape[left]] as const, [right, shape[right]] as const].flatMap(([index, at]) =>
            at ? [{ index, landmark: { x: at[0], y: at[1], visibility: 'visible' as const } }] : [],
          ),
        ),
      },
    },
  ];
};

/**
 * The pairs that lie much better swapped than as they are, by the shape model laid onto the rest of the face, and the fit
 * with them put right.
 */
export function findSwapped(
  schema: LandmarkSchema,
  shape: Shape,
  fitter: ShapeFitter,
  usual: UsualFaces,
): { swapped: Pair[]; fit: RobustFit | null } {
  const asIs = fitRobustly(fitter, shape, usual.limits);
  const pairs = presentPairs(schema, shape);
  if (!asIs || pairs.length === 0 || asIs.off.size < 2) return { swapped: [], fit: asIs };
  const swapped = crossedPairs(shape, asIs, pairs, usual);
  const mirrored = withSwapped(shape, pairs);
  const ofMirrored = fitRobustly(fitter, mirrored, usual.limits);
  // A face labelled mirrored but for a few: those few are the pairs that are swapped in its mirror.
  const wholly =
    ofMirrored && ofMirrored.off.size < mirroredIfLeft * asIs.off.size
      ? pairs.filter((pair) => !crossedPairs(mirrored, ofMirrored, pairs, usual).includes(pair))
      : [];
  const candidates = [swapped, wholly]
    .filter((each) => each.length > 0)
    .map((each) => ({
      swapped: each,
      fit: fitRobustly(fitter, withSwapped(shape, each), usual.limits),
    }));
  const best = candidates.sort((one, other) => misfitOf(one.fit) - misfitOf(other.fit))[0];
  return best && (best.fit?.off.size ?? Infinity) < asIs.off.size ? best : { swapped: [], fit: asIs };
}

/** Sum of the squared distances. */
const misfitOf = (fit: RobustFit | null): number =>
  fit?.distances.reduce<number>((sum, each) => sum + (each ?? 0) ** 2, 0) ?? Infinity;

export function withSwapped(shape: Shape, pairs: readonly Pair[]): Shape {
  const changed = [...shape];
  for (const [left, right] of pairs) [changed[left], changed[right]] = [shape[right] ?? null, shape[left] ?? null];
  return changed;
}

const presentPairs = (schema: LandmarkSchema, shape: Shape): Pair[] =>
  schema.mirrorPairs.filter(([left, right]) => shape[left] && shape[right]);

function crossedPairs(shape: Shape, fit: RobustFit, pairs: readonly Pair[], usual: UsualFaces): Pair[] {
  const suspects = pairs.filter(([left, right]) => fit.off.has(left) || fit.off.has(right));
  if (suspects.length === 0) return [];
  const unknown = new Set([...fit.off, ...suspects.flat()]);
  const expected = expectedPlaces(usual.model, shape, unknown) ?? placedMean(usual, fit);
  return suspects.filter(([left, right]) => {
    const [atLeft, atRight, wantedLeft, wantedRight] = [
      shape[left],
      shape[right],
      expected.get(left),
      expected.get(right),
    ];
    if (!atLeft || !atRight || !wantedLeft || !wantedRight) return false;
    const asIs = distance(atLeft, wantedLeft) + distance(atRight, wantedRight);
    const crossed = distance(atRight, wantedLeft) + distance(atLeft, wantedRight);
    return crossed < better * asIs && asIs > distance(wantedLeft, wantedRight);
  });
}

/** Where the fit has the mean's landmarks, for a face of which hardly any could be held to be right. */
function placedMean({ model }: UsualFaces, { place }: RobustFit): ReadonlyMap<number, readonly [number, number]> {
  return new Map(model.mean.flatMap((mean, index) => (mean ? [[index, applySimilarity(place, mean)] as const] : [])));
}

const distance = (one: readonly [number, number], other: readonly [number, number]): number =>
  Math.hypot(one[0] - other[0], one[1] - other[1]);
