import { afterEach, describe, expect, it } from 'vitest';
import { bindingOf, type KeyAction } from '../keys.ts';
import { changedKeys, type ChangesOfKeys } from './changed-keys.ts';
import { changedActions, rebinding, refusalOf } from './rebind.ts';

afterEach(() => {
  changedKeys.value = {};
});

const names = (action: KeyAction, keys: string[]) =>
  rebinding(bindingOf(action), keys).conflicts.map((conflict) => conflict.action);

/** As the studio would answer. */
function apply(changes: ChangesOfKeys | null): void {
  const all = { ...changedKeys.value, ...changes };
  changedKeys.value = Object.fromEntries(
    Object.entries(all).flatMap(([action, keys]): [string, string[]][] => (keys ? [[action, keys]] : [])),
  );
}

describe('a new key', () => {
  it('that is free in its place is simply had', () => {
    const { conflicts, take, warning } = rebinding(bindingOf('snap'), ['F9']);
    expect({ conflicts, take, warning }).toEqual({ conflicts: [], take: { snap: ['F9'] }, warning: null });
  });

  it('conflicts with actions heard in the same place only', () => {
    expect(names('snap', ['M'])).toEqual(['mirror face']);
    // J is of the image list, which is heard in Annotate.
    expect(names('snap', ['J'])).toEqual(['next image']);
    // F plays filters in Train, fills a face in Annotate.
    expect(names('play filters', ['T'])).toEqual([]);
    // What is heard everywhere meets them all; what the schema's drawing hears too, meets its keys.
    expect(names('undo', ['P'])).toEqual([
      'show prediction',
      'pause run',
      'correct by hand',
      'order people',
      'schema picture',
    ]);
    expect(names('fit', ['E'])).toContain('schema corners');
  });

  it('is taken from the other, which keeps its other keys', () => {
    apply(rebinding(bindingOf('snap'), ['J']).take);
    expect(changedKeys.value).toEqual({ snap: ['J'], 'next image': ['PageDown'] });
    expect(names('snap', ['J'])).toEqual([]);
    expect(changedActions().sort()).toEqual(['next image', 'snap']);
  });

  it('changes places with the other', () => {
    apply(rebinding(bindingOf('snap'), ['M']).swap);
    expect(changedKeys.value).toEqual({ snap: ['M'], 'mirror face': ['X'] });
    // And back again: nothing is changed any more.
    apply(rebinding(bindingOf('snap'), ['X']).swap);
    expect(changedKeys.value).toEqual({});
  });

  it('does not change places where the other could not have the key it would get', () => {
    // Undo is heard everywhere, and X is of Compare and Photograph too.
    expect(rebinding(bindingOf('snap'), ['Ctrl+Z']).swap).toBeNull();
    expect(rebinding(bindingOf('undo'), ['P']).swap).toBeNull();
    changedKeys.value = { snap: [] };
    expect(rebinding(bindingOf('snap'), ['M']).swap).toBeNull();
  });

  it('is one of four where there are four ways', () => {
    const far = rebinding(bindingOf('nudge'), bindingOf('nudge far').keys);
    expect(far.conflicts.map(({ action }) => action)).toEqual(['nudge far']);
    expect(far.swap?.['nudge far']).toEqual([...bindingOf('nudge').keys]);
    const letters = rebinding(bindingOf('nudge'), ['A', 'D', 'W', 'S']);
    expect(letters.conflicts.map(({ action }) => action)).toContain('soft move');
    expect(rebinding(bindingOf('snap'), ['Shift+ArrowLeft']).take['nudge far']).toEqual([]);
  });

  it('of an action set back may by now be another’s', () => {
    changedKeys.value = { snap: ['M'], 'mirror face': ['X'] };
    expect(names('mirror face', ['M'])).toEqual(['snap']);
  });
});

it('what a browser does with a key is said', () => {
  expect(rebinding(bindingOf('snap'), ['Ctrl+W']).warning).toContain('closes the tab');
  expect(rebinding(bindingOf('snap'), ['F5']).warning).toContain('loads the page again');
});

it('keys that lists, buttons, dialogs and fields need are refused', () => {
  expect(refusalOf(bindingOf('snap'), 'Escape')).toContain('leaves');
  expect(refusalOf(bindingOf('snap'), 'Enter')).toContain('buttons');
  expect(refusalOf(bindingOf('nudge'), 'Tab')).toBeNull();
  expect(refusalOf(bindingOf('palette'), 'P')).toContain('while you type');
  expect(refusalOf(bindingOf('palette'), 'F4')).toBeNull();
  expect(refusalOf(bindingOf('let go'), 'Escape')).toBeNull();
});

it('keys kept for actions that are not here are left alone', () => {
  changedKeys.value = { 'of a later version': ['F9'] };
  expect(changedActions()).toEqual([]);
});
