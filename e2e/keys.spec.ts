import type { Page } from '@playwright/test';
import { expect, test } from './support/served-studio.ts';
import { openProject, openRecent } from './support/steps.ts';

const row = (page: Page, action: string) => page.locator(`[data-testid="key-row"][data-action="${action}"]`);
const keys = (page: Page, action: string) => row(page, action).getByTestId('key-keys');

/** Opens the overlay and asks for the key of an action. */
async function edit(page: Page, action: string): Promise<void> {
  await row(page, action).getByTestId('key-edit').click();
  await expect(page.getByTestId('key-recorder')).toBeFocused();
}

test('keys are found by words and by pressing them', async ({ page, sample }) => {
  await openProject(page, sample);
  await page.getByTestId('stage').focus();
  await page.keyboard.press('?');
  const overlay = page.getByTestId('keys-overlay');
  await expect(page.getByTestId('key-search')).toBeFocused();
  await page.keyboard.type('mirror face');
  await expect(overlay.getByTestId('key-row')).toHaveCount(1);
  await expect(keys(page, 'mirror face')).toHaveText('M');
  await page.getByTestId('key-search').fill('ctrl shift z');
  await expect(overlay.getByTestId('key-row').first()).toContainText('Redo');

  // By its key, in each place where it means something.
  await page.getByTestId('key-search').fill('');
  await page.getByTestId('key-press').click();
  await page.keyboard.press('g');
  await expect(overlay.getByRole('heading')).toHaveText([
    'All keys',
    'Annotate',
    'Agreement',
    'Train',
    'Compare',
    'Schema',
  ]);
  await page.getByTestId('key-pressed').click();
  // The key was heard by nothing else, and Escape leaves the asking before it leaves the overlay.
  await page.getByTestId('key-press').click();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('key-press')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(overlay).toBeHidden();
  await expect(page.getByTestId('stage')).toBeFocused();
});

test('a key is changed, swapped, taken and set back, in every window and after a restart', async ({
  page,
  context,
  studio,
  sample,
}) => {
  await openProject(page, sample);
  const other = await context.newPage();
  await other.goto(studio.address.href);
  await other.getByTestId('rail-annotate').click();
  await expect(other.getByTestId('stage')).toHaveAttribute('data-picture', 'shown');

  await page.getByTestId('all-keys').click();
  await edit(page, 'show contours');
  await page.keyboard.press('F9');
  await expect(keys(page, 'show contours')).toHaveText('F9');
  await expect(row(page, 'show contours').getByTestId('key-edit')).toBeFocused();

  // M is Mirror's: named, and the two change places.
  await edit(page, 'show contours');
  await page.keyboard.press('m');
  await expect(page.getByTestId('key-conflict')).toContainText('M has “Mirror the face left to right” now (Annotate).');
  await page.getByTestId('key-swap').click();
  await expect(keys(page, 'show contours')).toHaveText('M');
  await expect(keys(page, 'mirror face')).toHaveText('F9');

  // Ctrl Z is of every place, so that Undo cannot have the key of a place in exchange where it means something else there.
  await edit(page, 'snap');
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('key-conflict')).toContainText('Ctrl Z has “Undo” now (Everywhere).');
  await expect(page.getByTestId('key-swap')).toBeHidden();
  await page.getByTestId('key-take').click();
  await expect(keys(page, 'snap')).toHaveText('Ctrl Z');
  await expect(keys(page, 'undo')).toHaveText('no key');

  // What lists, dialogs or a browser need is refused, or said.
  await edit(page, 'fill face');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('only actions of the picture can have them');
  await page.keyboard.press('F5');
  await expect(page.getByTestId('key-conflict')).toContainText('In a browser this key otherwise loads the page again.');
  await page.keyboard.press('Escape');
  await expect(keys(page, 'fill face')).toHaveText('F');

  // Four ways at once by an arrow, or one after the other.
  await edit(page, 'nudge');
  for (const key of ['r', 'q', 'v', 'z']) await page.keyboard.press(`Alt+${key}`);
  await expect(keys(page, 'nudge')).toHaveText('Alt R, Alt Q, Alt V, Alt Z');
  await page.keyboard.press('Escape');

  // Shown and heard as they are now, in the other window too.
  for (const window of [page, other]) {
    const contours = window.getByTestId('show-contours');
    await expect(contours).toHaveAttribute('aria-pressed', 'true');
    await window.getByTestId('stage').focus();
    await window.keyboard.press('c');
    await expect(contours).toHaveAttribute('aria-pressed', 'true');
    await window.keyboard.press('m');
    await expect(contours).toHaveAttribute('aria-pressed', 'false');
    await window.keyboard.press('m');
    await contours.hover();
    await expect(window.getByRole('tooltip', { name: /Contours/ }).first()).toContainText('Contours M');
  }
  await other.close();
  await page.mouse.move(5, 5);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('contours');
  await expect(page.getByTestId('palette').getByRole('option').first()).toContainText(/Show contours.*M/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  const x = page.getByTestId('landmark-row').first().getByTestId('landmark-x');
  const before = Number(await x.textContent());
  await page.keyboard.press('Alt+q');
  await expect.poll(async () => Number(await x.textContent())).toBeCloseTo(before + 1, 1);

  await studio.restart();
  await openRecent(page, studio, sample);
  await page.getByTestId('rail-settings').click();
  await expect(keys(page, 'show contours')).toHaveText('M');
  // Set back, the key is asked for again: another action has it by now.
  await row(page, 'mirror face').getByTestId('key-reset').click();
  await expect(page.getByTestId('key-conflict')).toContainText('M has “Show contours” now');
  await page.getByTestId('key-take').click();
  await expect(keys(page, 'mirror face')).toHaveText('M');
  await expect(keys(page, 'show contours')).toHaveText('no key');
  await page.getByTestId('keys-reset-all').click();
  await expect(keys(page, 'undo')).toHaveText('Ctrl Z');
  await expect(keys(page, 'show contours')).toHaveText('C');
  await expect(page.getByTestId('keys-reset-all')).toBeHidden();
});
