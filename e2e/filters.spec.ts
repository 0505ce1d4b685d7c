import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './support/served-studio.ts';
import { openProject, startRun } from './support/steps.ts';

test('what a network has learned is seen: its filters epoch by epoch, and what it makes of an image', async ({
  page,
  studio,
  sample,
}) => {
  test.setTimeout(300_000);
  await openProject(page, sample);
  const run = await startRun(page, 'heatmap-small', { 'field-epochs': '2', 'field-batch': '32' });
  await run.click();

  await test.step('the filters are there while it trains, and are gone through', async () => {
    await page.getByTestId('run-section-filters').click();
    const picture = page.getByTestId('filters-picture');
    await expect(picture).toBeVisible({ timeout: 60_000 });
    await expect(page.getByTestId('filters-epoch')).toContainText('epoch 2 of 2', { timeout: 90_000 });
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100);
    await page.keyboard.press('ArrowLeft');
    await expect(picture).toHaveAttribute('data-epoch', '1');
    await page.getByTestId('filters-slider').fill('0');
    await expect(page.getByTestId('filters-epoch')).toContainText('epoch 0 of 2, as drawn');
    await page.getByTestId('filters-play').click();
    await expect(picture).toHaveAttribute('data-epoch', '2');
    const download = page.waitForEvent('download');
    await page.getByTestId('filters-save').click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe('run 1 filters epoch 2.png');
    const kept = await readFile(path.join(sample, 'runs/1/filters/epoch-0002.png'));
    expect((await readFile(await saved.path())).equals(kept)).toBe(true);
  });

  await test.step('a layer’s maps and the heatmaps of an image, another image by a key', async () => {
    await expect(run.getByTestId('run-status')).toHaveText(/finished/i, { timeout: 60_000 });
    await page.keyboard.press('3');
    const heat = page.getByTestId('heat-picture');
    await expect(heat).toHaveAttribute('data-heatmaps', '58', { timeout: 60_000 });
    await expect(page.getByTestId('maps').locator('img')).toHaveCount(16);
    await page.getByTestId('inside-layer').selectOption('4');
    await expect(page.getByTestId('maps').locator('img')).toHaveCount(64);
    await page.getByTestId('inside-landmark').selectOption('52');
    await expect(heat).toHaveAttribute('data-heatmaps', '1');
    await expect(page.getByTestId('inside-note')).toContainText('peak');
    const before = await heat.locator('img').getAttribute('src');
    const chosen = await page.getByTestId('inside-image').inputValue();
    await page.getByTestId('inside-layer').blur();
    await page.getByTestId('inside-landmark').blur();
    await page.keyboard.press('n');
    await expect(page.getByTestId('inside-image')).not.toHaveValue(chosen);
    await expect.poll(() => heat.locator('img').getAttribute('src'), { timeout: 60_000 }).not.toBe(before);
    const download = page.waitForEvent('download');
    await page.getByTestId('maps-save').click();
    expect((await download).suggestedFilename()).toMatch(/layer 4\.png$/);
  });

  await test.step('from a face in Compare', async () => {
    await page.getByTestId('run-compare').click();
    await page.getByTestId('gallery-item').nth(2).click();
    const name = await page.getByTestId('gallery-item').nth(2).getAttribute('data-name');
    await page.getByTestId('look-inside-face').click();
    await expect(page.getByTestId('look-inside')).toBeVisible();
    await expect(page.getByTestId('inside-image').locator('option:checked')).toHaveText(name ?? '');
    await expect(page.getByTestId('job-progress')).toHaveCount(0, { timeout: 60_000 });
    await expect(page.getByTestId('heat-picture')).toBeVisible();
  });

  await test.step('a network without heatmaps says so', async () => {
    const plain = await startRun(page, 'nose-cnn', { 'field-epochs': '1' });
    await expect(plain.getByTestId('run-status')).toHaveText(/finished/i, { timeout: 60_000 });
    await plain.click();
    await expect(page.getByTestId('inside-note')).toContainText('has no heatmaps', { timeout: 60_000 });
  });

  await test.step('the same by command', async () => {
    await studio.stop();
    const filters = await studio.command('filters', sample, '--run', '1', '--out', 'filters', '--json');
    expect(filters.code, filters.stderr).toBe(0);
    const list = async (folder: string) => readdir(path.join(studio.folder, folder));
    expect(await list('filters')).toEqual(['epoch-0000.png', 'epoch-0001.png', 'epoch-0002.png']);
    const inside = await studio.command(
      'inspect',
      sample,
      '--run',
      '1',
      '--image',
      '33-1f',
      '--layer',
      '3',
      '--out',
      'inside',
      '--json',
    );
    expect(inside.code, inside.stderr).toBe(0);
    const written = await list('inside');
    expect(written).toContain('picture.png');
    expect(written.filter((name) => name.startsWith('layer-3-map-'))).toHaveLength(48);
    expect(written.filter((name) => name.startsWith('heatmap-'))).toHaveLength(58);
  });
});
