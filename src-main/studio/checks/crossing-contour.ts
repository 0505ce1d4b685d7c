import type { ShapePoint } from '../../contract/index.ts';
import { inPx, named, type FaceCheck } from './checked-face.ts';
import { expectedPlaces } from './expected-places.ts';
import { spreadOf } from './usual-faces.ts';

/** A crossing less deep than this part of the face's spread is two lids, or lips, that touch. */
const leastDepth = 0.01;

/** In parts of its limit: a landmark that lies better is not moved. */
const leastOff = 0.5;

/**
 * A contour that crosses itself: two of its lines that are no neighbours. How deep tells mistakes from closed eyes and mouths: the
 * least way that one of the four landmarks would have to go to undo it. One finding a contour, its deepest crossing.
 */
export const crossingContour: FaceCheck = ({ schema, shape, usual, fit }) => {
  const least = leastDepth * spreadOf(shape);
  return schema.contours.flatMap(({ name, landmarks, closed }) => {
    const indices = [...landmarks, ...(closed && landmarks[0] !== undefined ? [landmarks[0]] : [])];
    const lines = indices.slice(1).map((to, place) => ({ from: indices[place] ?? to, to }));
    let deepest: { depth: number; landmark: number; others: number[] } | null = null;
    for (const [place, one] of lines.entries())
      for (const other of lines.slice(place + 1)) {
        if ([other.from, other.to].includes(one.from) || [other.from, other.to].includes(one.to)) continue;
        const four = [one.from, one.to, other.from, other.to];
        const [a, b, c, d] = four.map((index) => shape[index]);
        if (!a || !b || !c || !d) continue;
        const crossing = depthOf(a, b, c, d);
        if (!crossing || crossing.depth < least || crossing.depth <= (deepest?.depth ?? 0)) continue;
        const landmark = four[crossing.corner] ?? one.from;
        deepest = { depth: crossing.depth, landmark, others: four.filter((index) => index !== landmark) };
      }
    if (!deepest) return [];
    const { depth, landmark, others } = deepest;
    const offBy = (index: number): number => (fit?.distances[index] ?? 0) / (usual.limits?.[index] ?? 1);
    const corners = [landmark, ...others].sort((one, other) => offBy(other) - offBy(one));
    const [worst = landmark] = corners;
    // All that is off the shape, or else what is off it most where that says anything.
    const off = corners.filter((index) => fit?.off.has(index));
    const moved = off.length > 0 ? off : offBy(worst) > leastOff ? [worst] : [];
    const expected = usual.limits && expectedPlaces(usual.model, shape, new Set([...moved, ...(fit?.off ?? [])]));
    const put = moved.flatMap((index) => {
      const at = expected?.get(index);
      return at ? [{ index, landmark: { x: at[0], y: at[1], visibility: 'visible' as const } }] : [];
    });
    return [
      {
        kind: 'crossing contour' as const,
        landmarks: corners,
        severity: depth / Math.max(1e-9, spreadOf(shape)),
        words: `${name === '' ? 'A contour' : name} crosses itself at ${named(schema, [worst])}, ${inPx(depth)} deep`,
        fix:
          put.length === 0
            ? null
            : {
                kind: 'move landmarks' as const,
                words: `Put ${named(schema, moved)} where the shape model has ${put.length === 1 ? 'it' : 'them'}`,
                landmarks: put,
              },
      },
    ];
  });
};

/** Of two crossing lines: how far, px, the corner (0 to 3: a, b, c, d) nearest to the other line is from it; null when they do not cross. */
function depthOf(a: ShapePoint, b: ShapePoint, c: ShapePoint, d: ShapePoint): { depth: number; corner: number } | null {
  const sides = [side(c, d, a), side(c, d, b), side(a, b, c), side(a, b, d)];
  const [ofA = 0, ofB = 0, ofC = 0, ofD = 0] = sides;
  if (!(ofA * ofB < 0 && ofC * ofD < 0)) return null;
  const depths = sides.map(Math.abs);
  const depth = Math.min(...depths);
  return { depth, corner: depths.indexOf(depth) };
}

/** Signed distance of a point to the line through two others, px; 0 where they are one. */
function side(from: ShapePoint, to: ShapePoint, at: ShapePoint): number {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  return length === 0 ? 0 : (dx * (at[1] - from[1]) - dy * (at[0] - from[0])) / length;
}
