import { expect, test } from './support/served-studio.ts';
import { openProject, openRecent, startRun } from './support/steps.ts';

test('a run whose studio was killed is marked interrupted and can be resumed', async ({ page, studio, sample }) => {
  await openProject(page, sample);
  await startRun(page, 'nose-cnn', { 'field-epochs': '20' });
  await page.getByTestId('run-row').first().click();
  await expect(page.getByTestId('epoch-now')).toHaveText(/^\s*[3-9] of/, { timeout: 60_000 });
  await studio.kill9();

  await studio.start();
  await openRecent(page, studio, sample);
  await page.getByTestId('rail-train').click();
  const run = page.getByTestId('run-row').first();
  await run.click();
  await expect(run.getByTestId('run-status')).toHaveText(/interrupted/i);
  await expect(page.getByTestId('run-problem')).toContainText('resumed');
  await page.getByTestId('run-resume').click();
  await expect(run.getByTestId('run-status')).toHaveText(/finished/i, { timeout: 150_000 });
  await expect(page.getByTestId('epoch-now')).toContainText('20 of');
});
