import { keyBindings, type KeyAction, type KeyBinding, type KeyScope } from '../keys.ts';
import { keysOf } from './changed-keys.ts';

/** What is heard on the same screen as another place's keys. */
const beside: Partial<Record<KeyScope, KeyScope>> = { 'Image list': 'Annotate', 'New run': 'Train' };

/** Places whose screens hear a binding. */
function placesOf({ scope, alsoIn }: KeyBinding): KeyScope[] {
  const own: KeyScope = beside[scope] ?? scope;
  return alsoIn ? [own, alsoIn] : [own];
}

/** The other actions that are heard where this one is: with those it can share no key. */
export function meetingBindings(binding: KeyBinding): KeyBinding[] {
  const places = placesOf(binding);
  return keyBindings.filter((other) => {
    if (other.action === binding.action) return false;
    const others = placesOf(other);
    return (
      places.includes('Everywhere') || others.includes('Everywhere') || others.some((place) => places.includes(place))
    );
  });
}

/** The actions that have a key now and are heard where this one is. */
export function conflictsOf(binding: KeyBinding, key: string): KeyAction[] {
  return meetingBindings(binding)
    .filter(({ action }) => keysOf(action).includes(key))
    .map(({ action }) => action);
}
