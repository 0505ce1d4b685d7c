import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import settings from '../playwright.config.ts';
import { ServedStudio } from '../e2e/support/served-studio.ts';
import { onScreen, openProject, saved } from '../e2e/support/steps.ts';
import { quantile, type FrameTimes } from './parts/frames/frame-times.ts';
import { faceOf, manyFacesProject } from './parts/frames/many-faces-project.ts';
import { tracedDrag } from './parts/frames/traced-drag.ts';

type Report = (name: string, value: number, unit: string, ratio?: number) => void;

/** What one frame may take at 60 a second, ms. */
const budget = 1000 / 60;
/** A frame this much later than it should be is one that is seen to stutter: it missed its turn. */
const isLong = (ms: number): boolean => ms > 1.5 * budget;
const dragged = 8000;

/**
 * Frame times while a landmark is dragged on an image of 24 megapixels with 20 faces of 98 landmarks: the studio served as it is,
 * Chromium as the specs use it, a mouse that tells its place 125 times a second, the times from Chromium's own tracing. Ratios are to
 * 1/60 s. A Chromium without a GPU draws all of it with the processor; it is told which one this was.
 */
export async function run(report: Report): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'keypoint-studio-frames-'));
  const studio = new ServedStudio(folder);
  const browser = await chromium.launch(settings.use?.launchOptions);
  try {
    const project = await manyFacesProject(folder);
    await studio.start();
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(studio.address.href);
    await openProject(page, project);
    report('Chromium draws with a GPU', (await hasGpu(page)) ? 1 : 0, 'yes or no');
    report('load average before', loadavg()[0] ?? NaN, 'processes');

    const drag = async (name: string, number: number): Promise<void> => {
      const landmark = faceOf(number)[landmarkDragged];
      if (!landmark) throw new Error(`Face ${number} has no landmark ${landmarkDragged}.`);
      tell(report, name, await tracedDrag(browser, page, await onScreen(page, landmark), dragged));
      // Back where it was, for the next drag.
      await page.keyboard.press('Control+z');
      await saved(page);
    };
    await drag('whole image', 7);
    await page.keyboard.press('1');
    await drag('at 100%', 7);
    report('load average after', loadavg()[0] ?? NaN, 'processes');
  } finally {
    await browser.close();
    await studio.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The tip of the nose. */
const landmarkDragged = 54;

function tell(report: Report, name: string, { between, work, dropped }: FrameTimes): void {
  const long = between.filter(isLong).length;
  report(`${name}, frames drawn`, between.length, 'frames');
  report(`${name}, frames a second`, (1000 * between.length) / between.reduce((sum, ms) => sum + ms, 0), 'frames/s');
  for (const [title, part] of [
    ['median', 0.5],
    ['p95', 0.95],
    ['p99', 0.99],
  ] as const) {
    const time = quantile(between, part);
    report(`${name}, frame time, ${title}`, time, 'ms', time / budget);
  }
  report(`${name}, long frames (over 25 ms)`, long, 'frames', long / between.length);
  report(`${name}, dropped by Chromium's count`, dropped, 'frames');
  for (const [title, part] of [
    ['median', 0.5],
    ['p95', 0.95],
    ['p99', 0.99],
  ] as const)
    report(`${name}, main thread's processor time a frame, ${title}`, quantile(work, part), 'ms');
}

async function hasGpu(page: Page): Promise<boolean> {
  const devtools = await page.context().browser()?.newBrowserCDPSession();
  const info = await devtools?.send('SystemInfo.getInfo');
  await devtools?.detach();
  return info?.gpu.featureStatus?.gpu_compositing === 'enabled';
}
