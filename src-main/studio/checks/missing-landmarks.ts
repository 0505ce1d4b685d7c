import { named, type FaceCheck } from './checked-face.ts';
import { expectedPlaces } from './expected-places.ts';

/** A landmark that this part of the faces have is missed where it is absent. */
const nearlyAll = 0.95;

/** Fewer faces say nothing of what they usually have. */
const leastSeen = 10;

/** Landmarks that nearly all of the project's faces have and this one has not. They can be put where the shape model has them. */
export const missingLandmarks: FaceCheck = ({ schema, shape, usual, fit }) => {
  if (usual.faces < leastSeen) return [];
  const missing = schema.landmarks.flatMap((_, index) =>
    !shape[index] && (usual.presence[index] ?? 0) >= nearlyAll ? [index] : [],
  );
  if (missing.length === 0) return [];
  const least = Math.min(...missing.map((index) => usual.presence[index] ?? 0));
  const expected = usual.limits && expectedPlaces(usual.model, shape, new Set([...missing, ...(fit?.off ?? [])]));
  const placed = missing.flatMap((index) => {
    const at = expected?.get(index);
    return at ? [{ index, landmark: { x: at[0], y: at[1], visibility: 'visible' as const } }] : [];
  });
  const isOne = missing.length === 1;
  return [
    {
      kind: 'missing landmarks',
      landmarks: missing,
      severity: missing.length / schema.landmarks.length,
      words: `${named(schema, missing)} ${isOne ? 'is' : 'are'} absent; ${Math.floor(100 * least)} % of the faces have ${isOne ? 'it' : 'them'}`,
      fix:
        placed.length < missing.length
          ? null
          : { kind: 'move landmarks', words: `Place ${named(schema, missing)} by the shape model`, landmarks: placed },
    },
  ];
};
