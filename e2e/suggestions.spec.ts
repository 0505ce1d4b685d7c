import { copyFile, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/served-studio.ts';
import { dragLandmark, landmarkAt, noseTip, openImage, openProject, saved } from './support/steps.ts';

const bar = (page: Page) => page.getByTestId('suggestion-bar');
const left = (page: Page) => page.getByTestId('suggest-words');
const placed = (page: Page) => page.getByTestId('face-row').first().getByTestId('face-landmarks');

test('a run suggests labels for new pictures; they are accepted, corrected, accepted in part and dismissed, and undo brings them back', async ({
  page,
  studio,
  sample,
}) => {
  // Pictures without labels, under names of their own.
  const pictures = path.join(studio.folder, 'pictures');
  await mkdir(pictures);
  const drawn = (await readdir(path.join(sample, 'images'))).filter((name) => /\.(jpg|png)$/.test(name)).sort();
  for (const [order, name] of drawn.slice(0, 4).entries())
    await copyFile(path.join(sample, 'images', name), path.join(pictures, `unseen-${order + 1}${path.extname(name)}`));
  for (const words of [
    ['train', sample, '--recipe', 'nose-cnn', '--set', 'landmarks=all', '--set', 'epochs=1'],
    ['import', sample, pictures],
  ])
    expect((await studio.command(...words)).code).toBe(0);
  await openProject(page, sample);

  await expect(left(page)).toHaveText('4 images unlabelled');
  await page.keyboard.press('Alt+G');
  await expect(page.getByTestId('suggest-plan')).toContainText('4 images');
  await expect(page.getByTestId('suggest-plan')).toContainText('240 have labels already');
  await page.getByTestId('suggest-start').press('Enter');
  await expect(left(page)).toHaveText('4 suggestions left', { timeout: 60_000 });

  // By one key: accepted, done, and on to the next.
  await openImage(page, 'unseen-1');
  await expect(bar(page)).toContainText('Suggested by run 1');
  await expect(page.getByTestId('image-status')).toHaveValue('predicted');
  const suggested = await landmarkAt(page, noseTip);
  await page.getByTestId('image-filter').fill('unseen');
  await expect(page.getByTestId('image-list')).toHaveAttribute('data-total', '4');
  await page.getByTestId('stage').focus();
  await page.keyboard.press('Shift+Enter');
  await expect(page.getByTestId('image-name')).toContainText('unseen-2');
  await expect(left(page)).toHaveText('3 suggestions left');

  // A drag accepts, and corrects by so much.
  await expect(bar(page)).toBeVisible();
  await dragLandmark(page, noseTip, { x: 8, y: 6 });
  await expect(bar(page)).toBeHidden();
  await expect(page.getByTestId('origin-groups')).toContainText('57 accepted from run 1');
  await expect(page.getByTestId('origin-groups')).toContainText('from run 1, corrected by 10.0 px');

  // A group alone: the rest stays suggested, until it is accepted too.
  await openImage(page, 'unseen-3');
  await page.getByTestId('image-filter').fill('unseen');
  await page.locator(`[data-testid="landmark-row"][data-index="${noseTip}"]`).click();
  await page.getByTestId('stage').focus();
  await page.keyboard.press('G');
  await page.keyboard.press('Shift+S');
  await expect(placed(page)).toContainText(/^\d+ of 58$/);
  await expect(bar(page)).toBeVisible();
  await page.keyboard.press('A');
  await expect(bar(page)).toBeHidden();
  await expect(placed(page)).toHaveText('58');

  await openImage(page, 'unseen-4');
  await page.getByTestId('stage').focus();
  await page.keyboard.press('Shift+Q');
  await expect(bar(page)).toBeHidden();
  await expect(page.getByTestId('image-status')).toHaveValue('new');

  // The way back: each step brings its suggestion again.
  await page.keyboard.press('Control+Z');
  await expect(bar(page)).toBeVisible();
  for (const name of ['unseen-3', 'unseen-3', 'unseen-2', 'unseen-1']) {
    await page.keyboard.press('Control+Z');
    await saved(page);
    await expect(page.getByTestId('image-name')).toContainText(name);
    await expect(bar(page)).toBeVisible();
  }
  await expect(page.getByTestId('image-status')).toHaveValue('predicted');
  expect(await landmarkAt(page, noseTip)).toEqual(suggested);
  await expect(left(page)).toHaveText('4 suggestions left');

  // All of the filter at once, as one step.
  await page.getByTestId('image-filter').fill('unseen');
  await expect(page.getByTestId('image-list')).toHaveAttribute('data-total', '4');
  await page.getByTestId('stage').focus();
  await page.keyboard.press('Alt+G');
  await page.getByTestId('accept-all').click();
  await expect(page.getByTestId('suggest-labels')).toHaveCount(0);
  await expect(page.getByTestId('origin-groups')).toContainText('58 accepted from run 1');
  await page.keyboard.press('Control+Z');
  await expect(left(page)).toHaveText('4 suggestions left');
});
