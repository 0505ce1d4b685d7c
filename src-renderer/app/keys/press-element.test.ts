import { afterEach, describe, expect, it, vi } from 'vitest';
import { pressElement } from './press-element.ts';

afterEach(() => {
  document.body.replaceChildren();
});

function shown(html: string): HTMLElement {
  document.body.innerHTML = html;
  return document.getElementById('it')!;
}

describe('the key of a control', () => {
  it('clicks a button, and not one that cannot be pressed', () => {
    const clicked = vi.fn();
    const button = shown('<button id="it">Go</button>') as HTMLButtonElement;
    button.addEventListener('click', clicked);
    pressElement(button);
    expect(clicked).toHaveBeenCalledTimes(1);
    button.disabled = true;
    pressElement(button);
    expect(clicked).toHaveBeenCalledTimes(1);
  });

  it('goes into a field, and clicks a tick box', () => {
    const field = shown('<input id="it" type="text" />');
    pressElement(field);
    expect(document.activeElement).toBe(field);
    const box = shown('<input id="it" type="checkbox" />') as HTMLInputElement;
    pressElement(box);
    expect(box.checked).toBe(true);
  });

  it('of a form that is not filled in leads to its first field', () => {
    const button = shown(
      '<form><input type="checkbox" /><input id="path" type="text" /><button id="it" disabled>Import</button></form>',
    );
    pressElement(button);
    expect(document.activeElement?.id).toBe('path');
  });

  it('does nothing where there is no control', () => {
    pressElement(null);
    pressElement(document.createComment('v-if'));
    expect(document.activeElement).toBe(document.body);
  });
});
