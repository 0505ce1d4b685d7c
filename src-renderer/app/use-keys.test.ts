import { effectScope, nextTick, type EffectScope } from 'vue';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { expectParts, listenToKeys, useKeys, type KeyHandlers } from './use-keys.ts';

let frame: EffectScope;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  frame = effectScope();
  frame.run(listenToKeys);
});
afterEach(() => {
  frame.stop();
  vi.useRealTimers();
});

function press(key: string, more: KeyboardEventInit = {}): void {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  // happy-dom takes Alt for AltGraph.
  event.getModifierState = () => false;
  (document.activeElement ?? document.body).dispatchEvent(event);
}
const arrive = (handlers: KeyHandlers): EffectScope => {
  const part = effectScope();
  part.run(() => useKeys(handlers));
  return part;
};

it('a key pressed before the parts of a place are there acts once they are, one time', async () => {
  const edit = vi.fn();
  expectParts();
  press('e');
  const other = arrive({ 'apply split': vi.fn() });
  const card = arrive({ 'edit schema': edit });
  expect(edit).not.toHaveBeenCalled();
  await nextTick();
  expect(edit).toHaveBeenCalledOnce();
  const again = arrive({ 'edit schema': edit });
  await nextTick();
  expect(edit).toHaveBeenCalledOnce();
  for (const part of [other, card, again]) part.stop();
});

it('a key that nothing hears is forgotten when it was held, when another is pressed, and after a while', async () => {
  const edit = vi.fn();
  expectParts();
  press('e', { repeat: true });
  const held = arrive({ 'edit schema': edit });
  await nextTick();
  expect(edit).not.toHaveBeenCalled();
  held.stop();
  press('e');
  const frameKeys = arrive({ 'apply split': vi.fn() });
  press('s');
  const parts = [frameKeys, arrive({ 'edit schema': edit })];
  await nextTick();
  expect(edit).not.toHaveBeenCalled();
  for (const part of parts) part.stop();

  expectParts();
  press('e');
  vi.advanceTimersByTime(2000);
  const late = arrive({ 'edit schema': edit });
  await nextTick();
  expect(edit).not.toHaveBeenCalled();
  late.stop();
});

it('Escape leaves a field that does nothing else with it', () => {
  document.body.innerHTML = '<select><option>a</option></select>';
  document.querySelector('select')?.focus();
  press('x');
  expect(document.activeElement?.tagName).toBe('SELECT');
  press('Escape');
  expect(document.activeElement).toBe(document.body);
});

it('an open dialog has the keyboard to itself, but for what is shown in it or over it', () => {
  const [cancel, undo] = [vi.fn(), vi.fn()];
  const part = arrive({ 'cancel job': cancel, undo });
  document.body.innerHTML = '<div role="dialog"><input></div>';
  document.querySelector('input')?.focus();
  press('z', { ctrlKey: true });
  press('Escape');
  expect(document.activeElement?.tagName).toBe('INPUT');
  press('j', { altKey: true });
  expect([undo.mock.calls.length, cancel.mock.calls.length]).toEqual([0, 1]);
  document.body.innerHTML = '';
  part.stop();
});
