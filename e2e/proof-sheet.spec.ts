import { expect, test } from './support/served-studio.ts';
import { openProject } from './support/steps.ts';

test('a recipe that changes its pictures shows them before it is trained, and is drawn again', async ({
  page,
  sample,
}) => {
  await openProject(page, sample);
  await page.getByTestId('rail-train').click();
  await page.getByTestId('recipe-select').selectOption('nose-cnn');
  await expect(page.getByTestId('sample-strip').locator('img')).toHaveCount(8);
  await expect(page.getByTestId('proof-sheet')).toHaveCount(0);

  await page.getByTestId('augmentation-rotation').fill('15');
  await page.getByTestId('augmentation-mirror').fill('0.5');
  const sheet = page.getByTestId('proof-sheet');
  await expect(sheet).toContainText(/epoch 1 as it is trained on, \d+ pictures? mirrored/, { timeout: 60_000 });
  await expect(sheet.locator('img')).toHaveCount(16);
  await expect(page.getByTestId('proof-sheet-alarm')).toHaveCount(0);
  const first = await sheet.locator('img').first().getAttribute('src');

  await page.getByTestId('proof-sheet-again').click();
  await expect(sheet).toContainText('epoch 2 as it is trained on', { timeout: 60_000 });
  expect(await sheet.locator('img').first().getAttribute('src')).not.toBe(first);

  await page.getByTestId('augmentation-mirror').fill('2');
  await expect(page.getByTestId('augmentation-editor')).toContainText('At most 1.');
});
