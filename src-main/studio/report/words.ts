import { formatCount, formatPx, type Normaliser, type SnapshotSummary } from '../../contract/index.ts';

/** `240 images`, `1 image`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `1:12`, `2:03:05`. */
export function clockOf(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** `2026-11-28 17:05 UTC`: one moment whoever reads it and wherever. */
export function momentOf(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

export function changedWords(changed: SnapshotSummary['changedSincePrevious']): string {
  if (!changed) return 'first run of the project';
  const since = `since run ${changed.previousRun}`;
  if (changed.landmarks === 0) return `none ${since}`;
  return `${countOf(changed.landmarks, 'landmark')} on ${countOf(changed.images, 'image')} ${since}, by ${formatPx(changed.meanMovePx)} px on average`;
}

/** What an NME is divided by; always said beside one. */
export const divisors: Record<Normaliser, string> = {
  'inter-ocular': 'the distance of the outer eye corners',
  'inter-pupil': 'the distance of the pupils',
  box: 'the box of the face, √(w·h)',
};

export const parts = {
  validation: 'the validation images',
  train: 'the training images',
} as const;
