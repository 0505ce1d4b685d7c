import path from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import type { ServedStudio } from './served-studio.ts';

/** Index of the landmark that the write-up's Part 1 learns: the tip of the nose. */
export const noseTip = 52;

/** From the welcome screen: draws the sample project and ends on its images. Answers the project's folder. */
export async function drawSample(page: Page, studio: ServedStudio): Promise<string> {
  const folder = path.join(studio.folder, 'faces.kps');
  await page.getByTestId('card-sample').click();
  await page.getByTestId('sample-path').fill(folder);
  await page.getByTestId('sample-create').click();
  await expect(page.getByTestId('place-annotate')).toBeVisible({ timeout: 120_000 });
  await pictureShown(page);
  return folder;
}

/** From the welcome screen: opens a project by its path and ends on its images. */
export async function openProject(page: Page, folder: string): Promise<void> {
  await page.getByTestId('card-open').click();
  await page.getByTestId('picker-path').fill(folder);
  await page.getByTestId('picker-path').press('Enter');
  await expect(page.getByTestId('place-annotate')).toBeVisible();
  await pictureShown(page);
}

/** After a restart: the page at the studio's new address, with the project opened from the recent ones. */
export async function openRecent(page: Page, studio: ServedStudio, folder: string): Promise<void> {
  await page.goto(studio.address.href);
  await page.locator(`[data-testid="recent-project"][data-path="${folder}"]`).click();
  await expect(page.getByTestId('place-annotate')).toBeVisible();
  await pictureShown(page);
}

/** Waits until the canvas shows the chosen image. */
export async function pictureShown(page: Page): Promise<void> {
  await expect(page.getByTestId('stage')).toHaveAttribute('data-picture', 'shown');
}

/** Chooses an image by name through the list's filter. */
export async function openImage(page: Page, name: string): Promise<void> {
  await page.getByTestId('image-filter').fill(name);
  await page.locator(`[data-testid="image-row"][data-name="${name}"]`).click({ timeout: 15_000 });
  await expect(page.getByTestId('image-name')).toContainText(name);
  await pictureShown(page);
}

/** Where the landmark is, as the table says: px of the original image, to a tenth. */
export async function landmarkAt(page: Page, index: number): Promise<{ x: number; y: number }> {
  const row = page.locator(`[data-testid="landmark-row"][data-index="${index}"]`);
  const read = async (part: Locator) => Number(await part.textContent());
  return { x: await read(row.getByTestId('landmark-x')), y: await read(row.getByTestId('landmark-y')) };
}

/** Where a place of the image is on the screen, in CSS px. */
export async function onScreen(page: Page, at: { x: number; y: number }): Promise<{ x: number; y: number }> {
  const stage = page.getByTestId('stage');
  const box = await stage.boundingBox();
  const [zoom, left, top] = await Promise.all(
    ['data-zoom', 'data-offset-x', 'data-offset-y'].map(async (name) => Number(await stage.getAttribute(name))),
  );
  if (!box || zoom === undefined || left === undefined || top === undefined) throw new Error('the canvas is not shown');
  return { x: box.x + left + at.x * zoom, y: box.y + top + at.y * zoom };
}

/** Takes hold of a landmark and moves it by so many px of the original image, without letting go. */
export async function holdAndMove(page: Page, index: number, by: { x: number; y: number }): Promise<void> {
  const from = await landmarkAt(page, index);
  const start = await onScreen(page, from);
  const end = await onScreen(page, { x: from.x + by.x, y: from.y + by.y });
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2);
  await page.mouse.move(end.x, end.y);
}

/** Drags a landmark and waits until the studio has said that it is saved. */
export async function dragLandmark(page: Page, index: number, by: { x: number; y: number }): Promise<void> {
  await holdAndMove(page, index, by);
  await page.mouse.up();
  await saved(page);
}

export async function saved(page: Page): Promise<void> {
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
}

/** Starts a run of a shipped recipe, with fields changed, and answers its row in the run list. */
export async function startRun(page: Page, recipe: string, fields: Record<string, string> = {}): Promise<Locator> {
  await page.getByTestId('rail-train').click();
  const rows = page.getByTestId('run-row');
  await page.getByTestId('run-new').click();
  const before = await rows.count();
  await page.getByTestId('recipe-select').selectOption(recipe);
  for (const [testId, value] of Object.entries(fields)) await page.getByTestId(testId).fill(value);
  await page.getByTestId('train-start').click();
  await expect(rows).toHaveCount(before + 1);
  return rows.first();
}
