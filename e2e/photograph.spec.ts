import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { expect, test } from './support/served-studio.ts';
import { openProject } from './support/steps.ts';

/** px of the photograph as the screen has it. */
async function onPicture(page: Page, at: { x: number; y: number }): Promise<[number, number]> {
  const area = await page.getByTestId('photograph-picture').boundingBox();
  const scale = Number(await page.getByTestId('photograph-stage').getAttribute('data-scale'));
  if (!area) throw new Error('no photograph is shown');
  return [area.x + at.x * scale, area.y + at.y * scale];
}

const boxFigures = async (page: Page): Promise<number[]> =>
  Promise.all(
    ['x', 'y', 'width', 'height'].map(async (figure) =>
      Number(await page.getByTestId(`photograph-box-${figure}`).inputValue()),
    ),
  );

test('a photograph of one’s own: brought in every way, boxed by hand and by keys, its landmarks found and taken along', async ({
  page,
  context,
  studio,
  sample,
}) => {
  test.setTimeout(240_000);
  const file = (name: string) => path.join(studio.folder, name);
  const face = await sharp(path.join(sample, 'images', '35-1m.jpg'))
    .resize(800)
    .toBuffer();
  await sharp({ create: { width: 2400, height: 1600, channels: 3, background: '#b9c7cf' } })
    .composite([{ input: face, left: 1100, top: 500 }])
    .jpeg()
    .toFile(file('garden.jpg'));
  // Lies on its side, as telephones write them.
  await sharp(face).rotate(-90).withMetadata({ orientation: 6 }).jpeg().toFile(file('lying.jpg'));
  await writeFile(file('letter.jpg'), 'Dear friend');
  /** Where the run finds the nose on the picture the photographs were made of, in their px. */
  let nose = { x: 0, y: 0 };
  const missed = async (from: { x: number; y: number }): Promise<number> => {
    const cells = page.getByTestId('photograph-landmarks').getByRole('cell');
    const [x, y] = await Promise.all([1, 2].map(async (place) => Number(await cells.nth(place).textContent())));
    return Math.hypot(x! - from.x - nose.x, y! - from.y - nose.y);
  };

  await test.step('without a run it says what to do', async () => {
    await openProject(page, sample);
    await page.getByTestId('rail-compare').click();
    await expect(page.getByTestId('go-train')).toBeVisible();
    await page.keyboard.press('t');
    await expect(page.getByTestId('photograph')).toContainText('Train a run first');
    await page.getByRole('button', { name: 'Back to Compare' }).click();
    await page.goto('about:blank');
  });

  await test.step('it is reached by its key, and a sent photograph stands upright', async () => {
    await studio.stop();
    const trained = await studio.command('train', sample, '--recipe', 'nose-cnn', '--set', 'epochs=3');
    expect(trained.code, trained.stderr).toBe(0);
    const known = await studio.command('predict', sample, path.join(sample, 'images', '35-1m.jpg'), '--json');
    const { predictions } = JSON.parse(known.stdout) as { predictions: { landmarks: { x: number; y: number }[] }[] };
    const [found] = predictions[0]!.landmarks;
    nose = { x: 1.25 * found!.x, y: 1.25 * found!.y };
    await studio.start();
    await page.goto(studio.address.href);
    await openProject(page, sample);
    await page.getByTestId('rail-compare').click();
    await expect(page.getByTestId('gallery-item').first()).toBeVisible({ timeout: 60_000 });
    await page.keyboard.press('t');
    await page.getByTestId('photograph-input').setInputFiles(file('lying.jpg'));
    await expect(page.getByTestId('photograph')).toContainText('800×600');
  });

  await test.step('the run finds its landmark on the whole image', async () => {
    await page.getByTestId('photograph-predict').click();
    await expect(page.getByTestId('photograph-found')).toContainText('on the whole image', { timeout: 60_000 });
    await expect(page.getByTestId('photograph-landmarks').getByRole('cell').first()).toHaveText('nose 6');
    await expect.poll(() => missed({ x: 0, y: 0 })).toBeLessThan(2);
  });

  await test.step('what cannot be used is told, and the photograph stays', async () => {
    await page.keyboard.press('o');
    await page.getByTestId('picker-path').fill(file('letter.jpg'));
    await page.getByTestId('picker-path').press('Enter');
    await expect(page.getByTestId('photograph-problem')).toContainText('letter.jpg cannot be used as an image');
    await page.keyboard.press('o');
    await page.getByTestId('picker-path').fill(file('nowhere.png'));
    await page.getByTestId('picker-path').press('Enter');
    await expect(page.getByTestId('photograph-problem')).toContainText('There is no file');
    await expect(page.getByTestId('photograph')).toContainText('800×600');
  });

  await test.step('another is chosen among the studio’s files', async () => {
    await page.getByTestId('photograph-another').click();
    await page.getByTestId('picker-path').fill(studio.folder);
    await page.getByTestId('picker-path').press('Enter');
    await page.getByTestId('picker-file').filter({ hasText: 'garden.jpg' }).click();
    await page.getByTestId('picker-choose').click();
    await expect(page.getByTestId('photograph')).toContainText('2400×1600');
    await expect(page.getByTestId('photograph-problem')).toHaveCount(0);
    await expect(page.getByTestId('photograph-found')).toHaveCount(0);
  });

  await test.step('a box is drawn, dragged, sized by keys, and let go of', async () => {
    await page.mouse.move(...(await onPicture(page, { x: 1100, y: 500 })));
    await page.mouse.down();
    await page.mouse.move(...(await onPicture(page, { x: 1500, y: 800 })));
    await page.mouse.move(...(await onPicture(page, { x: 1900, y: 1100 })));
    await page.mouse.up();
    const near = (actual: number[], wanted: number[]) =>
      actual.every((value, index) => Math.abs(value - wanted[index]!) <= 6);
    await expect.poll(async () => near(await boxFigures(page), [1100, 500, 800, 600])).toBe(true);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowUp');
    await expect.poll(async () => near(await boxFigures(page), [1124, 476, 800, 600])).toBe(true);
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(async () => near(await boxFigures(page), [1148, 476, 752, 600])).toBe(true);
    await page.keyboard.press('w');
    await expect(page.getByTestId('photograph-box')).toHaveCount(0);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => boxFigures(page)).toEqual([800, 400, 800, 800]);
    for (const [figure, value] of Object.entries({ x: '1100', y: '500', width: '800', height: '600' })) {
      await page.getByTestId(`photograph-box-${figure}`).fill(value);
      await page.getByTestId(`photograph-box-${figure}`).press('Enter');
    }
    await expect.poll(() => boxFigures(page)).toEqual([1100, 500, 800, 600]);
  });

  await test.step('the box is where the run looks', async () => {
    await page.getByTestId('photograph-stage').focus();
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('photograph-found')).toContainText('in the box', { timeout: 60_000 });
    await expect.poll(() => missed({ x: 1100, y: 500 })).toBeLessThan(2);
    await page.keyboard.press('ArrowRight');
    await expect(page.getByTestId('photograph-found')).toContainText('before the change');
  });

  await test.step('the landmarks are copied, the picture is kept', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByTestId('copy-csv').click();
    await expect(page.getByText('Copied as CSV')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
      /^landmark,x,y\s+nose 6,\d+\.\d\d,\d+\.\d\d/,
    );
    await page.getByTestId('copy-json').click();
    await expect(page.getByText('Copied as JSON')).toBeVisible();
    const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as object;
    expect(copied).toMatchObject({ file: 'garden.jpg', runId: 1, box: { x: 1100 }, landmarks: [{ name: 'nose 6' }] });
    const saving = page.waitForEvent('download');
    await page.getByTestId('photograph-save').click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('garden landmarks.png');
    expect(await sharp(await readFile(await saved.path())).metadata()).toMatchObject({ format: 'png', width: 2048 });
  });

  await test.step('a file that is dropped is tried; one that went away is told', async () => {
    const bytes = (await readFile(file('lying.jpg'))).toString('base64');
    const carried = await page.evaluateHandle((content) => {
      const transfer = new DataTransfer();
      const whole = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
      transfer.items.add(new File([whole], 'dropped.jpg', { type: 'image/jpeg' }));
      return transfer;
    }, bytes);
    await page.getByTestId('photograph').dispatchEvent('drop', { dataTransfer: carried });
    await expect(page.getByTestId('photograph')).toContainText('dropped.jpg');

    await page.keyboard.press('o');
    await page.getByTestId('picker-path').fill(file('garden.jpg'));
    await page.getByTestId('picker-path').press('Enter');
    await expect(page.getByTestId('photograph')).toContainText('2400×1600');
    await rm(file('garden.jpg'));
    await page.getByTestId('photograph-predict').click();
    await expect(page.getByTestId('photograph-problem')).toContainText('There is no such file', { timeout: 60_000 });
  });

  await test.step('Escape goes back to Compare', async () => {
    await page.getByTestId('photograph-stage').focus();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('compare-table')).toBeVisible();
  });

  await test.step('the command line draws the same', async () => {
    await studio.stop();
    const out = file('drawn');
    const drawn = await studio.command('predict', sample, file('lying.jpg'), '--picture', path.join(out, 'me.png'));
    expect([drawn.code, drawn.stderr]).toEqual([0, expect.stringContaining('Drew 1 picture')]);
    expect(await sharp(path.join(out, 'me.png')).metadata()).toMatchObject({ width: 800, height: 600 });
  });
});
