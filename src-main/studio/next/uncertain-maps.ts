import { byTheWorstFace, median, type ScoredImage, type SurveyedImage } from './scored-images.ts';

/**
 * Ranks by the mean entropy of an image's heatmaps. Words tell it as the number of cells that a map spreads over (its perplexity,
 * e to the entropy). Images of a run without heatmaps are not there.
 *
 * @param names of the run's landmarks, in its order
 */
export function byUncertainMaps(images: readonly SurveyedImage[], names: readonly string[]): ScoredImage[] {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const usual = Math.exp(
    median(
      images.flatMap(({ looks }) => looks.flatMap(({ heatmaps }) => (heatmaps ? [mean(heatmaps.entropies)] : []))),
    ),
  );
  return byTheWorstFace(images, ({ heatmaps }) => {
    if (!heatmaps) return null;
    const { entropies, peaks } = heatmaps;
    const widest = entropies.indexOf(Math.max(...entropies));
    const most =
      entropies.length > 1 ? `, widest for ${names[widest] ?? ''} (peak ${(peaks[widest] ?? 0).toFixed(3)})` : '';
    return {
      score: mean(entropies),
      words: `its heatmaps spread over ${cells(Math.exp(mean(entropies)))} cells (usual: ${cells(usual)})${most}`,
    };
  });
}

const cells = (count: number): string => (count < 10 ? count.toFixed(1) : count.toFixed(0));
