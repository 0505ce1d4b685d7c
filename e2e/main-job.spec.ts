import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './support/served-studio.ts';
import { dragLandmark, landmarkAt, noseTip, openImage, drawSample, startRun } from './support/steps.ts';

test('the main job: look, correct, split, train, compare, correct, train again, export', async ({ page, studio }) => {
  test.setTimeout(420_000);
  await drawSample(page, studio);

  await test.step('the images are listed and filtered', async () => {
    await expect(page.getByTestId('project-facts')).toContainText('240 images');
    await page.getByTestId('chip-validation').click();
    await expect(page.getByTestId('image-row').first()).toHaveAttribute('data-name', /^33-1/);
    await page.getByTestId('image-filter').fill('34-');
    await expect(page.getByTestId('image-row')).toHaveCount(6);
  });

  await test.step('the split never divides a person, and is changed by rule', async () => {
    await page.getByTestId('rail-data').click();
    await expect(page.getByTestId('split-counts')).toContainText('192 images train · 48 validation');
    await page.getByTestId('split-validation').fill('1-2, 40');
    await page.getByTestId('split-apply').click();
    await expect(page.getByTestId('split-counts')).toContainText('222 images train · 18 validation');
    await expect(page.locator('[data-testid="split-row"][data-part="mixed"]')).toHaveCount(0);
    await page.keyboard.press('Control+z');
    await expect(page.getByTestId('split-counts')).toContainText('192 images train · 48 validation');
  });

  await test.step('what a recipe would do is shown before it is done', async () => {
    await page.getByTestId('rail-train').click();
    await page.getByTestId('recipe-select').selectOption('nose-cnn');
    await expect(page.getByTestId('layer-table')).toContainText('60×80×12');
    await expect(page.getByTestId('layer-table')).toContainText('286,848');
    await expect(page.getByTestId('sample-strip').locator('img')).toHaveCount(8);
    await expect(page.getByTestId('device-chip')).toContainText('TensorFlow');
  });

  await test.step('Part 1 trains while the window stays usable', async () => {
    const run = await startRun(page, 'nose-cnn');
    await page.getByTestId('rail-annotate').click();
    await openImage(page, '33-1f');
    const before = await landmarkAt(page, 0);
    await dragLandmark(page, 0, { x: 6, y: 0 });
    expect((await landmarkAt(page, 0)).x).toBeCloseTo(before.x + 6, 0);
    await page.keyboard.press('Control+z');
    await expect.poll(() => landmarkAt(page, 0)).toEqual(before);
    await page.getByTestId('rail-train').click();
    await run.click();
    await expect(run.getByTestId('run-status')).toHaveText(/finished/i, { timeout: 120_000 });
    await expect(page.getByTestId('epoch-now')).toContainText('15 of 15');
    await expect(page.getByTestId('validation-best')).toContainText(/\de-\d/);
    await expect(page.getByTestId('loss-chart').locator('canvas')).toBeVisible();
  });

  await test.step('a stopped run keeps its best epoch', async () => {
    const run = await startRun(page, 'nose-cnn', { 'field-epochs': '2000', 'field-seed': '2' });
    await run.click();
    await expect(page.getByTestId('epoch-now')).toHaveText(/^\s*[3-9] of/, { timeout: 60_000 });
    await page.getByTestId('run-stop').click();
    await expect(run.getByTestId('run-status')).toHaveText(/stopped/i, { timeout: 60_000 });
    await expect(page.getByTestId('run-compare')).toBeVisible();
  });

  await test.step('the failing variation is set beside it', async () => {
    const run = await startRun(page, 'nose-cnn-bad');
    await expect(run.getByTestId('run-status')).toHaveText(/finished/i, { timeout: 120_000 });
    await page.getByTestId('rail-compare').click();
    await page.getByTestId('compare-a').selectOption('1');
    await page.getByTestId('compare-b').selectOption('3');
    await expect(page.getByTestId('compare-row-mean')).toBeVisible();
    await expect(page.getByTestId('compare-table').getByRole('row')).toHaveCount(4);
    await page.getByTestId('compare-b').selectOption('');
  });

  await test.step('worst first; the worst is corrected', async () => {
    await expect(page.getByTestId('gallery')).toHaveAttribute('data-total', '48');
    const errors = await page
      .getByTestId('gallery-item')
      .evaluateAll((items) => items.map((item) => Number(item.getAttribute('data-error'))));
    expect(errors.length).toBeGreaterThan(3);
    expect(errors).toEqual([...errors].sort((one, other) => other - one));
    await page.getByTestId('gallery-item').first().click();
    const name = await page.getByTestId('gallery-item').first().getAttribute('data-name');
    await page.getByTestId('open-in-annotate').click();
    await expect(page.getByTestId('image-name')).toContainText(name ?? '');
    await dragLandmark(page, noseTip, { x: -12, y: 5 });
  });

  await test.step('the next run knows of the correction, and both stand in the list', async () => {
    const run = await startRun(page, 'nose-cnn');
    await run.click();
    await expect(run.getByTestId('run-status')).toHaveText(/finished/i, { timeout: 120_000 });
    await expect(page.getByTestId('run-facts')).toContainText(/1 landmark/);
    await expect(page.getByTestId('run-row')).toHaveCount(4);
    await expect(page.getByTestId('run-row').first()).toContainText('seed 1');
  });

  await test.step('the model and the corrected dataset are exported', async () => {
    await page.getByTestId('rail-data').click();
    const model = path.join(studio.folder, 'nose-model');
    await page.getByTestId('export-model-out').fill(model);
    await page.getByTestId('export-model').click();
    await expect(page.getByTestId('export-model-result')).toContainText(model);
    expect(await readdir(model)).toEqual(expect.arrayContaining(['model.json', 'weights.bin', 'metadata.json']));
    const metadata = JSON.parse(await readFile(path.join(model, 'metadata.json'), 'utf8')) as Record<string, unknown>;
    expect(metadata).toMatchObject({ runId: 4, landmarks: [{ index: noseTip }], input: { width: 80, height: 60 } });

    for (const format of ['asf', 'coco']) {
      const out = path.join(studio.folder, `faces-${format}`);
      await page.getByTestId(`export-format-${format}`).click();
      await page.getByTestId('export-dataset-out').fill(out);
      await page.getByTestId('export-dataset').click();
      await expect(page.getByTestId('export-dataset-result')).toContainText(out, { timeout: 60_000 });
      const files = await readdir(out, { recursive: true });
      expect(files.filter((file) => /\.jpe?g$/.test(file))).toHaveLength(240);
    }
  });
});
