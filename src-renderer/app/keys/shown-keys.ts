import { bindingOf, type KeyAction } from '../keys.ts';
import { keysOf } from './changed-keys.ts';
import { keyAsShown, partsOfKey } from './pressed-key.ts';

const arrowNames = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];

/** The keys of an action, each as people read it; four arrows with the same modifiers are one: `Shift ← → ↑ ↓`. */
export function shownKeysOf(action: KeyAction): string[] {
  const keys = keysOf(action);
  if (!bindingOf(action).fourWays || keys.length === 0) return keys.map(keyAsShown);
  const parts = keys.map(partsOfKey);
  const modifiers = parts[0]?.modifiers.join('+') ?? '';
  const areAlike = parts.every((each) => each.modifiers.join('+') === modifiers);
  const isArrows = arrowNames.every((name, index) => parts[index]?.name === name);
  if (areAlike && isArrows) return [keyAsShown([modifiers, '← → ↑ ↓'].filter(Boolean).join('+'))];
  return [keys.map(keyAsShown).join(', ')];
}

/** The first key of an action as people read it; empty when it has none. */
export const shownKeyOf = (action: KeyAction): string => shownKeysOf(action)[0] ?? '';
