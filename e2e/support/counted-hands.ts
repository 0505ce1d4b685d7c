import type { Page } from '@playwright/test';
import { onScreen } from './steps.ts';

export interface Place {
  x: number;
  y: number;
}

/**
 * Times of the keystroke-level model in seconds (Card, Moran and Newell 1980): a key of a skilled typist, pointing, one press or
 * release of a button. Thinking, looking and moving the hand between mouse and keys are not in it.
 */
const model = { key: 0.2, point: 1.1, button: 0.1 };

/** Acts on the picture as a person's hands do, and counts what they do. Places are px of the image. */
export class CountedHands {
  keys = 0;
  clicks = 0;
  drags = 0;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async press(key: string): Promise<void> {
    this.keys += 1;
    await this.page.keyboard.press(key);
  }

  async click(at: Place): Promise<void> {
    this.clicks += 1;
    const { x, y } = await onScreen(this.page, at);
    await this.page.mouse.click(x, y);
  }

  async drag(from: Place, to: Place): Promise<void> {
    this.drags += 1;
    const [start, end] = [await onScreen(this.page, from), await onScreen(this.page, to)];
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2);
    await this.page.mouse.move(end.x, end.y);
    await this.page.mouse.up();
  }

  /** Selects a landmark in the list beside the picture. */
  async pick(index: number): Promise<void> {
    this.clicks += 1;
    await this.page.locator(`[data-testid="landmark-row"][data-index="${index}"]`).click();
  }

  get actions(): number {
    return this.keys + this.clicks + this.drags;
  }

  /** By the keystroke-level model. */
  get seconds(): number {
    const { key, point, button } = model;
    return this.keys * key + this.clicks * (point + 2 * button) + this.drags * (2 * point + 2 * button);
  }
}

/** Where all landmarks of the face are, as the table says; null for absent ones. */
export async function placesOf(page: Page): Promise<(Place | null)[]> {
  return page.getByTestId('landmark-row').evaluateAll((rows) =>
    rows.map((row) => {
      const [x, y] = ['landmark-x', 'landmark-y'].map(
        (name) => row.querySelector(`[data-testid="${name}"]`)?.textContent,
      );
      return x === undefined || x === '—' ? null : { x: Number(x), y: Number(y) };
    }),
  );
}
