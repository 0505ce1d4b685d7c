import { expect, test } from './support/served-studio.ts';
import {
  dragLandmark,
  holdAndMove,
  landmarkAt,
  noseTip,
  onScreen,
  openProject,
  openRecent,
  saved,
} from './support/steps.ts';

test('landmarks are moved, undone and redone, also after a restart', async ({ page, studio, sample }) => {
  await openProject(page, sample);
  const before = await landmarkAt(page, noseTip);

  await dragLandmark(page, noseTip, { x: 20, y: -10 });
  const dragged = await landmarkAt(page, noseTip);
  expect(dragged.x).toBeCloseTo(before.x + 20, 0);
  expect(dragged.y).toBeCloseTo(before.y - 10, 0);

  // A burst of keys is one step.
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await saved(page);
  const nudged = await landmarkAt(page, noseTip);
  expect(nudged.x).toBeCloseTo(dragged.x + 3, 1);
  expect(nudged.y).toBeCloseTo(dragged.y + 10, 1);

  await page.keyboard.press('Control+z');
  await expect.poll(() => landmarkAt(page, noseTip)).toEqual(dragged);

  await studio.restart();
  await openRecent(page, studio, sample);
  expect(await landmarkAt(page, noseTip)).toEqual(dragged);
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(() => landmarkAt(page, noseTip)).toEqual(nudged);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect.poll(() => landmarkAt(page, noseTip)).toEqual(before);
});

test('the view zooms to the pointer and names the landmark under it', async ({ page, sample }) => {
  await openProject(page, sample);
  const nose = await landmarkAt(page, noseTip);
  const at = await onScreen(page, nose);
  await page.mouse.move(at.x, at.y);
  await expect(
    page
      .getByTestId('place-annotate')
      .getByText(/^nose 6/)
      .last(),
  ).toBeVisible();
  const zoom = Number(await page.getByTestId('stage').getAttribute('data-zoom'));
  await page.mouse.wheel(0, -400);
  await expect
    .poll(async () => Number(await page.getByTestId('stage').getAttribute('data-zoom')))
    .toBeGreaterThan(zoom);
  const after = await onScreen(page, nose);
  expect(Math.hypot(after.x - at.x, after.y - at.y)).toBeLessThan(1);
});

test('an edit that was saved survives a kill -9 in the middle of the next drag', async ({ page, studio, sample }) => {
  await openProject(page, sample);
  await dragLandmark(page, noseTip, { x: 15, y: 0 });
  const kept = await landmarkAt(page, noseTip);
  await holdAndMove(page, noseTip, { x: 40, y: 40 });
  await studio.kill9();
  await expect(page.getByTestId('connection-lost')).toBeVisible();
  await page.mouse.up();
  await expect(page.getByTestId('connection-lost')).toContainText('1 edit is not saved yet, and kept here.');
  await expect(page.getByTestId('save-problem')).toBeHidden();

  await studio.start();
  await openRecent(page, studio, sample);
  expect(await landmarkAt(page, noseTip)).toEqual(kept);
  await page.keyboard.press('Control+z');
  await expect.poll(() => landmarkAt(page, noseTip)).not.toEqual(kept);
});
