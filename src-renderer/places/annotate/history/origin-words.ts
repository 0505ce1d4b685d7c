import type { Landmark, LandmarkOrigin } from '../../../../src-main/contract/index.ts';

/** Less than this (px) no hand has corrected: it is how coordinates are rounded. */
const untouched = 0.005;

export type OriginMark = 'import' | 'person' | 'run' | 'corrected';

/** What the table's mark shows: a run's landmark is told apart from one that a person corrected. */
export function markOf({ kind, correctedPx }: LandmarkOrigin): OriginMark {
  return kind === 'run' && isCorrected(correctedPx) ? 'corrected' : kind;
}

/** Who or what placed a landmark, in a line: `run 3, corrected by 4.2 px`. */
export function wordsForOrigin(origin: LandmarkOrigin): string {
  const { source, correctedPx } = origin;
  switch (markOf(origin)) {
    case 'import':
      return `Imported from ${source}`;
    case 'run':
      return `Accepted from ${source}`;
    case 'corrected':
      return `From ${source}, corrected by ${pxInWords(correctedPx ?? 0)} px`;
    case 'person':
      return isCorrected(correctedPx)
        ? `Placed by ${source}, ${pxInWords(correctedPx ?? 0)} px from the import`
        : `Placed by ${source}`;
  }
}

/** The same with the step that did it and when, for a tip. */
export function tipForOrigin(origin: LandmarkOrigin): string {
  const { step } = origin;
  if (!step) return wordsForOrigin(origin);
  return [wordsForOrigin(origin), `“${step.label}”`, new Date(step.at).toLocaleString()].join('\n');
}

export interface OriginGroup {
  mark: OriginMark;
  words: string;
  count: number;
  /** ISO 8601: of the newest; null where the project does not know any. */
  at: string | null;
}

/**
 * The landmarks of a face that have a place by who or what placed them, most first; corrections by their range of px. Both lists
 * are in the schema's order.
 */
export function originGroups(
  origins: readonly (LandmarkOrigin | null)[],
  landmarks: readonly Pick<Landmark, 'visibility'>[],
): OriginGroup[] {
  const known = origins.filter(
    (origin, index): origin is LandmarkOrigin => origin !== null && landmarks[index]?.visibility !== 'absent',
  );
  const groups = Map.groupBy(known, (origin) => `${markOf(origin)} ${origin.source}`);
  return [...groups.values()]
    .flatMap((members): OriginGroup[] => {
      const [first] = members;
      if (!first) return [];
      const times = members.flatMap(({ step }) => (step ? [step.at] : [])).sort();
      return [
        { mark: markOf(first), words: wordsForGroup(first, members), count: members.length, at: times.at(-1) ?? null },
      ];
    })
    .sort((one, other) => other.count - one.count);
}

function wordsForGroup(first: LandmarkOrigin, members: readonly LandmarkOrigin[]): string {
  const { source } = first;
  switch (markOf(first)) {
    case 'import':
      return `imported from ${source}`;
    case 'run':
      return `accepted from ${source}`;
    case 'person':
      return `placed by ${source}`;
    case 'corrected': {
      const px = members.map(({ correctedPx }) => correctedPx ?? 0);
      const [least, most] = [pxInWords(Math.min(...px)), pxInWords(Math.max(...px))];
      return `from ${source}, corrected by ${least === most ? least : `${least} to ${most}`} px`;
    }
  }
}

const isCorrected = (px: number | null): boolean => px !== null && px >= untouched;
const pxInWords = (px: number): string => (px < 0.95 ? px.toFixed(2) : px.toFixed(1));
