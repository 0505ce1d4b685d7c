import type { FindingFix, FindingKind, LandmarkSchema } from '../../contract/index.ts';
import type { Shape } from '../shapes/align-shapes.ts';
import type { RobustFit } from './robust-fit.ts';
import type { UsualFaces } from './usual-faces.ts';

/** A face as the checks are given it. */
export interface CheckedFace {
  /** px of the upright image. */
  image: { width: number; height: number };
  schema: LandmarkSchema;
  /** px; null where absent. Swapped sides are put right. */
  shape: Shape;
  usual: UsualFaces;
  /** The shape model laid onto the face, swapped sides put right before; null where it cannot be. */
  fit: RobustFit | null;
  /** Mirror pairs of which the two landmarks are in each other's place. */
  swapped: readonly (readonly [number, number])[];
  /** Landmarks of which a more particular check has said what is wrong. */
  claimed: ReadonlySet<number>;
}

/** What a check found on a face. */
export interface FaceFinding {
  kind: FindingKind;
  /** The worst first. */
  landmarks: number[];
  severity: number;
  words: string;
  fix: FindingFix | null;
}

/** One file each. */
export type FaceCheck = (face: CheckedFace) => FaceFinding[];

/** `jaw 13`, `jaw 13 and nose 2`, `jaw 13 and 4 more`. */
export function named(schema: LandmarkSchema, landmarks: readonly number[]): string {
  const names = landmarks.map((index) => schema.landmarks[index]?.name ?? `landmark ${index}`);
  if (names.length <= 2) return names.join(' and ');
  return `${names[0]} and ${names.length - 1} more`;
}

/** `11.2 px`. */
export const inPx = (distance: number): string => `${distance.toFixed(1)} px`;
