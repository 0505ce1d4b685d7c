/** Where a key is heard; the overlay of all keys and docs/keys.md are divided by it. */
export type KeyScope =
  | 'Everywhere'
  | 'Start page'
  | 'Annotate'
  | 'Image list'
  | 'Agreement'
  | 'Train'
  | 'New run'
  | 'Compare'
  | 'Photograph'
  | 'Data'
  | 'Schema'
  | 'Settings';

/**
 * An action of one place and its keys as they come. A key is written `Ctrl+Alt+Shift+Z`, its modifiers in this order; Ctrl is
 * also Command on a Mac. Signs and digits (`?`, `+`, `1`) are what is typed, wherever the keyboard has them (`pressed-key.ts`).
 */
export interface PlaceKey {
  action: string;
  /** Any of these. */
  keys: readonly string[];
  title: string;
  /** The keys are those for left, right, up and down; the handler is told which. */
  fourWays?: boolean;
  /** Another place whose screen hears it. */
  alsoIn?: KeyScope;
  /** Acts only while the picture (or nothing) has the focus, so that Tab, Enter and arrows keep their meaning elsewhere. */
  onStage?: boolean;
  /** Acts even while a text field has the focus. */
  inFields?: boolean;
  /** Acts even over an open dialog or popover, which else has the keyboard to itself. */
  inDialogs?: boolean;
}

/** The four arrows with the same modifiers, as `fourWays` has them: left, right, up, down. */
export const arrowKeys = (modifiers: string): readonly string[] =>
  ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].map((arrow) => `${modifiers}${arrow}`);
