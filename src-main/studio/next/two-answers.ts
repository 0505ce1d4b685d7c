import type { Surveyed } from '../../contract/index.ts';
import { byTheWorstFace, inPx, median, type ScoredImage, type SurveyedImage } from './scored-images.ts';

/** A landmark that both answers have: its places in the two. */
export interface SharedLandmark {
  name: string;
  one: number;
  other: number;
}

/**
 * Ranks by how far two answers to the same picture lie apart, as a part of what the first sees.
 *
 * @param others by the look's key, or where the two runs look at different parts by image: the other's answer
 * @param between who answered, as in `runs 3 and 2`
 */
export function byTwoAnswers(
  images: readonly SurveyedImage[],
  otherOf: (look: Surveyed, image: SurveyedImage) => Surveyed | null,
  shared: readonly SharedLandmark[],
  between: string,
): ScoredImage[] {
  const apart = (look: Surveyed, image: SurveyedImage): { px: number; name: string }[] | null => {
    const other = otherOf(look, image);
    return (
      other &&
      shared.map((landmark) => {
        const [x, y] = look.landmarks[landmark.one] ?? [NaN, NaN];
        const [u, v] = other.landmarks[landmark.other] ?? [NaN, NaN];
        return { px: Math.hypot(x - u, y - v), name: landmark.name };
      })
    );
  };
  const mean = (distances: readonly { px: number }[]): number =>
    distances.reduce((sum, { px }) => sum + px, 0) / Math.max(1, distances.length);
  const parts = images.flatMap((image) =>
    image.looks.flatMap((look) => {
      const distances = apart(look, image);
      return distances ? [mean(distances) / look.seenPx] : [];
    }),
  );
  const usual = median(parts);
  return byTheWorstFace(images, (look, image) => {
    const distances = apart(look, image);
    const [first, ...rest] = distances ?? [];
    if (!distances || !first) return null;
    const most = rest.reduce((one, other) => (other.px > one.px ? other : one), first);
    const farthest = distances.length > 1 ? `, farthest at ${most.name} (${inPx(most.px)})` : '';
    return {
      score: mean(distances) / look.seenPx,
      words: `${between} answer ${inPx(mean(distances))} apart (usual: ${inPx(usual * look.seenPx)})${farthest}`,
    };
  });
}
