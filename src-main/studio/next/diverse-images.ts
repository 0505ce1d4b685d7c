import { TimeSlices } from '../jobs/time-slices.ts';
import { distancesTo, kCentre, type Pick } from './k-centre.ts';
import { median, type ScoredImage, type SurveyedImage } from './scored-images.ts';

/**
 * Picks images whose features are unlike those of the labelled ones and of each other (k-centre greedy), in the order they were
 * picked. Of an image with several faces the mean of their features counts. Images without features are left out.
 */
export async function diverseImages(
  images: readonly SurveyedImage[],
  labelled: readonly SurveyedImage[],
  count: number,
): Promise<ScoredImage[]> {
  const slices = new TimeSlices();
  const [points, centres] = [withFeatures(images), withFeatures(labelled)];
  const [ofPoints, ofCentres] = [points, centres].map((each) => each.map(({ features }) => features)) as [
    Float32Array[],
    Float32Array[],
  ];
  const usual = centres.length > 0 ? median(await distancesTo(ofPoints, ofCentres, slices)) : null;
  const picks = await kCentre(ofPoints, ofCentres, count, slices);
  const nameOf = ({ of, index }: NonNullable<Pick['nearest']>): string =>
    (of === 'centres' ? centres[index] : points[picks[index]?.index ?? -1])?.image.name ?? '';
  return picks.flatMap(({ index, distance, nearest }): ScoredImage[] => {
    const point = points[index];
    if (!point) return [];
    if (!nearest)
      return [{ image: point.image, score: 0, words: 'the most ordinary of all: nothing is labelled to compare with' }];
    const times = usual !== null && usual > 0 ? `, ${(distance / usual).toFixed(1)} times as far as usual` : '';
    const unlike =
      nearest.of === 'centres'
        ? `unlike any labelled image: nearest ${nameOf(nearest)}`
        : `unlike any labelled or chosen image: nearest ${nameOf(nearest)}, chosen before it`;
    return [{ image: point.image, score: distance, words: `${unlike}${times}` }];
  });
}

function withFeatures(images: readonly SurveyedImage[]): (SurveyedImage & { features: Float32Array })[] {
  return images.flatMap((each) => {
    const found = each.looks.flatMap(({ features }) => (features ? [features] : []));
    const [first] = found;
    if (!first) return [];
    const mean = Float32Array.from(
      first,
      (_, place) => found.reduce((sum, features) => sum + (features[place] ?? 0), 0) / found.length,
    );
    return [{ ...each, features: mean }];
  });
}
