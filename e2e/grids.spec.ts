import { expect, test } from './support/served-studio.ts';
import { openProject } from './support/steps.ts';

test('lists of values make runs, compared in one table', async ({ page, context, studio, sample }) => {
  test.setTimeout(240_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openProject(page, sample);
  await page.getByTestId('rail-train').click();
  await page.getByTestId('recipe-select').selectOption('nose-cnn');
  await page.getByTestId('field-epochs').fill('1');

  await page.keyboard.press('Control+Shift+Enter');
  const fields = page.getByTestId('vary-field');
  await page.locator('[data-testid="vary-common"][data-path="batch"]').click();
  await expect(fields).toHaveCount(2);
  await fields.nth(0).getByTestId('vary-values').fill('1e-3, 100');
  await fields.nth(1).getByTestId('vary-values').fill('16, 64');
  await expect(fields.nth(0).getByTestId('vary-problem')).toContainText('optimizer.learningRate');
  await expect(page.getByTestId('vary-start')).toBeDisabled();
  await fields.nth(0).getByTestId('vary-values').fill('1e-3, 1e-1');
  await expect(page.getByTestId('vary-words')).toHaveText('4 runs: 2 × 2, each 1 epoch');
  await page.getByTestId('vary-start').click();

  const rows = page.getByTestId('grid-row');
  await expect(rows).toHaveCount(4);
  await expect(page.getByTestId('grid-group')).toHaveCount(1);
  await expect(page.getByTestId('run-row')).toHaveCount(0);
  await expect(rows.locator('[data-status="finished"]')).toHaveCount(4, { timeout: 180_000 });
  for (const [place, own] of ['1e-3 16', '1e-3 64', '1e-1 16', '1e-1 64'].entries()) {
    const cells = await rows.nth(place).locator('td').allInnerTexts();
    expect(`${cells[1]} ${cells[2]}`).toBe(own);
    for (const cell of cells) expect(cell.trim()).not.toMatch(/^—?$/);
  }

  await page.getByRole('button', { name: 'Validation' }).click();
  await expect(rows.first().getByTestId('grid-loss')).toContainText('★');
  await page.getByTestId('grid-copy').click();
  await expect(page.getByText('is on the clipboard as CSV')).toBeVisible();
  const csv = await page.evaluate(() => navigator.clipboard.readText());
  expect(csv).toMatch(/^run,optimizer\.learningRate,batch,status,.*\r\n1,1e-3,16,finished,/);
  expect(csv.trim().split('\r\n')).toHaveLength(5);

  const best = await rows.first().getAttribute('data-run');
  await rows.first().click();
  await expect(page.getByTestId('run-view')).toContainText(`Run ${best}`);
  await expect(page.getByTestId('run-row')).toHaveCount(4);
  await page.keyboard.press('g');
  await expect(page.getByTestId('grid-view')).toBeVisible();
  const told = await studio.command('grid', sample, '1', '--json');
  expect(JSON.parse(told.stdout)).toMatchObject({ grid: 1, paths: ['optimizer.learningRate', 'batch'] });
});
