import {
  fitSimilarity,
  StudioError,
  type AgreementResult,
  type Box,
  type FaceDeviation,
  type LandmarkDeviation,
  type LandmarkSchema,
  type ShapePoint,
} from '../../contract/index.ts';
import type { OpenProject } from '../context.ts';
import { measure, percentile } from '../evaluation/measures.ts';
import { isInBoth, pairFaces, type FacePair } from './pair-faces.ts';
import { tabulatePairs } from './measure-pairs.ts';
import { summaryOf } from './start-agreement.ts';

/** A landmark that both labellings of a face have. */
interface Deviation {
  index: number;
  px: number;
  /** Over the distance of the outer eye corners of the first labelling; null without. */
  nme: number | null;
  /** From the first place to the second in the mean face's frame; null where the face has too few landmarks to lie in it. */
  shift: [number, number] | null;
}

/**
 * The two labellings of an agreement beside each other. Measures are those of an evaluation, with the first labelling as the
 * ground truth and the second as the prediction, all landmarks pooled that both have.
 * Throws StudioError 'not found', and 'bad input' while it is under way.
 */
export function agreementResult({ store, shapes }: OpenProject, agreement: number): AgreementResult {
  const summary = summaryOf(store.agreements.one(agreement));
  if (summary.state === 'under way')
    throw new StudioError(
      'bad input',
      `Agreement ${agreement} is under way: its result would show the first labels. Finish or pause it first.`,
    );
  const schema = store.schema();
  const { mean } = shapes.of(store);
  const { pairs, excluded } = pairFaces(store, agreement);
  const indices = [...schema.landmarks.keys()];
  const { truth, predicted } = tabulatePairs(pairs, indices, schema.outerEyeCorners, ({ image }) => wholeOf(image));
  const faces = pairs.map((pair, row) => ({
    image: pair.image,
    deviations: deviationsOf(pair, mean, truth.eyeDistances[row] ?? NaN),
  }));
  const compared = faces.reduce((sum, { deviations }) => sum + deviations.length, 0);
  const onlyOne = pairs.reduce((sum, { first, second }) => sum + seenOnce(first.landmarks, second), 0);
  const noEyes = truth.eyeDistances.filter((distance) => Number.isNaN(distance)).length;
  const counts = [
    ...excluded,
    { reason: 'landmarks that only one of the two labellings has', count: onlyOne },
    {
      reason: 'faces without a distance between the outer eye corners, in the NME',
      count: schema.outerEyeCorners ? noEyes : 0,
    },
  ];
  const ranked = faces.flatMap(({ image, deviations }) => faceDeviation(image, deviations, schema));
  return {
    agreement: summary,
    images: new Set(pairs.map(({ image }) => image.id)).size,
    faces: pairs.length,
    landmarksCompared: compared,
    measures: compared === 0 ? null : measure(truth, predicted),
    spread: {
      meanErrorPx: sampleDeviation(ranked.map(({ meanPx }) => meanPx)),
      nmeInterOcular: sampleDeviation(ranked.flatMap(({ nme }) => nme ?? [])),
    },
    landmarks: landmarkDeviations(
      faces.flatMap(({ deviations }) => deviations),
      schema,
    ),
    worst: ranked.sort((one, other) => other.meanPx - one.meanPx || one.imageId - other.imageId),
    meanFace: mean.map((point) => point && [point[0], point[1]]),
    excluded: counts.filter(({ count }) => count > 0),
  };
}

function wholeOf({ width, height }: { width: number; height: number }): Box {
  return { x: 0, y: 0, width, height };
}

function deviationsOf(
  { first, second }: FacePair,
  mean: readonly (ShapePoint | null)[],
  eyeDistance: number,
): Deviation[] {
  const known = first.landmarks.flatMap(({ x, y, visibility }, index) => {
    const onMean = mean[index];
    return onMean && visibility !== 'absent' ? [{ at: [x, y] as const, onMean }] : [];
  });
  const onto = fitSimilarity(
    known.map(({ at }) => at),
    known.map(({ onMean }) => onMean),
  );
  return first.landmarks.flatMap((one, index): Deviation[] => {
    const other = second[index];
    if (!other || !isInBoth(one, other)) return [];
    const [dx, dy] = [other.x - one.x, other.y - one.y];
    const px = Math.hypot(dx, dy);
    return [
      {
        index,
        px,
        nme: Number.isNaN(eyeDistance) ? null : px / eyeDistance,
        shift: onto && [onto.a * dx - onto.b * dy, onto.b * dx + onto.a * dy],
      },
    ];
  });
}

function seenOnce(first: FacePair['first']['landmarks'], second: FacePair['second']): number {
  return first.filter((one, index) => {
    const other = second[index];
    return other !== undefined && (one.visibility === 'absent') !== (other.visibility === 'absent');
  }).length;
}

function landmarkDeviations(deviations: readonly Deviation[], schema: LandmarkSchema): LandmarkDeviation[] {
  const byIndex = Map.groupBy(deviations, ({ index }) => index);
  return schema.landmarks.map(({ name, group }, index) => {
    const own = byIndex.get(index) ?? [];
    const distances = Float64Array.from(own, ({ px }) => px).sort();
    const ratios = own.flatMap(({ nme }) => nme ?? []);
    const shifts = own.flatMap(({ shift }) => (shift ? [shift] : []));
    return {
      index,
      name,
      group,
      faces: own.length,
      meanPx: meanOf([...distances]),
      medianPx: own.length === 0 ? null : percentile(distances, 0.5),
      p95Px: own.length === 0 ? null : percentile(distances, 0.95),
      deviationPx: sampleDeviation([...distances]),
      nme: meanOf(ratios),
      onMeanFace:
        shifts.length === 0
          ? null
          : {
              distance: meanOf(shifts.map(([x, y]) => Math.hypot(x, y))) ?? 0,
              shift: [meanOf(shifts.map(([x]) => x)) ?? 0, meanOf(shifts.map(([, y]) => y)) ?? 0],
            },
    };
  });
}

function faceDeviation(
  image: FacePair['image'],
  deviations: readonly Deviation[],
  { landmarks }: LandmarkSchema,
): FaceDeviation[] {
  const meanPx = meanOf(deviations.map(({ px }) => px));
  const [worst] = deviations.toSorted((one, other) => other.px - one.px);
  if (meanPx === null || !worst) return [];
  return [
    {
      imageId: image.id,
      name: image.name,
      version: image.contentHash.slice(0, 8),
      meanPx,
      nme: meanOf(deviations.flatMap(({ nme }) => nme ?? [])),
      worst: { name: landmarks[worst.index]?.name ?? '', px: worst.px },
    },
  ];
}

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** With n - 1; null of fewer than two. */
function sampleDeviation(values: readonly number[]): number | null {
  const mean = meanOf(values);
  if (mean === null || values.length < 2) return null;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
