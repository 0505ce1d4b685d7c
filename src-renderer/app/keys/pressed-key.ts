/** What of a keyboard event decides which key it is. */
export interface PressedKey {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  getModifierState?(name: 'AltGraph'): boolean;
}

/** Signs that layouts of other scripts have letters on, by their place on the keyboard. */
const signsByPlace: Record<string, string> = {
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Period: '.',
  Slash: '/',
  Semicolon: ';',
  Quote: "'",
  Backslash: '\\',
  Backquote: '`',
  Minus: '-',
  Equal: '=',
};

const modifierKeys = ['Control', 'Meta', 'Shift', 'Alt', 'AltGraph', 'CapsLock', 'NumLock', 'Fn'];

/** Whether a key only changes what the next one means. */
export const isModifierKey = (key: string): boolean => modifierKeys.includes(key);

function written(name: string, modifiers: { ctrl: boolean; alt: boolean; shift: boolean }): string {
  const { ctrl, alt, shift } = modifiers;
  return `${ctrl ? 'Ctrl+' : ''}${alt ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${name}`;
}

/**
 * How an event may be written in the table of keys, the first meant first. That is what it types: a letter with Shift or
 * without; of a sign or a digit Shift is not asked, since keyboards differ in where they are. Where it types no Latin letter
 * (another script, a dead key, Option on a Mac) and for digits that are typed with Shift (AZERTY), also the key's place.
 */
export function pressedKeys(event: PressedKey): string[] {
  const { key, code } = event;
  if (isModifierKey(key)) return [];
  const byGraph = event.getModifierState?.('AltGraph') ?? false;
  const modifiers = {
    ctrl: (event.ctrlKey || event.metaKey) && !byGraph,
    alt: event.altKey && !byGraph,
    shift: event.shiftKey,
  };
  if (key === ' ') return [written('Space', modifiers)];
  if (/^[\w]{2,}$/.test(key) && key !== 'Dead') return [written(key, modifiers)];

  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  const [, digit] = /^Digit(\d)$/.exec(code) ?? [];
  const isLatin = /^[a-z]$/i.test(key);
  const found: string[] = [];
  if (isLatin) found.push(written(key.toUpperCase(), modifiers));
  else if (/^\p{L}$/u.test(key)) {
    if (!letter) found.push(written(key.toUpperCase(), modifiers));
  } else if (key !== 'Dead') found.push(written(key, { ...modifiers, shift: false }));
  if (byGraph || isLatin) return found;
  const isAscii = key.length === 1 && key <= '~';
  const place = letter ?? digit ?? (isAscii ? undefined : signsByPlace[code]);
  if (place && place !== key)
    found.push(written(place, { ...modifiers, shift: modifiers.shift && !signsByPlace[code] }));
  return found;
}

/** How a key that is pressed to be kept is written: as the key cap says, if possible. Null for a modifier alone. */
export function keyToKeep(event: PressedKey): string | null {
  const keys = pressedKeys(event);
  return keys.find((key) => /^[ -~]+$/.test(key)) ?? keys[0] ?? null;
}

/** Modifiers and name of a key of the table. */
export function partsOfKey(key: string): { modifiers: string[]; name: string } {
  // The name itself may be the sign that joins.
  const at = key.endsWith('+') ? key.length - 1 : key.lastIndexOf('+') + 1;
  return { modifiers: key.slice(0, at).split('+').filter(Boolean), name: key.slice(at) };
}

const shown: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageDown: 'Page Down',
  PageUp: 'Page Up',
  Escape: 'Esc',
};

/** A key as people read it: `Ctrl Shift Z`, `Alt ←`. */
export function keyAsShown(key: string): string {
  const { modifiers, name } = partsOfKey(key);
  return [...modifiers, shown[name] ?? name].join(' ');
}
