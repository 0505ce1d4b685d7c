import type { LandmarkSchema, ShapeModel, ShapePoint } from '../../contract/index.ts';
import { ShapeFitter } from '../checks/shape-fitter.ts';
import { byTheWorstFace, inPx, median, type ScoredImage, type SurveyedImage } from './scored-images.ts';

/**
 * Ranks by how far the answer lies from the shape model of the labelled faces: root mean square of the landmarks' leave-one-out
 * distances, in the model's frame. Answers without extent have no shape and are not there.
 *
 * @param indices in the schema of the run's landmarks, in its order
 */
export function byShape(
  images: readonly SurveyedImage[],
  indices: readonly number[],
  schema: LandmarkSchema,
  model: ShapeModel,
): ScoredImage[] {
  const fitter = new ShapeFitter(model);
  const known = indices.filter((index) => model.mean[index]);
  const fitted = new Map(
    images.flatMap(({ looks }) =>
      looks.flatMap((look) => {
        const shape = schema.landmarks.map((_, index): ShapePoint | null => {
          const place = indices.indexOf(index);
          return place < 0 ? null : (look.landmarks[place] ?? null);
        });
        const fit = fitter.fit(shape, known);
        if (!fit) return [];
        const distances = known.map((index) => ({ index, distance: fit.distances[index] ?? 0 }));
        const off = Math.sqrt(distances.reduce((sum, { distance }) => sum + distance ** 2, 0) / distances.length);
        return [[look, { off, distances, scale: Math.hypot(fit.place.a, fit.place.b) }] as const];
      }),
    ),
  );
  const usual = median([...fitted.values()].map(({ off }) => off));
  return byTheWorstFace(images, (look) => {
    const found = fitted.get(look);
    if (!found) return null;
    const { off, distances, scale } = found;
    const most = distances.reduce((one, other) => (other.distance > one.distance ? other : one));
    const name = schema.landmarks[most.index]?.name ?? `landmark ${most.index}`;
    return {
      score: off,
      words: `its answer lies ${inPx(scale * off)} off the shape model (usual: ${inPx(scale * usual)}), farthest at ${name} (${inPx(scale * most.distance)})`,
    };
  });
}
