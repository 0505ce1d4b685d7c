import type { Page } from '@playwright/test';
import { expect, test } from './support/served-studio.ts';
import { dragLandmark, noseTip, openProject, openRecent, pictureShown, saved } from './support/steps.ts';

const rowOf = (page: Page, name: string) => page.locator(`[data-testid="image-row"][data-name="${name}"]`);
const total = (page: Page) => page.getByTestId('image-list').getAttribute('data-total');
const openName = (page: Page) => page.getByTestId('image-name').textContent();

/** Chooses in the popover of all filters, and closes it. */
async function filterBy(page: Page, ...choices: string[]): Promise<void> {
  await page.getByTestId('more-filters').click();
  for (const choice of choices) await page.getByTestId(choice).click();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('filter-popover')).toBeHidden();
}

async function onStage(page: Page): Promise<void> {
  await page.getByTestId('stage').focus();
}

test('an image that is corrected is in work, keys mark it, and undo brings its status back', async ({
  page,
  studio,
  sample,
}) => {
  await studio.command('images', sample, '--group', '01', '--mark', 'new');
  await openProject(page, sample);
  const status = page.getByTestId('image-status');
  await expect(status).toHaveValue('new');
  await dragLandmark(page, noseTip, { x: 8, y: 0 });
  await expect(status).toHaveValue('in work');
  await page.keyboard.press('Control+z');
  await expect(status).toHaveValue('new');

  await page.keyboard.press('9');
  await expect(status).toHaveValue('rejected');
  await expect(rowOf(page, '01-1m')).toContainText('rejected');
  await page.keyboard.press('8');
  await expect(rowOf(page, '01-1m')).toContainText('done');
  await page.keyboard.press('Control+z');
  await expect(status).toHaveValue('rejected');
});

test('images selected together are marked and flagged in one step each', async ({ page, sample }) => {
  await openProject(page, sample);
  await rowOf(page, '01-2m').click();
  await rowOf(page, '01-4m').click({ modifiers: ['Shift'] });
  await expect(page.getByTestId('picked-count')).toHaveText('3 images selected');
  await rowOf(page, '02-1f').click({ modifiers: ['Control'] });
  await rowOf(page, '01-3m').click({ modifiers: ['Control'] });
  await expect(page.getByTestId('picked-count')).toHaveText('3 images selected');
  await page.getByTestId('mark-picked').selectOption('in work');
  for (const name of ['01-2m', '01-4m', '02-1f']) await expect(rowOf(page, name)).toContainText('in work');
  await expect(rowOf(page, '01-3m')).toContainText('done');
  await page.getByTestId('flag-picked').click();
  await page.keyboard.press('2');
  await page.keyboard.press('Escape');
  await expect(rowOf(page, '02-1f').getByLabel('Question')).toBeVisible();

  // All of what the list is filtered by, by keys.
  await filterBy(page, 'choice-status-in-work', 'choice-flag-1');
  await expect.poll(() => total(page)).toBe('3');
  await onStage(page);
  await page.keyboard.press('Control+Shift+a');
  await expect(page.getByTestId('picked-count')).toHaveText('3 images selected');
  await page.keyboard.press('8');
  await expect.poll(() => total(page)).toBe('0');
  await page.keyboard.press('Control+z');
  await expect.poll(() => total(page)).toBe('3');
  await page.keyboard.press('Control+z');
  await expect.poll(() => total(page)).toBe('0');
});

test('a note is saved as it is written, found by its text, marked in the list, undone, and there after a restart', async ({
  page,
  studio,
  sample,
}) => {
  await openProject(page, sample);
  await onStage(page);
  await page.keyboard.press('e');
  await page.keyboard.type('Twin of person 7');
  await expect(page.getByTestId('image-history')).toContainText('Note: Twin of person 7');
  await page.keyboard.type(', ask Anna');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('image-history')).toContainText('Note: Twin of person 7, ask Anna');
  await expect(rowOf(page, '01-1m').getByLabel('Has a note')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('image-note')).toHaveValue('Twin of person 7');

  await studio.restart();
  await openRecent(page, studio, sample);
  await expect(page.getByTestId('image-note')).toHaveValue('Twin of person 7');
  await page.getByTestId('image-filter').fill('twin OF');
  await expect.poll(() => total(page)).toBe('1');
});

test('filters come with their counts, go together, stay with the project, and the keys run through them', async ({
  page,
  studio,
  sample,
}) => {
  await studio.command('images', sample, '--group', '05', '--mark', 'in work');
  await studio.command('images', sample, '--text', '05-2', '--add-flag', 'Look again');
  await studio.command('images', sample, '--text', '05-5', '--add-flag', 'Look again');
  await studio.command('images', sample, '--text', '09-1', '--add-flag', 'Look again');
  await openProject(page, sample);
  await page.getByTestId('more-filters').click();
  await expect(page.getByTestId('choice-status-in-work')).toContainText('6');
  await expect(page.getByTestId('choice-flag-0')).toContainText('3');
  await page.getByTestId('choice-flag-0').click();
  await expect(page.getByTestId('choice-status-in-work')).toContainText('2');
  await expect(page.getByTestId('choice-labelled-no')).toContainText('0');
  await page.getByTestId('choice-status-in-work').click();
  await expect(page.getByTestId('filter-total')).toHaveText('2 images');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('image-row')).toHaveCount(2);

  await onStage(page);
  await page.keyboard.press('PageDown');
  await expect(page.getByTestId('image-name')).toContainText('05-2');
  await page.keyboard.press('PageDown');
  await expect(page.getByTestId('image-name')).toContainText('05-5');
  // One that leaves the filter does not lose the place: before it comes the one that was before it.
  await page.keyboard.press('9');
  await expect.poll(() => total(page)).toBe('1');
  await page.keyboard.press('PageUp');
  await expect(page.getByTestId('image-name')).toContainText('05-2');

  await page.reload();
  await pictureShown(page);
  await expect(page.getByTestId('chosen-filter')).toHaveText(['in work', 'Look again']);
  await expect(page.getByTestId('image-row')).toHaveCount(1);
  await page.getByTestId('chosen-filter').first().click();
  await expect.poll(() => total(page)).toBe('3');
});

test('a key opens the next image of the rule until none is left, and says so', async ({ page, studio, sample }) => {
  for (const name of ['04-3', '11-2']) await studio.command('images', sample, '--text', name, '--mark', 'new');
  await openProject(page, sample);
  await page.getByTestId('choose-next-rule').click();
  await page.getByTestId('rule-new').click();
  await expect(page.getByTestId('next-left')).toHaveText('2 left');
  await onStage(page);
  for (const [name, left] of [
    ['04-3', '1 left'],
    ['11-2', 'none left'],
  ] as const) {
    await page.keyboard.press('w');
    await expect(page.getByTestId('image-name')).toContainText(name);
    await page.keyboard.press('8');
    await saved(page);
    await expect(page.getByTestId('next-left')).toHaveText(left);
  }
  const last = await openName(page);
  await page.keyboard.press('w');
  await expect(page.getByText('No new image is left')).toBeVisible();
  expect(await openName(page)).toBe(last);
});

test('progress is a picture of all, of the parts and of each person, whose row opens the images', async ({
  page,
  studio,
  sample,
}) => {
  await studio.command('images', sample, '--group', '33', '--mark', 'in work');
  await openProject(page, sample);
  await page.getByTestId('rail-data').click();
  const row = (key: string) => page.locator(`[data-testid="progress-row"][data-key="${key}"]`);
  await expect(row('all')).toContainText('234 of 240');
  await expect(row('all')).toContainText('97%');
  await expect(row('validation')).toContainText('42 of 48');
  await page.getByTestId('least-done').click();
  await expect(row('person 33')).toContainText('0 of 6');
  await row('person 33').click();
  await expect(page.getByTestId('place-annotate')).toBeVisible();
  await expect.poll(() => total(page)).toBe('6');
});

test('flags are named for the project', async ({ page, studio, sample }) => {
  await openProject(page, sample);
  await onStage(page);
  await page.keyboard.press('q');
  await page.getByTestId('name-flags').click();
  await page.getByTestId('flag-name-3').fill('look AGAIN');
  await expect(page.getByText('Two flags have the same name.')).toBeVisible();
  await expect(page.getByTestId('save-flag-names')).toBeDisabled();
  await page.getByTestId('flag-name-3').fill('Wears glasses');
  await page.getByTestId('save-flag-names').click();
  await expect(page.getByTestId('flag-names')).toBeHidden();
  await onStage(page);
  await page.keyboard.press('q');
  await page.keyboard.press('4');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('image-flag')).toHaveText('Wears glasses');
  await saved(page);
  const found = await studio.command('images', sample, '--flag', 'wears glasses', '--json');
  expect(found.stderr).toBe('');
  expect(JSON.parse(found.stdout)).toMatchObject({ total: 1, images: [{ name: '01-1m', flags: ['Wears glasses'] }] });
});
