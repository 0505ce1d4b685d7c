import type { Box, Instance, Landmark } from '../../contract/index.ts';
import { boxOfInstance } from '../runs/seen-by-run.ts';
import type { AgreementFace } from '../store/agreement-table.ts';
import type { ReadableStore, StoredImage } from '../store/interface.ts';

/** One face as it was labelled first and a second time; landmarks in px, in the schema's order. */
export interface FacePair {
  image: StoredImage;
  first: Pick<Instance, 'box' | 'landmarks'>;
  second: Landmark[];
}

export interface PairedFaces {
  pairs: FacePair[];
  /** Images and faces without a pair, and why. */
  excluded: { reason: string; count: number }[];
}

/**
 * The faces that both labellings have on the images that are said to be done. Faces are paired nearest first by their mean
 * distance over the landmarks both have; two that are further apart than the first is large are not the same face.
 */
export function pairFaces(store: ReadableStore, agreement: number): PairedFaces {
  const byImage = new Map<number, AgreementFace[]>();
  for (const face of store.agreements.faces(agreement))
    byImage.set(face.imageId, [...(byImage.get(face.imageId) ?? []), face]);
  const excluded = new Map<string, number>();
  const exclude = (reason: string, count = 1): void => {
    if (count > 0) excluded.set(reason, (excluded.get(reason) ?? 0) + count);
  };
  const pairs: FacePair[] = [];
  for (const [imageId, status] of store.agreements.images(agreement)) {
    const image = store.images.one(imageId);
    if (status !== 'done' || !image) {
      exclude(status === 'rejected' ? 'images rejected in the second labelling' : 'images not done');
      continue;
    }
    const labelled = (byImage.get(imageId) ?? []).filter(hasLandmark);
    const [first, second] = (['first', 'second'] as const).map((which) =>
      labelled.filter(({ labelling }) => labelling === which),
    ) as [AgreementFace[], AgreementFace[]];
    const found = nearestPairs(first, second);
    pairs.push(...found.map(([one, other]) => ({ image, first: one, second: other.landmarks })));
    exclude('faces that only the first labelling has', first.length - found.length);
    exclude('faces that only the second labelling has', second.length - found.length);
  }
  return { pairs, excluded: [...excluded].map(([reason, count]) => ({ reason, count })) };
}

function hasLandmark({ landmarks }: AgreementFace): boolean {
  return landmarks.some(({ visibility }) => visibility !== 'absent');
}

function nearestPairs(first: AgreementFace[], second: AgreementFace[]): [AgreementFace, AgreementFace][] {
  const candidates = first
    .flatMap((one) => second.map((other) => ({ one, other, apart: meanDistance(one.landmarks, other.landmarks) })))
    .filter(({ one, apart }) => apart <= sizeOf(boxOfInstance(one)))
    .sort((left, right) => left.apart - right.apart);
  const taken = new Set<AgreementFace>();
  return candidates.flatMap(({ one, other }): [AgreementFace, AgreementFace][] => {
    if (taken.has(one) || taken.has(other)) return [];
    taken.add(one).add(other);
    return [[one, other]];
  });
}

/** NaN when no landmark is in both. */
function meanDistance(one: readonly Landmark[], other: readonly Landmark[]): number {
  const distances = one.flatMap((landmark, index) => {
    const second = other[index];
    return second && isInBoth(landmark, second) ? [Math.hypot(landmark.x - second.x, landmark.y - second.y)] : [];
  });
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}

/** Whether both labellings have the landmark in the picture. */
export function isInBoth(one: Landmark, other: Landmark): boolean {
  return one.visibility !== 'absent' && other.visibility !== 'absent';
}

/** The longer side, px; of a single landmark, which has none, nothing says how far is too far. */
function sizeOf(box: Box | null): number {
  return box ? Math.max(box.width, box.height) : Infinity;
}
