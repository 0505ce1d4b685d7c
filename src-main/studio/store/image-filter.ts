import type { ImageFilter } from '../../contract/index.ts';
import type { SqlValue } from './sql.ts';

/** Part of a WHERE over `images`, with its values; the text starts with AND so that it can follow any condition. */
export interface Condition {
  text: string;
  values: SqlValue[];
}

/** What the text filter looks into: name, group and note without regard to case. */
export function searchText(name: string, group: string | null, note: string): string {
  return withoutCase(`${name}\n${group ?? ''}\n${note}`);
}

const withoutCase = (text: string): string => text.normalize('NFC').toLowerCase();

/** Flags by their places as the bits that are stored. */
export function flagBits(flags: readonly number[]): number {
  return flags.reduce((bits, flag) => bits | (1 << flag), 0);
}

export function flagsOfBits(bits: number): number[] {
  return [0, 1, 2, 3, 4, 5, 6, 7].filter((flag) => (bits & (1 << flag)) !== 0);
}

/**
 * Images of a filter. Only the group may choose an index (`+` forbids it to the others): images_by_group and images_in_order
 * hold all columns named here in the order of the list, so that nothing is sorted or looked up, whatever is asked together.
 */
export function filterCondition(filter: ImageFilter): Condition {
  const parts: [string, ...SqlValue[]][] = [];
  if (filter.group !== undefined) parts.push(['images.group_name = ?', filter.group]);
  if (filter.split !== undefined) parts.push(['+images.split = ?', filter.split]);
  if (filter.status !== undefined) parts.push(['+images.status = ?', filter.status]);
  if (filter.labelled !== undefined) parts.push(['+images.labelled = ?', filter.labelled]);
  if (filter.hasNote !== undefined) parts.push(['+images.has_note = ?', Number(filter.hasNote)]);
  if (filter.occluded !== undefined) parts.push(['+images.occluded = ?', Number(filter.occluded)]);
  if (filter.faces) parts.push(['+images.faces >= ?', filter.faces.least]);
  if (filter.faces?.most !== undefined) parts.push(['+images.faces <= ?', filter.faces.most]);
  if (filter.flags && filter.flags.length > 0) {
    const bits = flagBits(filter.flags);
    parts.push(['(images.flags & ?) = ?', bits, bits]);
  }
  if (filter.verdict) parts.push(verdictPart(filter.verdict));
  if (filter.text) parts.push(['instr(images.search_text, ?) > 0', withoutCase(filter.text)]);
  return allOf(parts.map(([text, ...values]) => ({ text: ` AND ${text}`, values })));
}

/** Images are few that have a verdict: they are found by its index, once, and the list's order is kept. */
function verdictPart({ kind, corrected }: NonNullable<ImageFilter['verdict']>): [string, ...SqlValue[]] {
  const isKind = kind === undefined ? '' : ' AND verdicts.verdict = ?';
  const is = corrected ? 'IS NOT' : 'IS';
  const isCorrected = corrected === undefined ? '' : ` AND instances.landmarks ${is} verdicts.landmarks`;
  return [
    `+images.id IN (SELECT verdicts.image_id FROM verdicts JOIN instances ON instances.id = verdicts.instance_id
      JOIN runs ON runs.id = verdicts.run_id WHERE true${isKind}${isCorrected})`,
    ...(kind === undefined ? [] : [kind]),
  ];
}

/** Conditions that must all hold. */
export function allOf(conditions: readonly Condition[]): Condition {
  return {
    text: conditions.map(({ text }) => text).join(''),
    values: conditions.flatMap(({ values }) => values),
  };
}
