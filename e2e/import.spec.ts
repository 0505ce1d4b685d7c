import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './support/served-studio.ts';
import { landmarkAt, noseTip, openImage } from './support/steps.ts';

test('a dataset with broken files: each is named by file and line, the rest is there, and again adds nothing', async ({
  page,
  studio,
}) => {
  test.setTimeout(240_000);
  const dataset = path.join(studio.folder, 'dataset');
  expect((await studio.command('sample', 'faces.kps')).code).toBe(0);
  expect((await studio.command('export', 'faces.kps', '--dataset', 'asf', '--out', dataset)).code).toBe(0);
  const [women, men] = [path.join(dataset, '01-1f.asf'), path.join(dataset, '01-1m.asf')];
  const first = (await readFile(women, 'utf8').catch(() => null)) === null ? men : women;
  const stem = path.basename(first, '.asf').slice(4);
  const named = (name: string) => path.join(dataset, `${name}${stem}`);

  const lines = (await readFile(`${named('01-1')}.asf`, 'utf8')).split('\n');
  const broken = lines.findIndex((line) => /^0\s/.test(line));
  lines[broken] = lines[broken]!.replace(/\d+\.\d+/, 'NaN');
  await writeFile(`${named('01-1')}.asf`, lines.join('\n'));
  await rm(`${named('01-2')}.jpg`);
  await writeFile(`${named('01-3')}.asf`, '58\n0 4 0.5 0.5 0 0 1\n');

  await page.getByTestId('card-import').click();
  await page.getByTestId('import-dataset').fill(dataset);
  await page.getByTestId('import-path').fill(path.join(studio.folder, 'imported.kps'));
  await page.getByTestId('import-start').click();
  const problems = page.getByTestId('import-problems');
  await expect(problems).toBeVisible({ timeout: 60_000 });
  const row = (name: string) => problems.getByRole('row').filter({ hasText: name });
  await expect(row('01-1').first()).toContainText(String(broken + 1));
  await expect(row('01-2').first()).toBeVisible();
  await expect(row('01-3').first()).toContainText(/58/);
  await page.getByTestId('import-annotate').click();
  await openImage(page, `02-1${stem}`).catch(() => openImage(page, `02-1${stem === 'f' ? 'm' : 'f'}`));
  expect((await landmarkAt(page, noseTip)).x).toBeGreaterThan(0);

  await page.getByTestId('rail-data').click();
  const before = await page.getByTestId('project-facts').textContent();
  await page.getByTestId('data-import-path').fill(dataset);
  await page.getByTestId('data-import').click();
  const again = page.getByTestId('import-report');
  await expect(again).toBeVisible({ timeout: 60_000 });
  await expect(again).toContainText(/0\s*new images|images added/i);
  expect(await page.getByTestId('project-facts').textContent()).toBe(before);
});
