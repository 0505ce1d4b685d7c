import { expect, test } from './support/served-studio.ts';
import { openProject, startRun } from './support/steps.ts';

test('a run is paused and goes on; runs that wait are reordered, held, and trained', async ({
  page,
  studio,
  sample,
}) => {
  test.setTimeout(180_000);
  await openProject(page, sample);
  const first = await startRun(page, 'nose-cnn', { 'field-epochs': '300' });
  await first.click();
  await page.getByTestId('run-pause').click();
  const status = (run: number) => page.locator(`[data-run="${run}"]`).getByTestId('run-status');
  await expect(status(1)).toHaveText('paused', { timeout: 60_000 });
  await expect(page.getByTestId('run-chip')).toContainText('paused');

  await startRun(page, 'nose-cnn', { 'field-epochs': '1', 'field-seed': '2' });
  await startRun(page, 'nose-cnn', { 'field-epochs': '1', 'field-seed': '3' });
  const place = (run: number) => page.locator(`[data-run="${run}"]`).getByTestId('queue-place');
  await expect(place(2)).toHaveText('1.');
  await page.locator('[data-run="3"]').getByTestId('queue-earlier').click();
  await expect(place(3)).toHaveText('1.');
  await page.locator('[data-run="3"]').click();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(place(3)).toHaveText('2.');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(place(3)).toHaveText('1.');
  await page.getByTestId('queue-hold').click();
  await expect(page.getByTestId('queue')).toContainText('2 runs wait, held');

  await page.locator('[data-run="1"]').click();
  await page.keyboard.press('p');
  await expect(status(1)).toHaveText('running', { timeout: 60_000 });
  await page.getByTestId('run-stop').click();
  await expect(status(1)).toHaveText('stopped', { timeout: 60_000 });
  await expect(status(3)).toHaveText('queued');
  await page.getByTestId('queue-hold').click();
  await expect(status(2)).toHaveText('finished', { timeout: 60_000 });
  await expect(status(3)).toHaveText('finished');
  expect((await studio.command('queue', sample)).code).toBe(0);

  await test.step('a run is set over another, noted, run again, measured, and found', async () => {
    await page.locator('[data-run="1"]').click();
    await expect(page.getByTestId('run-trouble')).toContainText('It was stopped after epoch');
    await page.getByTestId('overlay-select').selectOption('2');
    await page.getByTestId('overlay-select').selectOption('3');
    await expect(page.getByTestId('overlay-chip')).toHaveText([/run 2/, /run 3/]);
    await expect(page.getByTestId('curve-reading')).toContainText('run 3 train');
    await page.locator('[data-run="2"]').click();
    await page.keyboard.press('e');
    await page.getByTestId('run-note-field').fill('the quick one');
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-run="2"]')).toContainText('the quick one');
    await page.keyboard.press('a');
    await expect(status(4)).toHaveText('finished', { timeout: 60_000 });
    await expect(page.getByTestId('run-note')).toContainText('run 2 again');
    await page.keyboard.press('4');
    await expect(page.getByTestId('measures-table')).toContainText('%', { timeout: 60_000 });
    await page.keyboard.press('5');
    await expect(page.getByTestId('recipe-apart').first()).toContainText('≠');
    await expect(page.getByTestId('run-log').locator('pre')).toContainText(/\S/);
    await page.keyboard.press('/');
    await page.keyboard.type('quick');
    await expect(page.getByTestId('run-row')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('run-row')).toHaveCount(4);
  });
});
