import type { Split, SplitCounts, SplitPart, SplitRule } from '../../contract/index.ts';
import type { Recorder } from './journal.ts';
import { compareNaturally } from './natural-order.ts';
import { partsByRule, type SplitMember } from './split-rule.ts';
import type { Sql } from './sql.ts';

/** The project's rule and what came of it: by part, and by group in natural order, those without one last. */
export function readSplit(sql: Sql): Split {
  const rule = sql.get<{ split_rule: string | null }>('SELECT split_rule FROM project')?.split_rule ?? null;
  const groups = sql.all<{ group_name: string | null; first: SplitPart; last: SplitPart; images: number }>(
    `SELECT group_name, min(split) AS first, max(split) AS last, count(*) AS images FROM images GROUP BY group_name`,
  );
  return {
    rule: rule === null ? null : (JSON.parse(rule) as SplitRule),
    counts: countParts(sql),
    groups: groups
      .map((row) => ({
        group: row.group_name,
        part: row.first === row.last ? row.first : ('mixed' as const),
        images: row.images,
      }))
      .sort((left, right) => {
        if (left.group === null || right.group === null)
          return Number(left.group === null) - Number(right.group === null);
        return compareNaturally(left.group, right.group);
      }),
  };
}

export function countParts(sql: Sql): SplitCounts {
  const counts: SplitCounts = { train: 0, validation: 0, none: 0 };
  const rows = sql.all<{ split: SplitPart; images: number }>(
    'SELECT split, count(*) AS images FROM images GROUP BY split',
  );
  for (const row of rows) counts[row.split] = row.images;
  return counts;
}

/** Writes each image's part and the rule. Throws as `partsByRule`. */
export function writeSplit(sql: Sql, recorder: Recorder, rule: SplitRule): void {
  const members = sql.all<SplitMember>('SELECT id, group_name AS "group" FROM images ORDER BY id');
  for (const [imageId, split] of partsByRule(members, rule)) recorder.update('images', imageId, { split });
  recorder.update('project', 1, { split_rule: JSON.stringify(rule) });
}

/** A split as the history calls it. A rule of 10,000 characters is allowed, a label is for one line. */
export function splitInWords(rule: SplitRule): string {
  const named =
    rule.by === 'group'
      ? `${rule.validation} for validation`
      : `${Math.round(rule.fraction * 100)} % of the groups for validation, seed ${rule.seed}`;
  return `Split by group: ${named.length > 120 ? `${named.slice(0, 119)}…` : named}`;
}
