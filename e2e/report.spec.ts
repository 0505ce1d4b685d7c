import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from './support/served-studio.ts';
import { openProject } from './support/steps.ts';

test('two runs become a report by one key: shown, saved, and a file that opens by itself', async ({
  page,
  studio,
  sample,
}) => {
  const train = ['train', sample, '--recipe', 'nose-cnn', '--set', 'epochs=1', '--set', 'batch=16'];
  for (const seed of ['1', '2']) {
    const { code, stderr } = await studio.command(...train, '--seed', seed);
    expect(code, stderr).toBe(0);
  }
  await openProject(page, sample);
  await page.getByTestId('rail-compare').click();
  await page.getByTestId('compare-b').selectOption('1');
  await expect(page.getByTestId('compare-row-b')).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('r');

  const shown = page.frameLocator('[data-testid="report-page"]');
  await expect(shown.getByRole('heading', { level: 1 })).toHaveText('Runs 2 and 1 compared', { timeout: 60_000 });
  // The page's own styles are let through, within the window's policy.
  await expect(shown.locator('main')).toHaveCSS('max-width', '1120px');
  const table = page.waitForEvent('download');
  await shown.locator('#summary').getByRole('link', { name: 'CSV' }).click();
  expect((await table).suggestedFilename()).toBe('summary.csv');

  const saving = page.waitForEvent('download');
  await page.getByTestId('report-save').click();
  const download = await saving;
  expect(download.suggestedFilename()).toBe('report runs 2, 1 on validation.html');
  const file = path.join(sample, 'reports', download.suggestedFilename());
  expect(await readFile(await download.path())).toEqual(await readFile(file));

  // Without the studio.
  const alone = await page.context().newPage();
  const complaints: string[] = [];
  const asked: string[] = [];
  alone.on('console', (message) => complaints.push(message.text()));
  alone.on('request', (request) => {
    if (!request.url().startsWith('data:')) asked.push(request.url());
  });
  await alone.goto(pathToFileURL(file).href);
  const losses = alone.getByRole('img', { name: /Losses by epoch, 4 curves/ });
  await expect(losses).toContainText('run 1 validation');
  await expect(losses).toContainText('run 2 validation');
  await expect(alone.locator('.case').first().locator('image')).toHaveAttribute('href', /^data:image\/jpeg/);
  expect(asked).toEqual([pathToFileURL(file).href]);
  expect(complaints).toEqual([]);

  await page.keyboard.press('Escape');
  await expect(page.getByTestId('report-dialog')).toBeHidden();
});
