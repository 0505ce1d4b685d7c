import { nextTick, onScopeDispose } from 'vue';
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

/** How long after a place was come to its parts may still be on their way, ms. */
const arrival = 1500;
let arrivedAt = -Infinity;
/** A key that nothing heard while a place was arriving, and what it could mean there. */
let early: { event: KeyboardEvent; meanings: { action: KeyAction; direction: Direction }[] } | null = null;

/** Another place is come to: a key that none of its parts hears yet waits for them, instead of being lost. Called by the frame. */
export function expectParts(): void {
  arrivedAt = performance.now();
  early = null;
}
const isArriving = (): boolean => performance.now() - arrivedAt < arrival;

/** Runs the key that was pressed too soon, where these handlers are what it waited for. */
function catchUp(handlers: KeyHandlers): void {
  const meaning = isArriving() && early?.meanings.find(({ action }) => handlers[action]);
  if (!meaning || !early) return;
  const { event } = early;
  early = null;
  // A component registers its handlers before it is on the page.
  void nextTick(() => {
    if (inForce.includes(handlers)) handlers[meaning.action]?.(event, meaning.direction);
  });
}

/** Registers handlers for as long as the calling component (or effect scope) lives. Which keys they hear is said in `keys.ts`. */
export function useKeys(handlers: KeyHandlers): void {
  inForce.push(handlers);
  catchUp(handlers);
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
  const isInDialog = document.querySelector('[role="dialog"]') !== null;
  const focused = document.activeElement;
  const isHeard = ({ inFields, inDialogs, onStage }: KeyBinding): boolean =>
    (!isInDialog || inDialogs === true) && (inFields ?? !isTextField(focused)) && (!onStage || isStage(focused));
  const meanings = pressedKeys(event).flatMap((key) =>
    keyBindings.flatMap((binding) => {
      const place = keysOf(binding.action).indexOf(key);
      if (place < 0 || !isHeard(binding)) return [];
      return [{ action: binding.action, direction: binding.fourWays ? (directions[place] ?? nowhere) : nowhere }];
    }),
  );
  early = null;
  for (const { action, direction } of meanings) {
    const handler = inForce.findLast((handlers) => handlers[action])?.[action];
    if (!handler) continue;
    event.preventDefault();
    handler(event, direction);
    return;
  }
  if (isInDialog) return;
  // A key still held from before is not meant for what comes.
  if (meanings.length > 0 && isArriving() && !event.repeat) early = { event, meanings };
  // A field that a key led into is left without the mouse, and letters are keys again.
  else if (event.key === 'Escape' && focused instanceof HTMLElement && isTextField(focused)) focused.blur();
}

/** Listens to the whole window's keyboard; called once by the frame. */
export function listenToKeys(): void {
  window.addEventListener('keydown', onKeyDown);
  onScopeDispose(() => {
    window.removeEventListener('keydown', onKeyDown);
  });
}
