import { inPx, named, type FaceCheck, type FaceFinding } from './checked-face.ts';
import { expectedPlaces } from './expected-places.ts';

/** A face with more of its landmarks off the shape than this is none that the model knows, or not labelled by this schema. */
const strange = 0.4;

/**
 * Landmarks farther from where the shape model has them, given the rest of the face, than is usual for them. Those of one
 * group of the schema are one finding, the farthest first; they can be put where the model has them.
 */
export const offShape: FaceCheck = ({ schema, shape, usual, fit, claimed }) => {
  const { limits } = usual;
  if (!fit || !limits) return [];
  const off = [...fit.off].filter((index) => !claimed.has(index));
  if (off.length === 0) return [];
  const times = (index: number): number => (fit.distances[index] ?? 0) / (limits[index] ?? 1);
  const scale = Math.hypot(fit.place.a, fit.place.b);
  const farthestFirst = (indices: number[]): number[] => indices.sort((one, other) => times(other) - times(one));
  if (off.length > strange * shape.filter(Boolean).length) {
    const landmarks = farthestFirst(off);
    return [
      {
        kind: 'off the shape',
        landmarks,
        severity: times(landmarks[0] ?? 0),
        words: `The face is unlike the others: ${landmarks.length} of its landmarks are off the shape model`,
        fix: null,
      },
    ];
  }
  const groups = Map.groupBy(off, (index) => schema.landmarks[index]?.group ?? '');
  const expected = expectedPlaces(usual.model, shape, fit.off);
  return [...groups.values()].map((members): FaceFinding => {
    const landmarks = farthestFirst(members);
    const [worst = 0] = landmarks;
    const by = inPx(scale * (fit.distances[worst] ?? 0));
    const moved = landmarks.flatMap((index) => {
      const at = expected?.get(index);
      return at ? [{ index, landmark: { x: at[0], y: at[1], visibility: 'visible' as const } }] : [];
    });
    return {
      kind: 'off the shape',
      landmarks,
      severity: times(worst),
      words:
        landmarks.length === 1
          ? `${named(schema, landmarks)} is ${by} off the shape model`
          : `${named(schema, landmarks)} are up to ${by} off the shape model`,
      fix:
        moved.length < landmarks.length
          ? null
          : {
              kind: 'move landmarks',
              words: `Put ${named(schema, landmarks)} where the shape model has ${landmarks.length === 1 ? 'it' : 'them'}`,
              landmarks: moved,
            },
    };
  });
};
