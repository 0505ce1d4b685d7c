import { describe, expect, it } from 'vitest';
import { bindingOf, isKey, keyAsShown, keyBindings, shownKeyOf, type PressedKey } from './keys.ts';

const press = (key: string, modifiers: Partial<PressedKey> = {}): PressedKey => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...modifiers,
});

describe('key table', () => {
  it('binds each action once', () => {
    const actions = keyBindings.map((binding) => binding.action);
    expect(new Set(actions).size).toBe(actions.length);
  });

  it('gives no key two meanings in one place', () => {
    // Image list keys are live in Annotate too, and the keys of everywhere are live in all places.
    const places = [
      ['Everywhere', 'Annotate', 'Image list'],
      ['Everywhere', 'Train'],
      ['Everywhere', 'Compare'],
    ];
    for (const scopes of places) {
      const keys = keyBindings
        .filter((binding) => scopes.includes(binding.scope))
        .flatMap((binding) => binding.keys.map((key) => key.toLowerCase()));
      expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    }
  });
});

describe('isKey', () => {
  it('tells Ctrl Z from Ctrl Shift Z, and takes Command for Ctrl', () => {
    expect(isKey(press('z', { ctrlKey: true }), 'Ctrl+Z')).toBe(true);
    expect(isKey(press('z', { metaKey: true }), 'Ctrl+Z')).toBe(true);
    expect(isKey(press('Z', { ctrlKey: true, shiftKey: true }), 'Ctrl+Z')).toBe(false);
    expect(isKey(press('Z', { ctrlKey: true, shiftKey: true }), 'Ctrl+Shift+Z')).toBe(true);
    expect(isKey(press('z'), 'Ctrl+Z')).toBe(false);
  });

  it('takes signs wherever the keyboard has them', () => {
    expect(isKey(press('?', { shiftKey: true }), '?')).toBe(true);
    expect(isKey(press('?'), '?')).toBe(true);
    expect(isKey(press('+', { shiftKey: true }), '+')).toBe(true);
    expect(isKey(press('-', { ctrlKey: true }), '-')).toBe(false);
  });

  it('asks about Shift for letters, digits and named keys', () => {
    expect(isKey(press('Tab', { shiftKey: true }), 'Tab')).toBe(false);
    expect(isKey(press('Tab', { shiftKey: true }), 'Shift+Tab')).toBe(true);
    expect(isKey(press('1', { altKey: true }), '1')).toBe(false);
    expect(isKey(press(' '), 'Space')).toBe(true);
  });
});

describe('keyAsShown', () => {
  it('writes keys as people read them', () => {
    expect(keyAsShown('Ctrl+Shift+Z')).toBe('Ctrl Shift Z');
    expect(keyAsShown('Alt+ArrowLeft')).toBe('Alt ←');
    expect(keyAsShown('+')).toBe('+');
    expect(shownKeyOf('nudge far')).toBe('Shift ← ↑ → ↓');
    expect(bindingOf('redo').keys).toEqual(['Ctrl+Shift+Z', 'Ctrl+Y']);
  });
});
