import { type Page } from '@playwright/test';
import { expect, test } from './support/served-studio.ts';
import { dragLandmark, landmarkAt, noseTip, openImage, openProject, openRecent, saved } from './support/steps.ts';

const steps = (page: Page) => page.getByTestId('history-step');
const step = (page: Page, label: string | RegExp) => steps(page).filter({ hasText: label }).first();
const allSteps = (page: Page) => page.getByTestId('history-of-project').click();

/** Moves the tip of the nose five times and answers where it was before and after each. */
async function moveFiveTimes(page: Page): Promise<{ x: number; y: number }[]> {
  const places = [await landmarkAt(page, noseTip)];
  for (const by of [6, 7, 8, 9, 10]) {
    await dragLandmark(page, noseTip, { x: by, y: 0 });
    await saved(page);
    places.push(await landmarkAt(page, noseTip));
  }
  return places;
}

test('a jump goes five steps back and forth, and what was undone is undone after a restart', async ({
  page,
  studio,
  sample,
}) => {
  await openProject(page, sample);
  const places = await moveFiveTimes(page);
  await allSteps(page);
  await expect(steps(page).first()).toHaveAttribute('aria-selected', 'true');
  await expect(steps(page).first()).toContainText('10.0 px');

  // The sample's own last step was to split it: back to there.
  await step(page, 'Split by group').click();
  await expect.poll(() => landmarkAt(page, noseTip)).toEqual(places[0]);
  await expect(page.locator('.step.undone')).toHaveCount(5);
  await expect(step(page, 'Split by group')).toHaveAttribute('aria-selected', 'true');

  await studio.restart();
  await openRecent(page, studio, sample);
  await allSteps(page);
  await expect.poll(() => landmarkAt(page, noseTip)).toEqual(places[0]);
  await expect(page.locator('.step.undone')).toHaveCount(5);

  // By keys: the third of the five, then the newest.
  await page.getByTestId('project-history').focus();
  for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
  await expect.poll(() => landmarkAt(page, noseTip)).toEqual(places[3]);
  await expect(page.locator('.step.undone')).toHaveCount(2);
  await steps(page).first().click();
  await expect.poll(() => landmarkAt(page, noseTip)).toEqual(places[5]);
  await expect(page.locator('.step.undone')).toHaveCount(0);
  await page.keyboard.press('Control+Z');
  await expect.poll(() => landmarkAt(page, noseTip)).toEqual(places[4]);
});

test('a bulk status and an import are undone and redone from the panel', async ({ page, studio, sample }) => {
  const marked = await studio.command('images', sample, '--mark', 'rejected');
  expect(marked.stderr + String(marked.code)).toBe('0');
  await openProject(page, sample);
  await expect(page.getByTestId('image-status')).toHaveValue('rejected');
  await allSteps(page);
  await expect(steps(page).first()).toContainText(/240 images/);
  await page.keyboard.press('Control+Z');
  await expect(page.getByTestId('image-status')).toHaveValue('done');

  await step(page, 'The beginning').click();
  await expect(page.getByText('This project has no images yet')).toBeVisible();
  await page.keyboard.press('Control+Shift+Z');
  await expect(page.getByTestId('image-list')).toHaveAttribute('data-total', '240');
  await steps(page).first().click();
  await expect(page.getByTestId('image-status')).toHaveValue('rejected');
});

test('the history opens the image of a step, and each landmark tells who placed it', async ({
  page,
  studio,
  sample,
}) => {
  await openProject(page, sample);
  const mark = page.locator(`[data-testid="landmark-row"][data-index="${noseTip}"]`).getByTestId('origin-mark');
  await expect(mark).toHaveAttribute('title', /^Imported from/);
  const name = (await page.getByTestId('image-name').textContent()) ?? '';
  await dragLandmark(page, noseTip, { x: 8, y: 6 });
  await saved(page);
  await expect(mark).toHaveAttribute('title', /^Placed by .+, 10\.0 px from the import\n“Moved/);
  await expect(page.getByTestId('origin-groups')).toContainText('57 imported from');
  await expect(page.getByTestId('origin-groups')).toContainText('1 placed by');

  const told = await studio.command('history', sample, '--image', name, '--json');
  const { faces } = JSON.parse(told.stdout) as { faces: { landmarks: { kind: string; correctedPx: number }[] }[] };
  expect(faces[0]?.landmarks.map(({ kind }) => kind).filter((kind) => kind === 'person')).toHaveLength(1);
  expect(faces[0]?.landmarks[noseTip]).toMatchObject({ correctedPx: expect.closeTo(10, 0) });

  await page.keyboard.press('R');
  await expect(mark).toHaveAttribute('title', /^Imported from/);
  await page.keyboard.press('Control+Z');
  await expect(mark).toHaveAttribute('title', /^Placed by/);

  await openImage(page, '02-1f');
  await allSteps(page);
  await step(page, 'Moved').hover();
  await step(page, 'Moved').getByTestId('open-step-image').click();
  await expect(page.getByTestId('image-name')).toHaveText(name);
});
