import { agreementKeys } from './keys/agreement.ts';
import { annotateKeys } from './keys/annotate.ts';
import { compareKeys } from './keys/compare.ts';
import { dataKeys } from './keys/data.ts';
import { everywhereKeys } from './keys/everywhere.ts';
import { imageListKeys } from './keys/image-list.ts';
import { newRunKeys } from './keys/new-run.ts';
import { photographKeys } from './keys/photograph.ts';
import type { KeyScope, PlaceKey } from './keys/place-key.ts';
import { schemaKeys } from './keys/schema.ts';
import { settingsKeys } from './keys/settings.ts';
import { startPageKeys } from './keys/start-page.ts';
import { trainKeys } from './keys/train.ts';

export type { KeyScope };

const keysByScope = {
  Everywhere: everywhereKeys,
  'Start page': startPageKeys,
  Annotate: annotateKeys,
  'Image list': imageListKeys,
  Agreement: agreementKeys,
  Train: trainKeys,
  'New run': newRunKeys,
  Compare: compareKeys,
  Photograph: photographKeys,
  Data: dataKeys,
  Schema: schemaKeys,
  Settings: settingsKeys,
} as const satisfies Record<KeyScope, readonly PlaceKey[]>;

export const keyScopes = Object.keys(keysByScope) as KeyScope[];

export type KeyAction = (typeof keysByScope)[KeyScope][number]['action'];

/** An action with its keys as they come; a person may have changed them (`keys/changed-keys.ts`). */
export interface KeyBinding extends PlaceKey {
  action: KeyAction;
  scope: KeyScope;
}

/** Every key of the window, once. Handlers (`use-keys.ts`), tooltips, palette and the overlay of all keys read this table. */
export const keyBindings: readonly KeyBinding[] = keyScopes.flatMap((scope) => {
  const keys: readonly (PlaceKey & { action: KeyAction })[] = keysByScope[scope];
  return keys.map((key) => ({ ...key, scope }));
});

const byAction = new Map(keyBindings.map((binding) => [binding.action, binding]));

/** The binding of an action. */
export function bindingOf(action: KeyAction): KeyBinding {
  const binding = byAction.get(action);
  if (!binding) throw new Error(`no key is bound to ${action}`);
  return binding;
}
