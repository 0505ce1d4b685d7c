import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import { frameTimesOf, traceCategories, type FrameTimes, type TraceEvent } from '../frames/frame-times.ts';

/** Between two turns of the wheel, ms. */
const every = 16;

/**
 * Scrolls by the wheel over a place (CSS px of the page), so many px a turn, for so many ms, and traces meanwhile. Turns are sent by the
 * clock and not waited for, so that a slow window is not given time.
 */
export async function tracedScroll(
  browser: Browser,
  page: Page,
  at: { x: number; y: number },
  { by, ms }: { by: number; ms: number },
): Promise<FrameTimes> {
  const devtools = await page.context().newCDPSession(page);
  await page.mouse.move(at.x, at.y);
  await browser.startTracing(page, { categories: traceCategories });
  const sent: Promise<unknown>[] = [];
  const start = performance.now();
  for (let count = 1; performance.now() - start < ms; count += 1) {
    sent.push(devtools.send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...at, deltaX: 0, deltaY: by }));
    await pause(Math.max(0, start + count * every - performance.now()));
  }
  await Promise.all(sent);
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  await devtools.detach();
  return frameTimesOf(trace.traceEvents);
}
