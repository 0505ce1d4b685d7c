import { shallowRef } from 'vue';
import type { ChangedKeys } from '../../../src-main/contract/index.ts';
import { bindingOf, type KeyAction } from '../keys.ts';

/** The person's own keys, by action, as the studio keeps them. An action with no keys has an empty list. */
export const changedKeys = shallowRef<ChangedKeys>({});

/** Keys that actions are to have, or null for those they come with. */
export type ChangesOfKeys = Partial<Record<KeyAction, string[] | null>>;

/** The keys of an action as they are now; reactive. */
export const keysOf = (action: KeyAction): readonly string[] => changedKeys.value[action] ?? bindingOf(action).keys;
