import { expect, test } from './support/served-studio.ts';
import { openProject, startRun } from './support/steps.ts';

test('where a run errs is seen on the mean face, and how many faces are under an error as a curve', async ({
  page,
  studio,
  sample,
}) => {
  await openProject(page, sample);
  const run = await startRun(page, 'nose-cnn', { 'field-batch': '16', 'field-epochs': '3' });
  await expect(run.getByText(/finished/i)).toBeVisible({ timeout: 120_000 });
  await page.getByTestId('rail-compare').click();
  await expect(page.getByTestId('gallery-item').first()).toBeVisible();

  // Large and back, a filter and back.
  await page.keyboard.press('o');
  await page.keyboard.press('+');
  await expect(page.getByTestId('face-pane')).toHaveAttribute('data-zoom', '1.40');
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.getByTestId('compare-filter-text').fill('34-');
  await expect(page.getByTestId('gallery')).toHaveAttribute('data-total', '6');
  await page.getByTestId('compare-filter-clear').click();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('gallery')).toHaveAttribute('data-total', '48');
  await expect(page.getByTestId('gallery-item').first().locator('path.mark').first()).toBeAttached();

  await page.keyboard.press('m');
  const landmark = page.getByTestId('landmark-error');
  await expect(landmark).toHaveCount(1);
  await expect(landmark).toContainText('nose 6');
  await expect(page.getByTestId('error-picture').locator('circle.error')).toHaveCount(1);
  await expect(page.getByTestId('error-scale')).toContainText('of the distance of the outer eye corners');

  await page.keyboard.press('c');
  await expect(page.getByTestId('ced-row')).toHaveCount(2);
  const nmeOf = (kind: string): Promise<string> =>
    page.locator(`[data-testid="ced-row"][data-kind="${kind}"] .number`).first().innerText();
  const shown = [await nmeOf('run'), await nmeOf('mean')];

  await page.keyboard.press('f');
  await expect(page.getByTestId('ced-table')).toBeHidden();

  // The command line measures anew, and comes to the same. It needs the project for itself.
  await studio.stop();
  const { code, stdout, stderr } = await studio.command(
    ...['evaluate', 'faces.kps', '--runs', '1', '--measures', 'nme', '--normalise', 'inter-ocular', '--csv'],
  );
  expect(code, stderr).toBe(0);
  // A line of the run and one of the mean shape, their NME last.
  const measured = stdout.split('\n').filter((line) => line.startsWith('1,'));
  expect(measured.map((line) => (100 * Number(line.split(',').at(-1))).toFixed(1))).toEqual(shown);
  // Of a filter alone, as in the window.
  const filtered = await studio.command('evaluate', 'faces.kps', '--text', '34-');
  expect(filtered.stdout, filtered.stderr).toContain('on validation: 6 images');
  expect(filtered.stderr).toContain('Of images with “34-” in name, group or note:');
});
