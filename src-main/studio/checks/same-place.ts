import { named, type FaceCheck } from './checked-face.ts';
import { expectedPlaces } from './expected-places.ts';
import { pairsWithin, spreadOf } from './usual-faces.ts';

/** Nearer than this part of the face's spread two landmarks are on one spot: less than a px on most faces. */
const onOneSpot = 0.003;

/**
 * Two landmarks on one spot, unless the project's faces often have them so. What lies worse by the shape model is named first, and
 * can be put where the model has it.
 */
export const samePlace: FaceCheck = ({ schema, shape, usual, fit }) => {
  const usually = new Set(usual.together.map((pair) => pair.join()));
  return pairsWithin(shape, onOneSpot * spreadOf(shape))
    .filter((pair) => !usually.has(pair.join()))
    .map((pair) => {
      const offBy = (index: number): number => (fit?.distances[index] ?? 0) / (usual.limits?.[index] ?? 1);
      const landmarks = [...pair].sort((one, other) => offBy(other) - offBy(one));
      const [worse = 0, better = 0] = landmarks;
      const expected = usual.limits && expectedPlaces(usual.model, shape, new Set([worse, ...(fit?.off ?? [])]));
      const at = expected?.get(worse);
      return {
        kind: 'same place',
        landmarks,
        severity: offBy(worse),
        words: `${named(schema, [worse])} lies on ${named(schema, [better])}`,
        fix: at
          ? {
              kind: 'move landmarks',
              words: `Put ${named(schema, [worse])} where the shape model has it`,
              landmarks: [{ index: worse, landmark: { x: at[0], y: at[1], visibility: 'visible' } }],
            }
          : null,
      };
    });
};
