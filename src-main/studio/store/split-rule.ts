import { StudioError, type SplitPart, type SplitRule } from '../../contract/index.ts';
import { compareNaturally } from './natural-order.ts';
import { shuffle } from './shuffle.ts';

/** An image as far as the split is concerned. */
export interface SplitMember {
  id: number;
  group: string | null;
}

/**
 * The part of each image under a rule. All images of a group are on one side. Images without a group train when groups are named,
 * and are each a group of their own when a fraction is drawn.
 * Throws StudioError 'bad input' naming what in the rule matches nothing, or when a fraction leaves a side empty.
 */
export function partsByRule(members: readonly SplitMember[], rule: SplitRule): Map<number, SplitPart> {
  const groups = [...new Set(members.map((member) => member.group).filter((group) => group !== null))].sort(
    compareNaturally,
  );
  if (rule.by === 'group') {
    const validation = namedGroups(groups, rule.validation);
    return new Map(
      members.map(({ id, group }) => [id, group !== null && validation.has(group) ? 'validation' : 'train'] as const),
    );
  }
  const alone = members.filter((member) => member.group === null).map((member) => member.id);
  const units: (string | number)[] = shuffle([...groups, ...alone], rule.seed);
  if (units.length < 2)
    throw new StudioError(
      'bad input',
      'A fraction needs at least two groups (or images without a group) to split; import more images first.',
    );
  // At least one on each side, or there would be nothing to train on or nothing to judge by.
  const count = Math.min(units.length - 1, Math.max(1, Math.round(units.length * rule.fraction)));
  const validation = new Set(units.slice(0, count));
  return new Map(members.map(({ id, group }) => [id, validation.has(group ?? id) ? 'validation' : 'train'] as const));
}

/** The groups a text such as `33-40, anna, 7` names. Numbers match by value: `7` takes `07`. */
export function namedGroups(groups: readonly string[], text: string): Set<string> {
  const tokens = text
    .split(',')
    .map((token) => token.trim())
    .filter((token) => token !== '');
  if (tokens.length === 0)
    throw new StudioError('bad input', 'Name at least one group to validate with, such as 33-40.');
  const named = new Set<string>();
  for (const token of tokens) {
    const found = matching(groups, token);
    if (found.length === 0)
      throw new StudioError(
        'bad input',
        `No group matches “${token}”. ${groups.length > 0 ? `The groups are ${listed(groups)}.` : 'No image has a group.'}`,
      );
    for (const group of found) named.add(group);
  }
  return named;
}

function matching(groups: readonly string[], token: string): string[] {
  if (groups.includes(token)) return [token];
  const range = /^(\d{1,15})(?:\s*-\s*(\d{1,15}))?$/.exec(token);
  if (!range) return [];
  const first = Number(range[1]);
  const last = Number(range[2] ?? range[1]);
  if (first > last) throw new StudioError('bad input', `The range “${token}” runs backwards: write ${last}-${first}.`);
  return groups.filter((group) => /^\d{1,15}$/.test(group) && Number(group) >= first && Number(group) <= last);
}

function listed(groups: readonly string[]): string {
  return groups.length <= 12 ? groups.join(', ') : `${groups.slice(0, 6).join(', ')} … ${groups.at(-1)}`;
}
