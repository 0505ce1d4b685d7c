import type { Page } from '@playwright/test';
import { placesOf } from './support/counted-hands.ts';
import { expect, test } from './support/served-studio.ts';
import { openProject, pictureShown, saved } from './support/steps.ts';

/** Goes on with Tab until something has the focus. */
async function tabTo(page: Page, testId: string): Promise<void> {
  for (let press = 0; press < 60; press += 1) {
    const at = await page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    if (at === testId) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not come to ${testId}.`);
}

const press = async (page: Page, key: string, times = 1): Promise<void> => {
  for (let count = 0; count < times; count += 1) await page.keyboard.press(key);
};

/** Whether what has the focus shows it. */
const showsFocus = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const { activeElement } = document;
    if (!activeElement) return false;
    // The picture's is a frame over it.
    return activeElement.matches('[data-testid="stage"]')
      ? getComputedStyle(activeElement, '::after').borderTopStyle === 'solid'
      : getComputedStyle(activeElement).outlineStyle !== 'none';
  });

test('the whole job by keys alone: open, place a face from nothing, correct it, mark it done', async ({
  page,
  sample,
}) => {
  await expect(page.getByTestId('welcome')).toBeVisible();
  await tabTo(page, 'card-open');
  expect(await showsFocus(page)).toBe(true);
  await page.keyboard.press('Enter');
  // Leaving a dialog goes back to what opened it.
  await expect(page.getByTestId('picker-path')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('card-open')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('picker-path')).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(sample);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('place-annotate')).toBeVisible();
  await pictureShown(page);
  await expect(page.getByTestId('stage')).toBeFocused();
  expect(await showsFocus(page)).toBe(true);

  // To an image by its name, through the list and back to the picture.
  await page.keyboard.press('/');
  await page.keyboard.type('07-2');
  await expect(page.getByTestId('image-row')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('image-list')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('image-name')).toContainText('07-2');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('stage')).toBeFocused();
  await pictureShown(page);

  // A face from nothing: the shape in the middle, then turned, made larger and moved as a whole.
  const truth = await placesOf(page);
  await page.keyboard.press('Shift+Delete');
  await expect(page.getByTestId('landmark-row')).toHaveCount(0);
  await page.keyboard.press('t');
  await page.keyboard.press('y');
  await expect(page.getByTestId('landmark-row')).toHaveCount(truth.length);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+a');
  await press(page, 'Control+ArrowUp', 3);
  await press(page, 'Control+ArrowRight');
  await press(page, 'Shift+ArrowDown', 2);
  await saved(page);
  await page.keyboard.press('Escape');

  // Each of the first landmarks to where it belongs, to the pixel.
  for (let index = 0; index < 3; index += 1) {
    await page.keyboard.press('Tab');
    const [from, to] = [(await placesOf(page))[index]!, truth[index]!];
    for (const [by, less, more] of [
      [to.x - from.x, 'ArrowLeft', 'ArrowRight'],
      [to.y - from.y, 'ArrowUp', 'ArrowDown'],
    ] as const) {
      const size = Math.round(Math.abs(by));
      const key = by < 0 ? less : more;
      await press(page, `Shift+${key}`, Math.floor(size / 10));
      await press(page, key, size % 10);
    }
    await saved(page);
    const now = (await placesOf(page))[index]!;
    expect(Math.hypot(now.x - to.x, now.y - to.y)).toBeLessThan(1);
  }

  // Hidden by something, undone, done again.
  const eye = page.getByTestId('landmark-row').nth(2).getByRole('button');
  await page.keyboard.press('o');
  await expect(eye).toHaveAccessibleName(/is occluded/);
  await page.keyboard.press('Control+z');
  await expect(eye).toHaveAccessibleName(/is visible/);
  await page.keyboard.press('Control+Shift+z');
  await expect(eye).toHaveAccessibleName(/is occluded/);
  await saved(page);

  // Through the landmarks in their list, and back to the picture.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('landmark-table')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('landmark-row').nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('stage')).toBeFocused();

  // All images again, then done and on to the next.
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('stage')).toBeFocused();
  await expect(page.getByTestId('image-list')).toHaveAttribute('data-total', '240');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('image-name')).not.toContainText('07-2');
  await page.keyboard.press('k');
  await expect(page.getByTestId('image-name')).toContainText('07-2');
  await expect(page.getByTestId('image-status')).toHaveValue('done');

  // Dialogs over the picture give the focus back, and places are gone to and come back from.
  for (const [key, dialog] of [
    ['?', 'keys-overlay'],
    ['Control+k', 'palette'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByTestId(dialog)).toBeVisible();
    // Tab goes round within it.
    await press(page, 'Tab', 5);
    expect(await page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null)).toBe(true);
    await page.keyboard.press('Escape');
    await expect(page.getByTestId(dialog)).toBeHidden();
    await expect(page.getByTestId('stage')).toBeFocused();
  }
  await page.keyboard.press('Alt+5');
  await expect(page.getByTestId('place-settings')).toBeVisible();
  await page.keyboard.press('Alt+1');
  await expect(page.getByTestId('stage')).toBeFocused();
  await page.keyboard.press('Alt+0');
  await expect(page.getByTestId('welcome')).toBeVisible();
});

test('cards, panels and dialogs of all places by their keys', async ({ page, sample }) => {
  await page.keyboard.press('n');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await openProject(page, sample);

  // Both panels fold away and come back, and the picture keeps the focus.
  for (const [key, panel] of [
    ['<', 'Images'],
    ['>', 'Landmarks'],
  ] as const) {
    const side = page.getByRole('complementary', { name: panel });
    await page.keyboard.press(key);
    await expect(side).toBeHidden();
    await page.keyboard.press(key);
    await expect(side).toBeVisible();
  }
  await expect(page.getByTestId('stage')).toBeFocused();
  await page.keyboard.press('Shift+O');
  await expect(page.getByTestId('image-order')).toBeFocused();

  await page.keyboard.press('Alt+4');
  await page.keyboard.press('x');
  await expect(page.getByTestId('export-dataset-result')).toContainText('240 images', { timeout: 60_000 });
  await page.keyboard.press('e');
  await expect(page.getByTestId('schema-editor')).toBeVisible();
  await page.keyboard.press('q');
  await expect(page.getByTestId('schema-editor')).toBeHidden();
  // A form that is not filled in is gone into.
  await page.keyboard.press('i');
  await expect(page.getByTestId('data-import-path')).toBeFocused();

  await page.keyboard.press('Alt+2');
  await expect(page.getByTestId('recipe-select')).not.toHaveValue('');
  await page.keyboard.press('Shift+R');
  await expect(page.getByTestId('recipe-select')).toBeFocused();
  await page.keyboard.press('Alt+5');
  await page.keyboard.press('/');
  await expect(page.getByTestId('key-search')).toBeFocused();
});

const controls = new Set([
  'button',
  'checkbox',
  'combobox',
  'link',
  'listbox',
  'menuitem',
  'option',
  'radio',
  'searchbox',
  'slider',
  'spinbutton',
  'switch',
  'tab',
  'textbox',
  'separator',
  'application',
]);

/** Controls that a screen reader has no name for, as Chromium's own accessibility tree has them. */
async function unnamed(page: Page): Promise<string[]> {
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  expect(nodes.some(({ ignored, role }) => !ignored && controls.has(String(role?.value)))).toBe(true);
  const found: string[] = [];
  for (const node of nodes) {
    const role = String(node.role?.value ?? '');
    if (node.ignored || !controls.has(role) || String(node.name?.value ?? '').trim() !== '') continue;
    // A line between parts of a toolbar is no control.
    if (role === 'separator' && !node.properties?.some(({ name, value }) => name === 'focusable' && value.value))
      continue;
    const { node: element } = await client.send('DOM.describeNode', { backendNodeId: node.backendDOMNodeId });
    found.push(`${role} <${element.localName} ${element.attributes?.join(' ') ?? ''}>`);
  }
  await client.detach();
  return found;
}

test('every control of every place has a name for a screen reader', async ({ page, sample }) => {
  const found: Record<string, string[]> = {};
  const look = async (place: string): Promise<void> => {
    const names = await unnamed(page);
    if (names.length > 0) found[place] = names;
  };
  await expect(page.getByTestId('welcome')).toBeVisible();
  await look('start page');
  for (const dialog of ['sample', 'import', 'new', 'open']) {
    await page.getByTestId(`card-${dialog}`).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(`${dialog} dialog`);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
  await openProject(page, sample);
  await look('annotate');
  await page.keyboard.press('Control+a');
  await look('annotate, a selection');
  await page.keyboard.press('b');
  await look('annotate, a box');
  await page.keyboard.press('Escape');
  for (const [key, dialog] of [
    ['?', 'keys-overlay'],
    ['Control+k', 'palette'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByTestId(dialog)).toBeVisible();
    await look(dialog);
    await page.keyboard.press('Escape');
    await expect(page.getByTestId(dialog)).toBeHidden();
  }
  for (const [key, place] of [
    ['Alt+2', 'train'],
    ['Alt+3', 'compare'],
    ['Alt+4', 'data'],
    ['Alt+5', 'settings'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByTestId(`place-${place}`)).toBeVisible();
    // The place has come to rest when nothing in it is drawn as a placeholder.
    await expect(page.locator('.skeleton')).toHaveCount(0, { timeout: 60_000 });
    await look(place);
  }
  // A place hears its keys once it is there.
  const data = page.getByTestId('place-data');
  await page.keyboard.press('Alt+4');
  await expect(data).toBeVisible();
  await page.keyboard.press('e');
  await expect(page.getByTestId('schema-row').first()).toBeVisible();
  await look('schema');
  await page.keyboard.press('q');
  await expect(data).toBeVisible();
  await page.keyboard.press('Alt+a');
  await expect(page.getByTestId('agreement-view')).toBeVisible();
  await look('agreement');
  await page.keyboard.press('n');
  await expect(page.getByRole('dialog')).toBeVisible();
  await look('agreement dialog');
  expect(found).toEqual({});
});
