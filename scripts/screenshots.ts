/**
 * Takes the pictures of docs/images: `node scripts/screenshots.ts [folder]`. A real served studio with the sample project
 * and two runs, in a real Chromium, every place at both sizes the window is made for, dark and light. Those of Compare's errors, a
 * verdict and two runs side by side were taken by hand, of the project of docs/sample-report.html.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Page } from '@playwright/test';
import settings from '../playwright.config.ts';
import { ServedStudio } from '../e2e/support/served-studio.ts';
import { drawSample, openImage, startRun } from '../e2e/support/steps.ts';

const out = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '..', 'docs', 'images'));
const sizes = [
  { width: 1440, height: 900, suffix: '' },
  { width: 1280, height: 720, suffix: '-small' },
];

/** Every size and theme of what is shown now; the small ones only where the folder is not the documentation's. */
async function take(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const { width, height, suffix } of process.argv[2] ? sizes : sizes.slice(0, 1)) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(600);
      await page.screenshot({ path: path.join(out, `${name}-${colorScheme}${suffix}.png`) });
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

const folder = await mkdtemp(path.join(tmpdir(), 'keypoint-studio-pictures-'));
const studio = new ServedStudio(folder);
const browser = await chromium.launch(settings.use?.launchOptions);
try {
  await mkdir(out, { recursive: true });
  await studio.start();
  const page = await browser.newPage();
  await page.goto(studio.address.href);
  await page.getByTestId('welcome').waitFor();
  await take(page, 'welcome');

  await drawSample(page, studio);
  await openImage(page, '33-3f');
  await page.locator('[data-testid="landmark-row"][data-index="52"]').click();
  await page.getByTestId('image-filter').fill('');
  await take(page, 'annotate');

  const worse = await startRun(page, 'nose-cnn-bad');
  await worse.getByText(/finished/i).waitFor({ timeout: 120_000 });
  await page.getByTestId('run-new').click();
  await page.getByTestId('recipe-select').selectOption('nose-cnn');
  await page.getByTestId('sample-strip').locator('img').first().waitFor();
  await take(page, 'train-before');
  const run = await startRun(page, 'nose-cnn', { 'field-batch': '4', 'field-epochs': '20' });
  await run.click();
  await page.waitForTimeout(12_000);
  await take(page, 'train');
  await run.getByText(/finished/i).waitFor({ timeout: 180_000 });
  await page.getByTestId('job-chip').waitFor({ state: 'hidden' });
  await take(page, 'train-after');

  await page.getByTestId('rail-compare').click();
  await page.getByTestId('compare-a').selectOption('2');
  await page.getByTestId('gallery-item').first().click();
  await take(page, 'compare');
  await page.getByTestId('rail-data').click();
  await take(page, 'data');
  if (process.argv[2]) {
    await page.getByTestId('rail-settings').click();
    await take(page, 'settings');
  }
} finally {
  await browser.close();
  await studio.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
