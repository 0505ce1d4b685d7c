import { afterEach, describe, expect, it } from 'vitest';
import { bindingOf, keyBindings, keyScopes } from './keys.ts';
import { changedKeys, keysOf } from './keys/changed-keys.ts';
import { meetingBindings } from './keys/conflicts.ts';
import { shownKeyOf, shownKeysOf } from './keys/shown-keys.ts';

afterEach(() => {
  changedKeys.value = {};
});

describe('key table', () => {
  it('binds each action once', () => {
    const actions = keyBindings.map((binding) => binding.action);
    expect(new Set(actions).size).toBe(actions.length);
  });

  it('writes modifiers in one order, letters large and signs without Shift', () => {
    for (const key of keyBindings.flatMap(({ keys }) => keys))
      expect(key).toMatch(/^(Ctrl\+)?(Alt\+)?(Shift\+(?=[A-Z]))?([A-Z][A-Za-z0-9]*|[^A-Za-z])$/);
  });

  it.each(keyScopes)('gives no key two meanings in %s', (scope) => {
    const bindings = keyBindings.filter((binding) => binding.scope === scope);
    for (const binding of bindings)
      for (const key of binding.keys)
        expect(
          meetingBindings(binding)
            .filter(({ keys }) => keys.includes(key))
            .map(({ action }) => action),
          `${key} of ${binding.action}`,
        ).toEqual([]);
  });
});

describe('keys of an action', () => {
  it('are those it comes with, until a person sets others or none', () => {
    expect(keysOf('redo')).toEqual(['Ctrl+Shift+Z', 'Ctrl+Y']);
    changedKeys.value = { redo: ['F6'], snap: [] };
    expect(keysOf('redo')).toEqual(['F6']);
    expect(shownKeyOf('redo')).toBe('F6');
    expect(shownKeyOf('snap')).toBe('');
    expect(bindingOf('redo').keys).toEqual(['Ctrl+Shift+Z', 'Ctrl+Y']);
  });

  it('are shown as one where they are the four arrows', () => {
    expect(shownKeysOf('nudge far')).toEqual(['Shift ← → ↑ ↓']);
    expect(shownKeysOf('redo')).toEqual(['Ctrl Shift Z', 'Ctrl Y']);
    changedKeys.value = { nudge: ['A', 'D', 'W', 'S'] };
    expect(shownKeysOf('nudge')).toEqual(['A, D, W, S']);
  });
});
