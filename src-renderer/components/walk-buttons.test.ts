import { expect, it } from 'vitest';
import { walkButtons } from './walk-buttons.ts';

it('arrows go from button to button, round at the ends, past what cannot be pressed', () => {
  document.body.innerHTML =
    '<div><button>a</button><button disabled>b</button><button>c</button><button>d</button></div>';
  const list = document.body.firstElementChild as HTMLElement;
  list.addEventListener('keydown', walkButtons);
  list.querySelector('button')?.focus();
  const press = (key: string, more: KeyboardEventInit = {}): string => {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...more }));
    return document.activeElement?.textContent ?? '';
  };
  expect(['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'Home', 'End', 'x'].map((key) => press(key)).join('')).toBe(
    'cdadadd',
  );
  expect(press('ArrowUp', { altKey: true })).toBe('d');
});
