import type { Page } from '@playwright/test';
import { expect, test } from './support/served-studio.ts';
import { onScreen, openImage, openProject, openRecent, pictureShown, saved, startRun } from './support/steps.ts';

interface Place {
  x: number;
  y: number;
}

const banner = (page: Page) => page.getByTestId('blind-banner');
const imageRows = (page: Page) => page.getByTestId('image-row');

/** Where all landmarks of the face are, as the table says: px to a tenth. */
async function places(page: Page): Promise<Place[]> {
  const read = (testId: string) => page.getByTestId('landmark-row').getByTestId(testId).allTextContents();
  const [xs, ys] = [await read('landmark-x'), await read('landmark-y')];
  return xs.map((x, index) => ({ x: Number(x), y: Number(ys[index]) }));
}

/** Labels these landmarks of the open, empty image click by click, each so far from where it belongs, and goes on to the next image. */
async function labelAgain(page: Page, truth: Place[], by: Place): Promise<void> {
  await page.getByTestId('stage').focus();
  await page.keyboard.press('l');
  for (const [order, { x, y }] of truth.entries()) {
    const at = await onScreen(page, { x: x + by.x, y: y + by.y });
    await page.mouse.click(at.x, at.y);
    // The face is made with its first landmark.
    if (order === 0) await expect(page.getByTestId('landmark-row').first()).toBeVisible();
  }
  await saved(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
}

/** Starts an agreement on so many images of person 33. */
async function start(page: Page, images: number): Promise<void> {
  await page.keyboard.press('Alt+a');
  await page.getByTestId('agreement-new').click();
  const dialog = page.getByTestId('dialog-agreement');
  await dialog.getByTestId('agreement-images').fill(String(images));
  await dialog.getByTestId('agreement-group').selectOption('33');
  await expect(dialog.getByTestId('agreement-available')).toHaveText('of 6 labelled images');
  await dialog.getByTestId('agreement-start').click();
  await expect(banner(page)).toContainText(`0 of ${images} done`);
  await expect(imageRows(page)).toHaveCount(images);
  await pictureShown(page);
}

test('three images are labelled again, blind, and the result is how far', async ({ page, studio, sample }) => {
  test.slow();
  await openProject(page, sample);
  await page.getByTestId('image-filter').fill('33-');
  await expect(imageRows(page)).toHaveCount(6);
  const truth = new Map<string, Place[]>();
  for (const row of await imageRows(page).all()) {
    const name = (await row.getAttribute('data-name'))!;
    await row.click();
    await expect(page.getByTestId('image-name')).toHaveText(name);
    truth.set(name, await places(page));
  }

  await start(page, 3);
  const names = await Promise.all((await imageRows(page).all()).map((row) => row.getAttribute('data-name')));
  // Nothing of the first labels is on the screen, and what would bring them in is refused.
  await expect(page.getByText('No face is marked on this image.')).toBeVisible();
  await expect(page.getByTestId('landmark-row').first().getByTestId('landmark-x')).toBeHidden();
  await expect(page.getByTestId('image-history')).toContainText('Nothing yet');
  await page.getByTestId('stage').focus();
  await page.keyboard.press('Shift+V');
  await expect(page.getByText('Copying from the image before is not for blind labelling')).toBeVisible();

  const few = 6;
  const moves = [
    { x: 3, y: 4 },
    { x: 0, y: 6 },
    { x: 0, y: 0 },
  ];
  await labelAgain(page, truth.get(names[0]!)!, moves[0]!);
  await expect(page.getByTestId('blind-progress')).toHaveText('1 of 3 done');
  await expect(page.getByTestId('image-name')).toHaveText(names[1]!);
  await expect(page.getByText('No face is marked on this image.')).toBeVisible();

  // It goes on after a restart, still blind, and its steps can be undone.
  await studio.restart();
  await openRecent(page, studio, sample);
  await expect(banner(page)).toContainText('1 of 3 done');
  await expect(page.getByTestId('image-name')).toHaveText(names[0]!);
  expect((await places(page))[0]!.x).toBeCloseTo(truth.get(names[0]!)![0]!.x + 3, 0);
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('blind-progress')).toHaveText('0 of 3 done');
  await page.keyboard.press('Control+Shift+z');
  await expect(page.getByTestId('blind-progress')).toHaveText('1 of 3 done');

  for (const place of [1, 2]) {
    await imageRows(page).nth(place).click();
    await expect(page.getByTestId('image-name')).toHaveText(names[place]!);
    await pictureShown(page);
    // A few are enough here: the others are absent, and counted as such.
    await labelAgain(page, truth.get(names[place]!)!.slice(0, few), moves[place]!);
  }
  await expect(page.getByTestId('blind-progress')).toHaveText('3 of 3 done');
  await page.getByTestId('blind-finish').click();
  await page.getByTestId('finish-agreement').click();

  await expect(page.getByTestId('agreement-mean')).toContainText(/4\.[67]\d px/);
  await expect(page.getByTestId('agreement-excluded')).toContainText(
    '104 (landmarks that only one of the two labellings has)',
  );
  await expect(page.getByTestId('error-picture')).toBeVisible();
  await expect(page.getByTestId('worst-image').first()).toContainText(names[1]!);
  await expect(page.getByTestId('worst-image').last()).toContainText(names[2]!);
  const means = await page.getByTestId('deviation-mean').allTextContents();
  expect(means).toHaveLength(58);
  // By 5, 6 and 0 px where all three have it, else by the 5 px of the first image.
  const far = means.map(Number).sort((one, other) => one - other);
  for (const mean of far.slice(0, few)) expect(Math.abs(mean - 11 / 3)).toBeLessThan(0.15);
  for (const mean of far.slice(few)) expect(Math.abs(mean - 5)).toBeLessThan(0.15);

  // The ground truth is as it was, and seen again.
  await page.getByTestId('rail-annotate').click();
  await expect(banner(page)).toBeHidden();
  await openImage(page, names[0]!);
  expect(await places(page)).toEqual(truth.get(names[0]!));
});

test('the labeller’s own error stands beside a run, in its chart and in Compare', async ({ page, sample }) => {
  test.slow();
  await openProject(page, sample);
  const run = await startRun(page, 'nose-cnn', { 'field-epochs': '2' });
  await expect(run).toContainText(/finished/i, { timeout: 120_000 });
  await expect(page.getByTestId('level-mean shape')).toBeVisible();
  await expect(page.getByTestId('level-labeller')).toBeHidden();

  await page.getByTestId('rail-annotate').click();
  await start(page, 1);
  await page.getByTestId('stage').focus();
  // The template in the middle of the image is far enough from where the face is, and near enough to be it.
  await page.keyboard.press('t');
  await page.keyboard.press('y');
  await saved(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('blind-progress')).toHaveText('1 of 1 done');
  await page.getByTestId('blind-finish').click();
  await page.getByTestId('finish-agreement').click();
  await expect(page.getByTestId('agreement-mean')).toContainText('px');

  await page.getByTestId('leave-agreement').click();
  await expect(page.getByTestId('compare-row-floor')).toContainText('Labeller, twice');
  await expect(page.getByText('1 face labelled twice (agreement 1)')).toBeVisible();
  await page.getByTestId('rail-train').click();
  await expect(page.getByTestId('level-labeller')).toContainText(/labeller \d/);
});
