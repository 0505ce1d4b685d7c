import type { Page } from '@playwright/test';
import { expect, test } from './support/served-studio.ts';
import { landmarkAt, noseTip, onScreen, openImage, openProject, openRecent, saved } from './support/steps.ts';

interface Place {
  x: number;
  y: number;
}

/** Places of all landmarks as the table says, px of the image; null for one that is absent. */
async function placesOf(page: Page): Promise<(Place | null)[]> {
  return page.getByTestId('landmark-row').evaluateAll((rows) =>
    rows.map((row) => {
      const [x, y] = ['landmark-x', 'landmark-y'].map((name) =>
        Number(row.querySelector(`[data-testid="${name}"]`)?.textContent),
      );
      return x === undefined || y === undefined || Number.isNaN(x) ? null : { x, y };
    }),
  );
}

/** Indices of the landmarks of the mouth. */
const mouthOf = (page: Page): Promise<number[]> =>
  page
    .getByTestId('landmark-row')
    .evaluateAll((rows) => rows.flatMap((row, index) => (row.textContent.trim().startsWith('mouth') ? [index] : [])));

/** Bounds of some places, grown by `margin` px. */
function around(places: readonly (Place | null | undefined)[], margin: number) {
  const seen = places.filter((place) => place != null);
  const [xs, ys] = [seen.map(({ x }) => x), seen.map(({ y }) => y)];
  return {
    from: { x: Math.min(...xs) - margin, y: Math.min(...ys) - margin },
    to: { x: Math.max(...xs) + margin, y: Math.max(...ys) + margin },
  };
}

/** Drags from one place of the screen to another, px of the screen. */
async function drag(page: Page, from: Place, to: Place): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
}

/** The newest step that the history of the image tells. */
const lastStep = (page: Page) => page.getByTestId('image-history').locator('li').first();

async function openAndFindMouth(page: Page, sample: string): Promise<{ mouth: number[]; before: (Place | null)[] }> {
  await openProject(page, sample);
  await expect(page.getByTestId('landmark-row')).toHaveCount(58);
  return { mouth: await mouthOf(page), before: await placesOf(page) };
}

const eachOf = (places: readonly (Place | null)[], indices: readonly number[]): (Place | null)[] =>
  indices.map((index) => places[index] ?? null);

test('a rectangle selects, a drag moves and a handle rotates all of it, and undo brings it back after a restart', async ({
  page,
  studio,
  sample,
}) => {
  const { mouth, before } = await openAndFindMouth(page, sample);
  const { from, to } = around(eachOf(before, mouth), 4);
  await page.keyboard.down('Shift');
  await drag(page, await onScreen(page, from), await onScreen(page, to));
  await page.keyboard.up('Shift');
  await expect(page.getByTestId('selection-about')).toHaveText('mouth (8 landmarks)');

  const [first = 0] = mouth;
  const start = before[first] ?? { x: 0, y: 0 };
  await drag(page, await onScreen(page, start), await onScreen(page, { x: start.x + 12, y: start.y + 16 }));
  await saved(page);
  await expect(lastStep(page)).toContainText(/Moved mouth \(8 landmarks\) by (19\.\d|20\.\d) px/);
  const moved = await placesOf(page);
  for (const [index, place] of moved.entries()) {
    const by = mouth.includes(index) ? { x: 12, y: 16 } : { x: 0, y: 0 };
    expect(place?.x).toBeCloseTo((before[index]?.x ?? NaN) + by.x, 0);
    expect(place?.y).toBeCloseTo((before[index]?.y ?? NaN) + by.y, 0);
  }

  // The handle that rotates stands 14 + 24 CSS px over the frame's upper side.
  const bounds = around(eachOf(moved, mouth), 0);
  const top = await onScreen(page, { x: (bounds.from.x + bounds.to.x) / 2, y: bounds.from.y });
  const middle = await onScreen(page, {
    x: (bounds.from.x + bounds.to.x) / 2,
    y: (bounds.from.y + bounds.to.y) / 2,
  });
  const handle = { x: top.x, y: top.y - 38 };
  const radius = middle.y - handle.y;
  const degrees = (angle: number) => ({
    x: middle.x + radius * Math.sin((angle * Math.PI) / 180),
    y: middle.y - radius * Math.cos((angle * Math.PI) / 180),
  });
  await drag(page, handle, degrees(20));
  await saved(page);
  await expect(lastStep(page)).toContainText(/Rotated mouth \(8 landmarks\) by (19|20)(\.\d)? degrees/);
  const rotated = await placesOf(page);

  await studio.restart();
  await openRecent(page, studio, sample);
  await expect.poll(() => placesOf(page)).toEqual(rotated);
  await page.keyboard.press('Control+z');
  await expect.poll(() => placesOf(page)).toEqual(moved);
  await page.keyboard.press('Control+z');
  await expect.poll(() => placesOf(page)).toEqual(before);
});

test('a plain drag beside landmarks moves the picture and no landmark; Shift and a click gathers', async ({
  page,
  sample,
}) => {
  const { before } = await openAndFindMouth(page, sample);
  const stage = page.getByTestId('stage');
  const left = Number(await stage.getAttribute('data-offset-x'));
  const corner = await onScreen(page, { x: 20, y: 20 });
  await drag(page, corner, { x: corner.x + 30, y: corner.y });
  await expect.poll(async () => Number(await stage.getAttribute('data-offset-x'))).toBeCloseTo(left + 30, 0);
  expect(await placesOf(page)).toEqual(before);

  const click = async (index: number, how: 'Shift' | null) => {
    const at = await onScreen(page, before[index] ?? { x: 0, y: 0 });
    if (how) await page.keyboard.down(how);
    await page.mouse.click(at.x, at.y);
    if (how) await page.keyboard.up(how);
  };
  await click(0, null);
  await click(3, 'Shift');
  await click(6, 'Shift');
  await expect(page.getByTestId('selection-about')).toHaveText('3 landmarks');
  await click(3, 'Shift');
  await expect(page.getByTestId('selection-about')).toHaveText('2 landmarks');
  await click(6, null);
  await expect(page.getByTestId('selection-bar')).toHaveCount(0);
  const at = await onScreen(page, before[noseTip] ?? { x: 0, y: 0 });
  await page.mouse.dblclick(at.x, at.y);
  await expect(page.getByTestId('selection-about')).toHaveText(/^nose \(\d+ landmarks\)$/);
});

test('by keyboard alone: gather, rotate, scale, align, mark absent, reset to the import', async ({ page, sample }) => {
  const { before } = await openAndFindMouth(page, sample);
  await page.getByTestId('stage').focus();
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await press('Tab', '.', '.');
  await expect(page.getByTestId('selection-about')).toHaveText('3 landmarks');
  await press('Shift+H');
  await expect(lastStep(page)).toContainText('Aligned 3 landmarks in a row');
  const aligned = await placesOf(page);
  expect(new Set(aligned.slice(0, 3).map((place) => place?.y)).size).toBe(1);

  await press('Control+a', 'Control+Shift+ArrowRight');
  await expect(lastStep(page)).toContainText('Rotated the face by 10 degrees');
  await press('Control+Shift+ArrowUp');
  await expect(lastStep(page)).toContainText('Scaled the face to 110 %');

  await press('Tab', 'g', 'Delete');
  await expect(lastStep(page)).toContainText(/^Marked .* absent/);
  expect((await placesOf(page)).filter((place) => place === null).length).toBeGreaterThan(2);

  await press('Control+a', 'r');
  await expect(lastStep(page)).toContainText(/^Reset the face to the import of /);
  await expect.poll(() => placesOf(page)).toEqual(before);
});

test('an absent landmark is placed by a click where it is to be', async ({ page, sample }) => {
  await openAndFindMouth(page, sample);
  await page.locator(`[data-testid="landmark-row"][data-index="${noseTip}"]`).click();
  await page.keyboard.press('Delete');
  await expect.poll(async () => (await placesOf(page))[noseTip]).toBeNull();
  const at = await onScreen(page, { x: 60, y: 50 });
  await page.mouse.click(at.x, at.y);
  await expect(lastStep(page)).toContainText('Placed nose 6');
  const placed = await landmarkAt(page, noseTip);
  expect(placed.x).toBeCloseTo(60, 0);
  expect(placed.y).toBeCloseTo(50, 0);
});

test('a box is edited by its own handles and leaves the landmarks, unless they are asked along', async ({
  page,
  sample,
}) => {
  const { before } = await openAndFindMouth(page, sample);
  await page.keyboard.press('b');
  await expect(lastStep(page)).toContainText(/Drew a box of \d+ × \d+ px/);
  const size = await page.getByTestId('face-box').textContent();
  await page.keyboard.press('Shift+B');
  const fitted = around(before, 0);
  const middle = { x: (fitted.from.x + fitted.to.x) / 2, y: (fitted.from.y + fitted.to.y) / 2 };
  const from = await onScreen(page, middle);
  await drag(page, from, { x: from.x + 24, y: from.y });
  await saved(page);
  await expect(lastStep(page)).toContainText(/Moved the box by \d+\.\d px/);
  expect(await placesOf(page)).toEqual(before);

  await page.keyboard.down('Alt');
  await drag(page, from, { x: from.x + 24, y: from.y });
  await page.keyboard.up('Alt');
  await saved(page);
  await expect(lastStep(page)).toContainText('Moved the box with its landmarks');
  const after = await placesOf(page);
  const zoom = Number(await page.getByTestId('stage').getAttribute('data-zoom'));
  expect((after[0]?.x ?? NaN) - (before[0]?.x ?? NaN)).toBeCloseTo(24 / zoom, 0);

  await page.keyboard.press('Control+Shift+ArrowRight');
  await expect(lastStep(page)).toContainText(/Resized the box to/);
  expect(await page.getByTestId('face-box').textContent()).not.toBe(size);
  await page.keyboard.press('Delete');
  await expect(lastStep(page)).toContainText('Took the box away');
  await expect(page.getByTestId('face-box')).toHaveText('no box');
});

/** Counts the discs drawn on each of the stage's canvases from now on; answers how many there were. */
async function countDiscs(page: Page): Promise<() => Promise<number[]>> {
  const counts = await page.evaluateHandle(() => {
    const canvases = [...document.querySelectorAll('[data-testid="stage"] canvas')];
    const drawn = canvases.map(() => 0);
    const arc = Object.getOwnPropertyDescriptor(CanvasRenderingContext2D.prototype, 'arc')?.value as CanvasPath['arc'];
    CanvasRenderingContext2D.prototype.arc = function (...place) {
      const index = canvases.indexOf(this.canvas);
      drawn[index] = (drawn[index] ?? 0) + 1;
      arc.apply(this, place);
    };
    return drawn;
  });
  return () => counts.jsonValue();
}

test('moving one face draws none of the others again', async ({ page, sample }) => {
  const { before } = await openAndFindMouth(page, sample);
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect(page.getByTestId('face-row')).toHaveCount(2);
  await saved(page);
  // The copy stands 12 px aside.
  const start = before[noseTip] ?? { x: 0, y: 0 };
  const from = await onScreen(page, { x: start.x + 12, y: start.y + 12 });
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 10, from.y);
  await expect(page.getByTestId('magnifier')).toBeVisible();
  const discs = await countDiscs(page);
  for (let step = 2; step < 8; step += 1) await page.mouse.move(from.x + 10 * step, from.y);
  await expect.poll(async () => (await discs()).at(-1)).toBeGreaterThan(58);
  const [, others] = await discs();
  expect(others).toBe(0);
  await page.mouse.up();
  await expect(lastStep(page)).toContainText('Moved nose 6');
});

test('a face is copied to another image, switched to, deleted and brought back', async ({ page, sample }) => {
  const { before } = await openAndFindMouth(page, sample);
  await page.getByTestId('stage').focus();
  await page.keyboard.press('Control+c');
  await openImage(page, '01-2m');
  await page.getByTestId('stage').focus();
  await page.keyboard.press('Control+v');
  await expect(page.getByTestId('face-row')).toHaveCount(2);
  await expect(page.getByTestId('face-row').nth(1)).toHaveAttribute('aria-selected', 'true');
  expect(await placesOf(page)).toEqual(before);

  await page.keyboard.press('i');
  await expect(page.getByTestId('face-row').nth(0)).toHaveAttribute('aria-selected', 'true');
  const own = await placesOf(page);
  expect(own).not.toEqual(before);
  await page.keyboard.press('i');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(lastStep(page)).toContainText('Moved the face by 10.0 px');
  await page.keyboard.press('Shift+Delete');
  await expect(page.getByTestId('face-row')).toHaveCount(1);
  expect(await placesOf(page)).toEqual(own);
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('face-row')).toHaveCount(2);
});
