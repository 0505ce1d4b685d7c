import type { Page } from '@playwright/test';
import { expect, test } from './support/served-studio.ts';
import { onScreen, openProject, openRecent, saved } from './support/steps.ts';

interface Place {
  x: number;
  y: number;
}

const rows = (page: Page) => page.getByTestId('landmark-row');
const hint = (page: Page) => page.getByTestId('placing-hint');
const history = (page: Page) => page.getByTestId('image-history').getByRole('listitem');

/** Where all landmarks of the face are, as the table says; null for absent ones. */
async function places(page: Page): Promise<(Place | null)[]> {
  const read = (testId: string) => rows(page).getByTestId(testId).allTextContents();
  const [xs, ys] = [await read('landmark-x'), await read('landmark-y')];
  return xs.map((x, index) => (x === '—' ? null : { x: Number(x), y: Number(ys[index]) }));
}

async function names(page: Page): Promise<string[]> {
  return rows(page).locator('span.clip').allTextContents();
}

async function clickAt(page: Page, at: Place): Promise<void> {
  const { x, y } = await onScreen(page, at);
  await page.mouse.click(x, y);
}

async function drag(page: Page, from: Place, to: Place): Promise<void> {
  const [start, end] = [await onScreen(page, from), await onScreen(page, to)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2);
  await page.mouse.move(end.x, end.y);
  await page.mouse.up();
}

/** The drawn faces say where landmarks belong: they are read, then the face is deleted, so that it can be placed again. */
async function withoutFace(page: Page, sample: string): Promise<{ truth: Place[]; named: string[] }> {
  await openProject(page, sample);
  const truth = (await places(page)).map((place) => place!);
  const named = await names(page);
  await page.getByRole('button', { name: 'Delete this face' }).click();
  await saved(page);
  await expect(page.getByText('No face is marked on this image.')).toBeVisible();
  await page.getByTestId('stage').focus();
  return { truth, named };
}

/** Mean distance of a face to where it belongs, px; absent landmarks are not counted. */
function meanDistance(face: readonly (Place | null)[], truth: readonly Place[]): number {
  const distances = face.flatMap((place, index) =>
    place ? [Math.hypot(place.x - truth[index]!.x, place.y - truth[index]!.y)] : [],
  );
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}

test('a face is placed click by click, with skipping, going back and undo', async ({ page, sample }) => {
  const { truth, named } = await withoutFace(page, sample);
  await page.keyboard.press('l');
  await expect(hint(page)).toContainText(`Click places ${named[0]} · 0 of ${truth.length}`);
  for (const [index, place] of truth.entries()) {
    await expect(page.getByTestId('next-landmark')).toHaveText(named[index]!);
    if (index === 3) await page.keyboard.press('n');
    else await clickAt(page, place);
  }
  await expect(hint(page)).toContainText('gone through');
  await saved(page);
  const placed = await places(page);
  expect(placed[3]).toBeNull();
  expect(meanDistance(placed, truth)).toBeLessThan(1);
  await expect(history(page).first()).toContainText(`Placed ${named.at(-1)}`);

  // Back to the last, which is placed again elsewhere.
  await page.keyboard.press('Backspace');
  await expect(page.getByTestId('next-landmark')).toHaveText(named.at(-1)!);
  await clickAt(page, truth[0]!);
  await saved(page);
  expect((await places(page)).at(-1)!.x).toBeCloseTo(truth[0]!.x, -1);

  // Two steps back: its turn comes again.
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await places(page)).at(-1)).toBeNull();
  await expect(page.getByTestId('next-landmark')).toHaveText(named.at(-1)!);
  await page.keyboard.press('Escape');
  await expect(hint(page)).toBeHidden();
  await expect(page.getByTestId('select')).toHaveAttribute('aria-pressed', 'true');
});

test('a face is placed by template and by the mean shape, in a box', async ({ page, sample }) => {
  const { truth } = await withoutFace(page, sample);
  const [xs, ys] = [truth.map(({ x }) => x), truth.map(({ y }) => y)];
  const corner = { x: Math.min(...xs), y: Math.min(...ys) };
  const opposite = { x: Math.max(...xs), y: Math.max(...ys) };
  await page.keyboard.press('t');
  await expect(hint(page)).toContainText('Drag a box around the face');
  await drag(page, corner, opposite);
  await expect(history(page).first()).toContainText(`Placed ${truth.length} landmarks by template`);
  const byTemplate = await places(page);
  expect(Math.min(...byTemplate.map((place) => place!.x))).toBeCloseTo(corner.x, -1);
  expect(Math.max(...byTemplate.map((place) => place!.y))).toBeCloseTo(opposite.y, -1);

  await page.keyboard.press('Control+z');
  await expect(rows(page)).toHaveCount(0);
  await page.keyboard.press('Shift+T');
  await expect(hint(page)).toContainText(/the mean of \d+ faces/);
  await drag(page, opposite, corner);
  await expect(history(page).first()).toContainText(/Placed \d+ landmarks by the mean of \d+ shapes/);
  await page.keyboard.press('Escape');
  const byMean = await places(page);
  expect(meanDistance(byMean, truth)).toBeLessThan(meanDistance(byTemplate, truth));

  // A second box is a second face; with no pointer the shape comes into the middle.
  await page.keyboard.press('t');
  await page.keyboard.press('y');
  await expect(page.getByTestId('face-row')).toHaveCount(2);
});

test('a face is filled from a few landmarks, corrected and undone', async ({ page, studio, sample }) => {
  const { truth, named } = await withoutFace(page, sample);
  await page.keyboard.press('f');
  for (const pins of [1, 2]) {
    await expect(hint(page)).toContainText(`${pins} of 2`);
    await clickAt(page, truth[named.indexOf((await page.getByTestId('next-landmark').textContent())!)]!);
    await expect(rows(page)).toHaveCount(truth.length);
  }
  await expect(history(page).first()).toContainText(`Filled ${truth.length - 2} landmarks from 2`);
  const fromTwo = await places(page);
  expect(fromTwo.every((place) => place !== null)).toBe(true);

  for (const pins of [3, 4, 5]) {
    const next = named.indexOf((await page.getByTestId('next-landmark').textContent())!);
    // Where the landmark lies now a press would take it as it is.
    await drag(page, (await places(page))[next]!, truth[next]!);
    await expect(history(page).first()).toContainText(`Filled ${truth.length - pins} landmarks from ${pins}`);
  }
  await saved(page);
  const fromFive = await places(page);
  expect(meanDistance(fromFive, truth)).toBeLessThan(0.7 * meanDistance(fromTwo, truth));

  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Control+z');
  await expect.poll(() => places(page)).toEqual(fromTwo);
  // Pins that were undone hold no more: the third landmark is asked for again.
  await expect(hint(page)).toContainText('2 set');

  await studio.restart();
  await openRecent(page, studio, sample);
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Control+Shift+z');
  await expect.poll(() => places(page)).toEqual(fromFive);
});

test('landmarks near the dragged one follow it, and the nearest comes to the click', async ({ page, sample }) => {
  await openProject(page, sample);
  const before = await places(page);
  await page.keyboard.press('s');
  const nose = before[52]!;
  await drag(page, nose, { x: nose.x + 30, y: nose.y });
  await expect(history(page).first()).toContainText(/Moved nose 6 and \d+ landmarks near it/);
  const moved = await places(page);
  const shift = (index: number) => moved[index]!.x - before[index]!.x;
  expect(shift(52)).toBeCloseTo(30, 0);
  expect(shift(51)).toBeGreaterThan(5);
  expect(shift(51)).toBeLessThan(30);
  expect(shift(6)).toBe(0);

  await page.keyboard.press('x');
  const to = { x: moved[6]!.x, y: moved[6]!.y + 40 };
  await clickAt(page, to);
  await saved(page);
  expect((await places(page))[6]!.y).toBeCloseTo(to.y, -1);
});

test('the faces of the same person are copied, and mirrored', async ({ page, sample }) => {
  await openProject(page, sample);
  const first = await places(page);
  await page.keyboard.press('Shift+V');
  await expect(page.getByText('There is no face to copy')).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByTestId('image-name')).not.toContainText('01-1');
  await page.keyboard.press('Shift+V');
  await expect(history(page).first()).toContainText(`Copied ${first.length} landmarks from`);
  await expect.poll(() => places(page)).toEqual(first);

  await page.keyboard.press('m');
  await expect(history(page).first()).toContainText(`Mirrored ${first.length} landmarks`);
  const mirrored = await places(page);
  expect(mirrored).not.toEqual(first);
  await page.keyboard.press('m');
  await expect
    .poll(async () =>
      meanDistance(
        await places(page),
        first.map((place) => place!),
      ),
    )
    .toBeLessThan(0.2);
});

test('a face is placed and filled by keys alone', async ({ page, sample }) => {
  const { truth } = await withoutFace(page, sample);
  await page.keyboard.press('t');
  await page.keyboard.press('y');
  await expect(history(page).first()).toContainText(`Placed ${truth.length} landmarks by template`);
  const before = await places(page);
  await page.keyboard.press('f');
  await expect(hint(page)).toContainText('1 of 2');
  // Two landmarks are put elsewhere by the same way: all the others follow by it.
  for (const at of [1, 2]) {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(history(page).first()).toContainText(at === 1 ? 'Moved jaw 1' : 'Filled 56 landmarks from 2');
  }
  const after = await places(page);
  expect(after[0]!.x).toBeCloseTo(before[0]!.x + 10, 0);
  expect(after[52]!.y).not.toBeCloseTo(before[52]!.y, 0);
});
