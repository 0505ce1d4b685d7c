import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import { frameTimesOf, traceCategories, type FrameTimes, type TraceEvent } from './frame-times.ts';

/** Between two moves, ms: a mouse that tells its place 125 times a second. */
const every = 8;

interface Place {
  x: number;
  y: number;
}

/**
 * Presses at a place (CSS px of the page), leads the pointer about it for so many ms as a mouse does, traces meanwhile, and lets
 * go. Moves are sent by the clock and not waited for, so that a slow window is not given time.
 */
export async function tracedDrag(browser: Browser, page: Page, from: Place, ms: number): Promise<FrameTimes> {
  const devtools = await page.context().newCDPSession(page);
  const placeAt = (now: number): Place => ({
    x: from.x + 45 * Math.sin(now / 330),
    y: from.y + 30 * Math.sin(now / 210),
  });
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  // The first moves make what is shown only while something is dragged.
  for (let now = 0; now < 300; now += 30) {
    const { x, y } = placeAt(now);
    await page.mouse.move(x, y);
  }
  // Shown while a landmark is dragged: without it something else would be measured.
  await page.getByTestId('magnifier').waitFor({ timeout: 5000 });
  await browser.startTracing(page, { categories: traceCategories });
  const sent: Promise<unknown>[] = [];
  const start = performance.now();
  for (let count = 1; performance.now() - start < ms; count += 1) {
    const at = placeAt(performance.now() - start);
    sent.push(devtools.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...at, button: 'left', buttons: 1 }));
    await pause(Math.max(0, start + every * count - performance.now()));
  }
  await Promise.all(sent);
  const trace = await browser.stopTracing();
  await page.mouse.up();
  await devtools.detach();
  return frameTimesOf((JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] }).traceEvents);
}
