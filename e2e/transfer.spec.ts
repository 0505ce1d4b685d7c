import { expect, test } from './support/served-studio.ts';
import { openProject } from './support/steps.ts';

test('a run starts from another with its first layers frozen, and says what it took before and after', async ({
  page,
  studio,
  sample,
}) => {
  const nose = ['train', sample, '--recipe', 'nose-cnn', '--set', 'epochs=1', '--json'];
  expect(await studio.command(...nose)).toMatchObject({ code: 0 });
  const begun = await studio.command(...nose, '--from', '1', '--freeze', '2');
  expect(begun.stderr).toContain('Began with run 1: 5 of 5 layers; the first 2 are frozen.');
  expect(begun.code).toBe(0);
  const missing = await studio.command(...nose, '--from', './nowhere');
  expect(missing).toMatchObject({ code: 1 });
  expect(missing.stderr).toContain('There is no model to begin with');

  await openProject(page, sample);
  await page.getByTestId('rail-train').click();
  await page.getByTestId('run-new').click();
  await page.getByTestId('recipe-select').selectOption('nose-cnn');
  await page.getByTestId('field-epochs').fill('1');
  const from = page.getByTestId('transfer-from');
  await expect(from.locator('option', { hasText: 'run 1 · nose-cnn · NME' })).toHaveCount(1);
  await from.selectOption('run 1');
  await page.getByTestId('transfer-freeze').fill('2');
  const layers = page.getByTestId('layer-table');
  await expect(page.getByTestId('preview-beginning')).toContainText('run 1: 5 of 5 layers', { timeout: 60_000 });
  await expect(layers.getByRole('img', { name: 'frozen' })).toHaveCount(2);
  await expect(page.getByText('changed: starts from run 1, first 2 layers frozen')).toBeVisible();

  // A colour picture does not fit the first convolution, which then cannot stay as it is.
  await page.getByRole('button', { name: 'colour', exact: true }).click();
  await expect(page.getByText('layer 1.conv begins anew')).toBeVisible({ timeout: 60_000 });
  await page.getByTestId('transfer-freeze').fill('0');
  await expect(page.getByTestId('preview-beginning')).toContainText('4 of 5 layers; layer 1.conv anew', {
    timeout: 60_000,
  });
  await page.getByTestId('train-start').click();
  await expect(page.getByTestId('run-beginning')).toHaveText('from run 1: 4 of 5 layers; layer 1.conv anew', {
    timeout: 60_000,
  });
});
