import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './support/served-studio.ts';
import { landmarkAt, noseTip, openImage } from './support/steps.ts';

test('a dataset with broken files: each is named by file and line, the rest is there, and again adds nothing', async ({
  page,
  studio,
  sample,
}) => {
  const dataset = path.join(studio.folder, 'dataset');
  expect((await studio.command('export', sample, '--dataset', 'asf', '--out', dataset)).code).toBe(0);
  const file = (name: string) => path.join(dataset, name);
  const lines = (await readFile(file('01-1m.asf'), 'utf8')).split('\n');
  const broken = lines.findIndex((line) => /^0\s/.test(line));
  lines[broken] = (lines[broken] ?? '').replace(/\d+\.\d+/, 'NaN');
  await writeFile(file('01-1m.asf'), lines.join('\n'));
  await rm(file('01-2m.jpg'));
  await writeFile(file('01-3m.asf'), '58\n0 4 0.5 0.5 0 0 1\n');

  await page.getByTestId('card-import').click();
  await page.getByTestId('import-dataset').fill(dataset);
  await page.getByTestId('import-path').fill(path.join(studio.folder, 'imported.kps'));
  await page.getByTestId('import-start').click();
  const problems = page.getByTestId('import-problems');
  await expect(problems).toBeVisible({ timeout: 60_000 });
  const about = (file: string) => problems.getByRole('row').filter({ hasText: file });
  await expect(about('01-1m.asf')).toContainText('NaN');
  await expect(about('01-1m.asf').getByRole('cell').nth(1)).toHaveText(String(broken + 1));
  await expect(about('01-2m')).toHaveCount(1);
  await expect(about('01-3m.asf')).toContainText('58');

  await page.getByTestId('import-annotate').click();
  await openImage(page, '02-1f');
  expect((await landmarkAt(page, noseTip)).x).toBeGreaterThan(0);

  await page.getByTestId('rail-data').click();
  const before = await page.getByTestId('project-facts').textContent();
  await page.getByTestId('data-import-path').fill(dataset);
  await page.getByTestId('data-import').click();
  await expect(page.getByTestId('report-images-added')).toHaveText('0', { timeout: 60_000 });
  await expect(page.getByTestId('report-faces-added')).toHaveText('0');
  expect(await page.getByTestId('project-facts').textContent()).toBe(before);
});
