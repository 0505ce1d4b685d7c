import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/served-studio.ts';
import { holdAndMove, landmarkAt, noseTip, onScreen, openProject, saved } from './support/steps.ts';

/** Where the image lies on the stage: CSS px and factor. */
async function viewOf(page: Page): Promise<{ zoom: number; x: number; y: number }> {
  const read = async (name: string) => Number(await page.getByTestId('stage').getAttribute(name));
  return { zoom: await read('data-zoom'), x: await read('data-offset-x'), y: await read('data-offset-y') };
}

const rowOf = (page: Page, index: number): Locator =>
  page.locator(`[data-testid="landmark-row"][data-index="${index}"]`);

/** Red, green and blue of one pixel of a canvas; `at` in parts of its sides. */
function pixelOf(canvas: Locator, at: { x: number; y: number }): Promise<number[]> {
  return canvas.evaluate((element, { x, y }) => {
    const drawn = element as HTMLCanvasElement;
    const pixel = drawn.getContext('2d')?.getImageData(x * drawn.width, y * drawn.height, 1, 1).data;
    return [...(pixel ?? [])].slice(0, 3);
  }, at);
}
const pictureCanvas = (page: Page): Locator => page.getByTestId('stage').locator('canvas').first();

/** Makes the labels that are drawn on canvases known to `drawnLabels`. */
async function watchLabels(page: Page): Promise<void> {
  await page.evaluate(() => {
    const drawn = new Set<string>();
    const draw = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y, width) {
      drawn.add(text);
      if (width === undefined) draw.call(this, text, x, y);
      else draw.call(this, text, x, y, width);
    };
    Object.assign(window, { drawnLabels: drawn });
  });
}
/** The labels drawn since they were last asked for, once some frames have passed. */
const drawnLabels = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 4; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    const { drawnLabels: drawn } = window as unknown as { drawnLabels: Set<string> };
    const labels = [...drawn];
    drawn.clear();
    return labels;
  });

test('one key shows names, numbers or nothing at the landmarks; more of them the nearer the view', async ({
  page,
  sample,
}) => {
  await openProject(page, sample);
  await watchLabels(page);
  const names = await page
    .getByTestId('landmark-row')
    .evaluateAll((rows) => rows.map((row) => row.querySelector('.clip')?.textContent.trim() ?? ''));

  await page.keyboard.press('h');
  await expect(page.getByTestId('labels')).toHaveAttribute('aria-pressed', 'true');
  const whole = await drawnLabels(page);
  expect(whole.length).toBeGreaterThan(5);
  expect(names).toEqual(expect.arrayContaining(whole));

  await page.keyboard.press('z');
  const near = await drawnLabels(page);
  expect(near.length).toBeGreaterThan(whole.length);

  await page.keyboard.press('h');
  const numbers = await drawnLabels(page);
  expect(numbers.length).toBeGreaterThan(near.length);
  expect(numbers.map(Number).every((number) => number >= 1 && number <= names.length)).toBe(true);
  await expect(rowOf(page, 0)).toContainText(`1${names[0] ?? ''}`);

  // What was chosen is there after the window was loaded again.
  await page.reload();
  await expect(page.getByTestId('labels')).toHaveAttribute('aria-pressed', 'true');
  await page.getByTestId('stage').focus();
  await page.keyboard.press('h');
  await expect(page.getByTestId('labels')).toHaveAttribute('aria-pressed', 'false');
});

test('brightness, contrast and gamma change what is shown, in the magnifier too, and nothing else', async ({
  page,
  sample,
}) => {
  await openProject(page, sample);
  const skin = { x: 0.5, y: 0.35 };
  const steps = page.getByTestId('image-history').locator('li');
  const [before, stepsBefore] = [await pixelOf(pictureCanvas(page), skin), await steps.count()];
  const sum = (pixel: number[]): number => pixel.reduce((all, level) => all + level, 0);

  await page.keyboard.press('u');
  await expect(page.getByTestId('tone-brightness')).toBeFocused();
  for (let press = 0; press < 4; press += 1) await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('tone-controls')).toContainText('+20');
  const lighter = before.map((level) => Math.min(255, level + 51));
  await expect
    .poll(async () =>
      (await pixelOf(pictureCanvas(page), skin)).every((level, part) => Math.abs(level - (lighter[part] ?? 0)) <= 2),
    )
    .toBe(true);
  await page.getByTestId('tone-gamma').fill('2');
  await expect.poll(async () => sum(await pixelOf(pictureCanvas(page), skin))).toBeGreaterThan(sum(lighter));
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('tone-controls')).toBeHidden();
  await expect(page.getByTestId('stage')).toBeFocused();

  // The window keeps it, and shows that the picture is not as it is.
  await page.reload();
  await expect(page.getByTestId('tone')).toHaveAttribute('aria-pressed', 'true');

  const beside = { x: 0.75, y: 0.75 };
  await holdAndMove(page, noseTip, { x: 3, y: 0 });
  const magnified = await pixelOf(page.getByTestId('magnifier'), beside);
  await page.keyboard.press('Shift+W');
  await expect
    .poll(async () => sum(await pixelOf(page.getByTestId('magnifier'), beside)))
    .toBeLessThan(sum(magnified) - 60);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect.poll(() => pixelOf(pictureCanvas(page), skin)).toEqual(before);
  expect(await steps.count()).toBe(stepsBefore);
});

test('the view zooms to the face, to 100 %, to the pointer and to a drawn box, and is panned by the hand, the wheel and two fingers', async ({
  page,
  sample,
}) => {
  await openProject(page, sample);
  const fitted = await viewOf(page);
  const box = await page.getByTestId('stage').boundingBox();
  if (!box) throw new Error('the canvas is not shown');

  await page.keyboard.press('z');
  const near = await viewOf(page);
  expect(near.zoom).toBeGreaterThan(fitted.zoom);
  const places = await page
    .getByTestId('landmark-row')
    .evaluateAll((rows) => rows.map((row) => Number(row.querySelector('[data-testid="landmark-x"]')?.textContent)));
  const [left, right] = [Math.min(...places), Math.max(...places)];
  const across = [left, right].map((x) => near.x + x * near.zoom);
  expect(across[0]).toBeGreaterThanOrEqual(71);
  expect(across[1]).toBeLessThanOrEqual(box.width - 71);
  await page.keyboard.press('z');
  expect(await viewOf(page)).toEqual(fitted);

  // What is under the pointer stays there.
  const nose = await landmarkAt(page, noseTip);
  const at = await onScreen(page, nose);
  await page.mouse.move(at.x, at.y);
  await page.keyboard.press('1');
  await expect(page.getByTestId('zoom')).toHaveText('100%');
  const there = await onScreen(page, nose);
  expect(Math.hypot(there.x - at.x, there.y - at.y)).toBeLessThan(1);

  const changeBy = async (act: () => Promise<void>) => {
    const from = await viewOf(page);
    await act();
    await expect.poll(async () => await viewOf(page)).not.toEqual(from);
    const to = await viewOf(page);
    return { zoom: to.zoom / from.zoom, x: Math.round(to.x - from.x), y: Math.round(to.y - from.y) };
  };
  expect(await changeBy(() => page.mouse.wheel(-30, 12))).toEqual({ zoom: 1, x: 30, y: -12 });
  await page.waitForTimeout(500);
  await page.keyboard.down('Shift');
  expect(await changeBy(() => page.mouse.wheel(0, 120))).toEqual({ zoom: 1, x: -120, y: 0 });
  await page.keyboard.up('Shift');
  expect((await changeBy(() => page.mouse.wheel(0, -120))).zoom).toBeCloseTo(Math.exp(0.168), 3);
  // A pinch is told as small turns of a wheel with Ctrl.
  await page.keyboard.down('Control');
  expect((await changeBy(() => page.mouse.wheel(0, -10))).zoom).toBeCloseTo(Math.exp(0.042), 3);
  await page.keyboard.up('Control');
  await page.getByTestId('stage').focus();
  await page.keyboard.down('Space');
  expect(
    await changeBy(async () => {
      // On a landmark too: it is the picture that is moved.
      const start = await onScreen(page, nose);
      await page.mouse.move(start.x, start.y);
      await page.mouse.down();
      await page.mouse.move(start.x + 40, start.y + 25, { steps: 4 });
      await page.mouse.up();
    }),
  ).toEqual({ zoom: 1, x: 40, y: 25 });
  await page.keyboard.up('Space');
  expect(await landmarkAt(page, noseTip)).toEqual(nose);
  expect(
    await changeBy(async () => {
      const start = await onScreen(page, nose);
      await page.mouse.move(start.x, start.y);
      await page.mouse.down({ button: 'middle' });
      await page.mouse.move(start.x - 20, start.y - 15, { steps: 4 });
      await page.mouse.up({ button: 'middle' });
    }),
  ).toEqual({ zoom: 1, x: -20, y: -15 });
  expect(await changeBy(() => page.keyboard.press('ArrowRight'))).toEqual({ zoom: 1, x: -60, y: 0 });

  // With Ctrl a box is drawn, on a landmark too, and fills the stage.
  const drawn = { x: 80, y: 50 };
  await page.keyboard.down('Control');
  const { zoom } = await changeBy(async () => {
    const start = await onScreen(page, nose);
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(start.x + drawn.x, start.y + drawn.y, { steps: 3 });
    await page.mouse.up();
  });
  await page.keyboard.up('Control');
  expect(zoom).toBeCloseTo(Math.min(box.width / drawn.x, box.height / drawn.y), 3);
  expect(await landmarkAt(page, noseTip)).toEqual(nose);
});

test('a crosshair goes through the pointer over the whole stage, and through a landmark that is dragged', async ({
  page,
  sample,
}) => {
  await openProject(page, sample);
  const stage = await page.getByTestId('stage').boundingBox();
  if (!stage) throw new Error('the canvas is not shown');
  await page.mouse.move(stage.x + 200, stage.y + 150);
  await expect(page.getByTestId('crosshair-line')).toHaveCount(0);
  await page.keyboard.press('Shift+X');
  await page.mouse.move(stage.x + 220, stage.y + 160);
  const line = page.getByTestId('crosshair-line');
  await expect(line).toHaveAttribute('data-x', '220');
  expect((await line.boundingBox())?.height).toBe(stage.height);

  await holdAndMove(page, noseTip, { x: 6, y: 2 });
  // The table follows a drag now and then.
  const offLine = async (): Promise<number> => {
    const nose = await onScreen(page, await landmarkAt(page, noseTip));
    return Math.abs(nose.x - stage.x - Number(await line.getAttribute('data-x')));
  };
  await expect.poll(offLine).toBeLessThan(0.5);
  await page.mouse.up();
  await page.keyboard.press('Shift+X');
  await expect(line).toHaveCount(0);
});

test('a place is typed to a hundredth of a px by keys alone, kept as one edit, and refused where it is none', async ({
  page,
  sample,
}) => {
  await openProject(page, sample);
  await page.keyboard.press('Tab');
  const before = await landmarkAt(page, 0);

  await page.keyboard.press('F2');
  await expect(page.getByTestId('type-x')).toBeFocused();
  await page.keyboard.type('101,257');
  await page.keyboard.press('Tab');
  await page.keyboard.type('88.5x');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('type-y')).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await saved(page);
  await expect(page.getByTestId('stage')).toBeFocused();
  expect(await landmarkAt(page, 0)).toEqual({ x: 101.26, y: 88.5 });

  await page.keyboard.press('F2');
  await expect(page.getByTestId('type-x')).toHaveValue('101.257');
  await page.keyboard.type('5');
  await page.keyboard.press('Escape');
  expect(await landmarkAt(page, 0)).toEqual({ x: 101.26, y: 88.5 });
  await page.keyboard.press('Control+z');
  await saved(page);
  expect(await landmarkAt(page, 0)).toEqual(before);
});
