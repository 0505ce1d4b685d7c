import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import Database from 'better-sqlite3';
import sharp from 'sharp';
import { expect, test } from './support/served-studio.ts';
import { landmarkAt, pictureShown } from './support/steps.ts';

/** Clicks a place of the drawing, in parts of the square that is shown at first. */
async function clickAt(page: Page, x: number, y: number): Promise<void> {
  const box = await page.getByTestId('schema-stage').boundingBox();
  if (!box) throw new Error('the drawing is not shown');
  const side = Math.min(box.width, box.height);
  const part = (value: number) => ((value + 0.05) / 1.1) * side;
  await page.mouse.click(box.x + (box.width - side) / 2 + part(x), box.y + (box.height - side) / 2 + part(y));
}

const drawn = (page: Page, name: string) => page.locator(`[data-testid="schema-landmark"][data-name="${name}"]`);
const names = (page: Page) =>
  page.getByTestId('schema-row').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-name')));

async function rename(page: Page, from: string, to: string): Promise<void> {
  await page.getByTestId('schema-tool-select').click();
  await drawn(page, from).click();
  await page.keyboard.press('F2');
  await page.keyboard.type(to);
  await page.keyboard.press('Tab');
}

/** The faces' landmarks as they are stored, byte for byte, and the schema. */
function stored(project: string): unknown {
  const database = new Database(path.join(project, 'project.sqlite'), { readonly: true });
  const faces = database.prepare('SELECT id, hex(landmarks) AS landmarks FROM instances ORDER BY id').all();
  const schema = database.prepare('SELECT landmark_schema FROM project').all();
  database.close();
  return { faces, schema };
}

test('a schema is drawn, labelled with, changed with a preview, and undo brings the labels back', async ({
  page,
  studio,
}) => {
  test.setTimeout(60_000);
  const project = path.join(studio.folder, 'own.kps');
  await page.getByTestId('card-new').click();
  await page.getByTestId('new-path').fill(project);
  await page.getByTestId('schema-tile-own').click();
  await page.getByTestId('new-create').click();

  for (const [x, y] of [
    [0.3, 0.3],
    [0.7, 0.3],
    [0.5, 0.5],
    [0.35, 0.75],
    [0.65, 0.75],
  ] as const)
    await clickAt(page, x, y);
  await page.getByTestId('schema-tool-pair').click();
  await drawn(page, 'landmark 1').click();
  await drawn(page, 'landmark 2').click();
  await page.getByTestId('schema-tool-contour').click();
  await drawn(page, 'landmark 4').click();
  await drawn(page, 'landmark 5').click();
  await expect(page.getByTestId('schema-contour')).toHaveCount(1);
  // What the drawing's symmetry says, taken back again.
  await page.getByTestId('schema-guess').click();
  await expect(page.getByTestId('schema-row').nth(3)).toContainText('landmark 5');
  await page.getByTestId('schema-stage').focus();
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('schema-row').nth(3)).not.toContainText('landmark 5');
  await rename(page, 'landmark 3', 'tip');
  expect(await names(page)).toEqual(['landmark 1', 'landmark 2', 'tip', 'landmark 4', 'landmark 5']);
  await page.getByTestId('schema-save').click();
  await expect(page.getByTestId('project-facts')).toContainText('my-schema');

  // An image, and a face on it.
  const image = path.join(studio.folder, 'pictures', 'one.png');
  await mkdir(path.dirname(image));
  await sharp({ create: { width: 400, height: 300, channels: 3, background: '#777' } })
    .png()
    .toFile(image);
  await page.getByTestId('data-import-path').fill(path.dirname(image));
  await page.getByTestId('data-import').click();
  await page.getByRole('button', { name: 'Close' }).last().click();
  await page.getByTestId('rail-annotate').click();
  await pictureShown(page);
  await page.getByTestId('add-face').click();
  await expect(page.getByTestId('landmark-row')).toHaveCount(5);
  const tip = await landmarkAt(page, 2);
  await page.getByTestId('rail-data').click();
  const before = stored(project);

  await page.getByTestId('schema-edit').click();
  await rename(page, 'tip', 'nose');
  await drawn(page, 'landmark 2').click();
  await page.getByTestId('schema-stage').focus();
  await page.keyboard.press('Delete');
  await drawn(page, 'nose').click();
  await page.keyboard.press('Alt+ArrowUp');
  expect(await names(page)).toEqual(['nose', 'landmark 1', 'landmark 4', 'landmark 5']);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('schema-lost')).toContainText('1 label on 1 image');
  await expect(page.getByTestId('schema-change-row')).toHaveCount(2);
  await page.getByTestId('schema-change').click();
  await expect(page.getByTestId('schema-card')).toBeVisible();
  expect(stored(project)).not.toEqual(before);

  await page.getByTestId('rail-annotate').click();
  await expect(page.getByTestId('landmark-row')).toHaveCount(4);
  expect(await landmarkAt(page, 0)).toEqual(tip);
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('landmark-row')).toHaveCount(5);
  expect(await landmarkAt(page, 2)).toEqual(tip);
  expect(stored(project)).toEqual(before);
});
