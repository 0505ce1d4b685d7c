import { describe, expect, it } from 'vitest';
import { namedGroups, partsByRule, type SplitMember } from './split-rule.ts';

/** A small generator, so that the random cases are the same on every run. */
function generator(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

/** The parts of each group's images. */
function sides(members: readonly SplitMember[], parts: Map<number, string>) {
  const found = new Map<string, Set<string>>();
  for (const { id, group } of members)
    if (group !== null) found.set(group, (found.get(group) ?? new Set()).add(parts.get(id)!));
  return found;
}

describe('named groups', () => {
  const persons = Array.from({ length: 40 }, (_, index) => String(index + 1).padStart(2, '0'));

  it('takes ranges and numbers by value and names as they are', () => {
    expect([...namedGroups(persons, '33-40')]).toEqual(['33', '34', '35', '36', '37', '38', '39', '40']);
    expect([...namedGroups([...persons, 'anna'], ' 7, 1 - 2 ,anna,')].sort()).toEqual(['01', '02', '07', 'anna']);
    expect([...namedGroups(['1', '01', '001'], '1-1')]).toEqual(['1', '01', '001']);
  });

  it('prefers a group of exactly that name', () => {
    expect([...namedGroups(['1-2', '1', '2'], '1-2')]).toEqual(['1-2']);
    expect([...namedGroups(['7', '07'], '07')]).toEqual(['07']);
  });

  it.each([
    ['33-40,41', /No group matches “41”/],
    ['ann', /No group matches “ann”/],
    ['40-33', /runs backwards: write 33-40/],
    [' , ', /Name at least one group/],
  ])('refuses %s', (text, message) => {
    expect(() => namedGroups(persons, text)).toThrow(message);
  });
});

describe('a split', () => {
  it('puts all others, and images without a group, into training', () => {
    const members = [
      { id: 1, group: 'a' },
      { id: 2, group: 'b' },
      { id: 3, group: null },
      { id: 4, group: 'a' },
    ];
    const parts = partsByRule(members, { by: 'group', validation: 'a' });
    expect(Object.fromEntries(parts)).toEqual({ 1: 'validation', 2: 'train', 3: 'train', 4: 'validation' });
  });

  it('never has a group on both sides, nor an empty side, whatever the groups', () => {
    const random = generator(11);
    for (let trial = 0; trial < 300; trial += 1) {
      const groups = 1 + random(12);
      const members = Array.from({ length: 2 + random(60) }, (_, id) => ({
        id,
        group: random(5) === 0 ? null : String(random(groups)),
      }));
      const units = new Set(members.map(({ id, group }) => group ?? id)).size;
      if (units < 2) continue;
      const rule = { by: 'group fraction', fraction: (1 + random(98)) / 100, seed: random(1e6) } as const;
      const parts = partsByRule(members, rule);
      for (const [group, found] of sides(members, parts)) expect(found.size, `group ${group}, trial ${trial}`).toBe(1);
      expect([...new Set(parts.values())].sort(), `trial ${trial}`).toEqual(['train', 'validation']);
      expect(parts.size).toBe(members.length);
    }
  });

  it('draws the asked fraction of the groups, the same for the same seed', () => {
    const members = Array.from({ length: 400 }, (_, id) => ({ id, group: String(id % 40) }));
    const draw = (seed: number) => partsByRule(members, { by: 'group fraction', fraction: 0.2, seed });
    expect([...draw(1).values()].filter((part) => part === 'validation')).toHaveLength(80);
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    // The order in which images were imported is no part of the rule.
    expect(partsByRule([...members].reverse(), { by: 'group fraction', fraction: 0.2, seed: 1 }).get(7)).toBe(
      draw(1).get(7),
    );
  });

  it('counts each image without a group as one', () => {
    const members = Array.from({ length: 10 }, (_, id) => ({ id, group: null }));
    const parts = partsByRule(members, { by: 'group fraction', fraction: 0.3, seed: 4 });
    expect([...parts.values()].filter((part) => part === 'validation')).toHaveLength(3);
    expect(() => partsByRule(members.slice(0, 1), { by: 'group fraction', fraction: 0.3, seed: 4 })).toThrow(
      /at least two/,
    );
  });
});
