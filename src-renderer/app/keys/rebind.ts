import { bindingOf, keyBindings, type KeyAction, type KeyBinding } from '../keys.ts';
import { browserWarning } from './browser-keys.ts';
import { keysOf, type ChangesOfKeys } from './changed-keys.ts';
import { conflictsOf } from './conflicts.ts';
import { partsOfKey } from './pressed-key.ts';

/** What giving an action some keys would come to. */
export interface Rebinding {
  action: KeyAction;
  keys: string[];
  /** The actions of the same place that have one of the keys now. */
  conflicts: KeyBinding[];
  /** That a browser has a use for one of them. */
  warning: string | null;
  /** The action has the keys, and those it conflicts with have them no more. */
  take: ChangesOfKeys;
  /** The two change places; null where they cannot. */
  swap: ChangesOfKeys | null;
}

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((key, index) => key === other[index]);

/** As it is kept: nothing where the keys are those the action comes with. */
const asKept = (action: KeyAction, keys: readonly string[]): string[] | null =>
  same(keys, bindingOf(action).keys) ? null : [...keys];

/** Actions whose keys differ from those they come with. */
export const changedActions = (): KeyAction[] =>
  keyBindings.filter(({ action, keys }) => !same(keysOf(action), keys)).map(({ action }) => action);

/** Why an action cannot have a key; null when it can. */
export function refusalOf(binding: KeyBinding, key: string): string | null {
  const { modifiers, name } = partsOfKey(key);
  const hasModifier = modifiers.some((modifier) => modifier !== 'Shift');
  if (name === 'Escape' && !binding.keys.includes(key)) return 'Esc always leaves: a dialog, a field, this.';
  if (binding.inFields && !hasModifier && !/^F\d+$/.test(name))
    return 'This action also works while you type, so its key needs Ctrl or Alt.';
  if (!binding.onStage && !hasModifier && ['Tab', 'Enter', 'Space'].includes(name) && !binding.keys.includes(key))
    return 'Tab, Enter and Space work the buttons and lists: only actions of the picture can have them.';
  return null;
}

/** What it would come to to give an action these keys. */
export function rebinding(binding: KeyBinding, keys: readonly string[]): Rebinding {
  const { action } = binding;
  const before = keysOf(action);
  const conflicts = [...new Set(keys.flatMap((key) => conflictsOf(binding, key)))].map(bindingOf);
  const plain: ChangesOfKeys = { [action]: asKept(action, keys) };
  const take = { ...plain };
  for (const other of conflicts) {
    const left = keysOf(other.action).filter((key) => !keys.includes(key));
    // Of four ways, three are of no use.
    take[other.action] = asKept(other.action, other.fourWays ? [] : left);
  }
  return {
    action,
    keys: [...keys],
    conflicts,
    warning: keys.map(browserWarning).find((warning) => warning !== null) ?? null,
    take,
    swap: swapped(binding, keys, before, conflicts, plain),
  };
}

function swapped(
  binding: KeyBinding,
  keys: readonly string[],
  before: readonly string[],
  conflicts: readonly KeyBinding[],
  plain: ChangesOfKeys,
): ChangesOfKeys | null {
  const [other, ...more] = conflicts;
  // What the action keeps is not there to be given away.
  const freed = before.filter((key) => !keys.includes(key));
  if (!other || more.length > 0 || freed.length === 0 || Boolean(binding.fourWays) !== Boolean(other.fourWays))
    return null;
  const [given] = freed;
  if (given === undefined) return null;
  const theirs = binding.fourWays ? [...before] : keysOf(other.action).map((key) => (keys.includes(key) ? given : key));
  const isFree = theirs.every(
    (key) =>
      refusalOf(other, key) === null &&
      conflictsOf(other, key).every((action) => action === binding.action) &&
      !keys.includes(key),
  );
  return isFree ? { ...plain, [other.action]: asKept(other.action, [...new Set(theirs)]) } : null;
}
