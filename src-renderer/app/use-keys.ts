import { onScopeDispose } from 'vue';
import { isKey, keyBindings, type KeyAction } from './keys.ts';

export type KeyHandlers = Partial<Record<KeyAction, (event: KeyboardEvent) => void>>;

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
  handler?.(new KeyboardEvent('keydown'));
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
  for (const binding of keyBindings) {
    if (isTextField(focused) && !binding.inFields) continue;
    if (binding.onStage && !isStage(focused)) continue;
    if (!binding.keys.some((key) => isKey(event, key))) continue;
    const handler = inForce.findLast((handlers) => handlers[binding.action])?.[binding.action];
    if (!handler) continue;
    event.preventDefault();
    handler(event);
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
