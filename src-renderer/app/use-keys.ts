import { onScopeDispose } from 'vue';
import { keyBindings, type KeyAction, type KeyBinding } from './keys.ts';
import { keysOf } from './keys/changed-keys.ts';
import { pressedKeys } from './keys/pressed-key.ts';

/** One step to the left, right, up or down; y grows downwards. */
export interface Direction {
  x: number;
  y: number;
}

/** What each action does. `direction` is told to those of four ways. */
export type KeyHandlers = Partial<Record<KeyAction, (event: KeyboardEvent, direction: Direction) => void>>;

/** Of the four keys of an action of four ways, in their order. */
const directions: readonly Direction[] = [
  { x: -1, y: 0 },
  { x: 1, y: 0 },
  { x: 0, y: -1 },
  { x: 0, y: 1 },
];
const nowhere: Direction = { x: 0, y: 0 };

/** Handlers now in force; of two for one action the one that came last acts. */
const inForce: KeyHandlers[] = [];

/** Registers handlers for as long as the calling component (or effect scope) lives. Which keys they hear is said in `keys.ts`. */
export function useKeys(handlers: KeyHandlers): void {
  inForce.push(handlers);
  onScopeDispose(() => {
    inForce.splice(inForce.indexOf(handlers), 1);
  });
}

/** Whether something on the screen handles the action now. */
export function canRunAction(action: KeyAction): boolean {
  return inForce.some((handlers) => handlers[action] !== undefined);
}

/** Runs an action's handler, as its key would. False when nothing here handles it. */
export function runAction(action: KeyAction): boolean {
  const handler = inForce.findLast((handlers) => handlers[action])?.[action];
  handler?.(new KeyboardEvent('keydown'), nowhere);
  return handler !== undefined;
}

const isTextField = (element: Element | null): boolean =>
  element instanceof HTMLElement &&
  (element.isContentEditable ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement ||
    (element instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(element.type)));

const isStage = (element: Element | null): boolean =>
  element === null || element === document.body || element.closest('[data-stage]') !== null;

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  // An open dialog has the keyboard to itself.
  if (document.querySelector('[role="dialog"]')) return;
  const focused = document.activeElement;
  const isHeard = ({ inFields, onStage }: KeyBinding): boolean =>
    (inFields ?? !isTextField(focused)) && (!onStage || isStage(focused));
  for (const key of pressedKeys(event))
    for (const binding of keyBindings) {
      const place = keysOf(binding.action).indexOf(key);
      if (place < 0 || !isHeard(binding)) continue;
      const handler = inForce.findLast((handlers) => handlers[binding.action])?.[binding.action];
      if (!handler) continue;
      event.preventDefault();
      handler(event, binding.fourWays ? (directions[place] ?? nowhere) : nowhere);
      return;
    }
}

/** Listens to the whole window's keyboard; called once by the frame. */
export function listenToKeys(): void {
  window.addEventListener('keydown', onKeyDown);
  onScopeDispose(() => {
    window.removeEventListener('keydown', onKeyDown);
  });
}
