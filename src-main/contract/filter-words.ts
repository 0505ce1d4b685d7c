import type { FlagNames } from './image-marks.ts';
import type { ImageFilter } from './images.ts';

const labelledWords = { no: 'no landmark placed', partly: 'some landmarks placed', wholly: 'all landmarks placed' };

/**
 * What a filter leaves, in words that follow “images”: `with “33-” in name, group or note; in status done`. Empty for one that leaves all.
 * `flagNames`: the project's.
 */
export function filterWords(filter: ImageFilter, flagNames: FlagNames): string {
  const { text, status, split, group, flags = [], hasNote, faces, labelled, occluded, verdict } = filter;
  const having = (has: boolean | undefined, what: string): string =>
    has === undefined ? '' : `${has ? 'with' : 'without'} ${what}`;
  return [
    text && `with “${text}” in name, group or note`,
    group !== undefined && `of ${group}`,
    status && `in status ${status}`,
    split && (split === 'none' ? 'in neither part of the split' : `of the ${split} split`),
    ...flags.map((flag) => `flagged “${flagNames[flag] ?? ''}”`),
    having(hasNote, 'a note'),
    faces && `with ${rangeWords(faces)}`,
    labelled && `with ${labelledWords[labelled]}`,
    having(occluded, 'occluded landmarks'),
    verdict && verdictWords(verdict),
  ]
    .filter(Boolean)
    .join('; ');
}

function rangeWords({ least, most }: NonNullable<ImageFilter['faces']>): string {
  if (most === undefined) return `${least} or more faces`;
  if (least === most) return least === 0 ? 'no face' : least === 1 ? 'one face' : `${least} faces`;
  return `${least} to ${most} faces`;
}

function verdictWords({ kind, corrected }: NonNullable<ImageFilter['verdict']>): string {
  const changed = corrected === undefined ? '' : corrected ? ', the label changed since' : ', the label as it was';
  return `with ${kind === undefined ? 'a verdict' : `the verdict “${kind}”`}${changed}`;
}
