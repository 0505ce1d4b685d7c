import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './support/served-studio.ts';
import { openProject, startRun } from './support/steps.ts';

test('where TensorFlow is not set up WebAssembly trains, and the window says so', async ({ page, studio, sample }) => {
  test.setTimeout(240_000);
  const runtimeFile = path.join(studio.folder, 'runtime.json');
  await writeFile(runtimeFile, JSON.stringify({ state: 'missing', problem: 'No wheel could be downloaded.' }));
  await studio.stop();
  await studio.start({ KEYPOINT_STUDIO_RUNTIME: runtimeFile });
  await page.goto(studio.address.href);
  await openProject(page, sample);
  await expect(page.getByTestId('device-chip')).toContainText(/WebAssembly · CPU, \d+ threads?/);

  await page.getByTestId('rail-train').click();
  await expect(page.getByTestId('engine-notice')).toContainText(
    /TensorFlow is not set up \(No wheel could be downloaded\): training runs on WebAssembly, about .* slower\. Run npm start/,
  );
  const run = await startRun(page, 'nose-cnn', { 'field-epochs': '1' });
  await run.click();
  await expect(run.getByTestId('run-status')).toHaveText(/finished/i, { timeout: 120_000 });
  await expect(page.getByTestId('epoch-now')).toContainText('1 of 1');
  await expect(page.getByTestId('run-facts')).toContainText('WebAssembly');

  await page.getByTestId('device-chip').click();
  await expect(page.getByTestId('runtime')).toContainText('No wheel could be downloaded');
  await expect(page.getByTestId('runtime')).toContainText('Trains on: WebAssembly');

  const { stdout } = await studio.command('info', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    engine: 'wasm',
    deviceNotice: expect.stringContaining('slower'),
  });
});
