import { execFileSync } from 'node:child_process';
import { access, appendFile, cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type Sqlite from 'better-sqlite3';
import type { Page } from '@playwright/test';
import { expect, test } from './support/served-studio.ts';
import { dragLandmark, holdAndMove, landmarkAt, noseTip, openImage, openProject, saved } from './support/steps.ts';

/*
 * Disks that are full or allow no writing, locks of other programs, folders and files that are moved, deleted or replaced while
 * a person works: what the window says, what can be done about it, and that nothing is lost.
 */

const Database = createRequire(import.meta.url)('better-sqlite3') as typeof Sqlite;
const by = { x: 14, y: -9 };

/** Mounts are undone when the test ends. */
const mounts: string[] = [];
function mount(target: string, ...options: string[]): void {
  execFileSync('mount', [...options, target], { stdio: 'pipe' });
  mounts.push(target);
}
test.afterEach(() => {
  for (const target of mounts.splice(0)) execFileSync('umount', ['-l', target]);
});
const needsMounts = 'disks of one’s own are mounted by root on Linux alone';
const mayMount = ((): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
})();

/** Drags the nose where it cannot be saved. Answers where it is drawn. */
async function dragUnsaved(page: Page): Promise<{ x: number; y: number }> {
  await holdAndMove(page, noseTip, by);
  await page.mouse.up();
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'failed');
  return landmarkAt(page, noseTip);
}

test('a full disk: the edit is told as not saved and kept on the screen, and saved once there is room', async ({
  page,
  studio,
  sample,
}) => {
  test.skip(!mayMount, needsMounts);
  const disk = path.join(studio.folder, 'disk');
  await mkdir(disk);
  mount(disk, '-t', 'tmpfs', '-o', 'size=24m', 'tmpfs');
  const project = path.join(disk, 'faces.kps');
  await cp(sample, project, { recursive: true });
  await openProject(page, project);
  await openImage(page, '02-1f');
  const before = await landmarkAt(page, noseTip);
  // The log of a project that is open has room for a few edits yet.
  const filler = path.join(disk, 'filler');
  for (let size = 2 ** 22; size >= 4096; size /= 2)
    while (
      await appendFile(filler, Buffer.alloc(size)).then(
        () => true,
        () => false,
      )
    );
  const problem = page.getByTestId('save-problem');
  for (let tries = 0; tries < 60 && !(await problem.isVisible()); tries += 1) {
    await page.getByTestId('stage').press('Tab');
    await page.getByTestId('stage').press('ArrowRight');
    await page.waitForTimeout(500);
  }
  await expect(problem).toContainText('not saved yet, and kept here');
  await expect(problem).toContainText('The disk is full');
  await expect(problem).toContainText(path.join(project, 'project.sqlite'));
  await expect(page.getByTestId('saved-state')).toContainText('not saved');
  const drawn = await dragUnsaved(page);
  expect(drawn.x).not.toBe(before.x);
  // To another image and back: what is not saved is still shown.
  await openImage(page, '01-1m');
  await openImage(page, '02-1f');
  expect(await landmarkAt(page, noseTip)).toEqual(drawn);
  await rm(filler);
  // It is tried again without being told to as well, and may be saved by now: that it is comes next.
  const retry = page.getByTestId('save-retry');
  await retry.click({ timeout: 3000 }).catch(() => expect(retry).toBeHidden());
  await saved(page);
  await expect(problem).toBeHidden();
  await page.reload();
  await openImage(page, '02-1f');
  expect(await landmarkAt(page, noseTip)).toEqual(drawn);
});

test('a disk that allows no writing: the project is opened to look, and says so', async ({ page, studio, sample }) => {
  test.skip(!mayMount, needsMounts);
  mount(sample, '--bind', sample);
  execFileSync('mount', ['-o', 'remount,ro,bind', sample]);
  await page.getByTestId('card-open').click();
  await page.getByTestId('picker-path').fill(sample);
  await page.getByTestId('picker-path').press('Enter');
  const dialog = page.getByTestId('dialog-in-use');
  await expect(dialog).toContainText('This project cannot be written');
  await expect(dialog).toContainText(sample);
  await page.getByTestId('open-read-only').click();
  await expect(page.getByTestId('place-annotate')).toBeVisible();
  await expect(page.getByTestId('saved-state')).toContainText('Read-only');
  expect((await studio.command('info', sample)).code).toBe(0);
});

test('another program that writes the database: the edit waits for it, and is saved when it is done', async ({
  page,
  sample,
}) => {
  await openProject(page, sample);
  await openImage(page, '02-1f');
  const file = path.join(sample, 'project.sqlite');
  const other = new Database(file);
  try {
    other.exec('BEGIN IMMEDIATE');
    const drawn = await dragUnsaved(page);
    const problem = page.getByTestId('save-problem');
    await expect(problem).toContainText(`Another program is writing ${file}`);
    await expect(problem).toContainText('tried again by itself');
    // Nor is an undo forgotten, which is done once and not twice.
    await page.getByTestId('stage').press('Control+z');
    await expect(page.getByTestId('save-problem')).toContainText('2 edits are not saved yet');
    other.exec('ROLLBACK');
    await saved(page);
    await expect(problem).toBeHidden();
    await page.getByTestId('stage').press('Control+Shift+z');
    await expect.poll(() => landmarkAt(page, noseTip)).toEqual(drawn);
  } finally {
    other.close();
  }
});

test('a project folder moved while it is open: said where it is, opened there, and the edit that waited is in it', async ({
  page,
  sample,
}) => {
  test.skip(process.platform !== 'linux', 'only Linux tells where an open file was moved');
  await openProject(page, sample);
  await openImage(page, '02-1f');
  await dragLandmark(page, noseTip, { x: 3, y: 3 });
  const moved = `${sample}-moved.kps`;
  await rename(sample, moved);
  const drawn = await dragUnsaved(page);
  const banner = page.getByTestId('project-moved');
  await expect(banner).toContainText('was moved while it was open');
  await expect(banner).toContainText(moved);
  await expect(banner).toContainText('1 edit is not saved yet, and kept here');
  // It is told of by this banner alone.
  await expect(page.getByTestId('save-problem')).toBeHidden();
  await page.getByTestId('bring-back').click();
  await expect(banner).toBeHidden();
  await saved(page);
  await openImage(page, '02-1f');
  expect(await landmarkAt(page, noseTip)).toEqual(drawn);
  await expect(access(sample)).rejects.toThrow();
  await page.reload();
  await openImage(page, '02-1f');
  expect(await landmarkAt(page, noseTip)).toEqual(drawn);
});

test('a project folder deleted while it is open: its labels are written there again, with the edit that waited', async ({
  page,
  sample,
}) => {
  test.skip(process.platform === 'win32', 'Windows deletes no folder with an open file in it');
  await openProject(page, sample);
  await openImage(page, '02-1f');
  await dragLandmark(page, noseTip, { x: 3, y: 3 });
  await rm(sample, { recursive: true });
  const drawn = await dragUnsaved(page);
  const banner = page.getByTestId('project-moved');
  await expect(banner).toContainText('is not there any more');
  await expect(banner).toContainText(sample);
  await page.getByTestId('bring-back').click();
  await expect(banner).toBeHidden();
  await saved(page);
  await access(path.join(sample, 'project.sqlite'));
  await page.getByTestId('image-filter').fill('02-1f');
  await page.locator('[data-testid="image-row"][data-name="02-1f"]').click();
  // The sample's images were in the folder, and say so.
  await expect(page.getByTestId('lost-file')).toContainText('The file is not there');
  await expect.poll(() => landmarkAt(page, noseTip)).toEqual(drawn);
});

test('an image that was replaced: found by its content, and taken with the labels in their places', async ({
  page,
  sample,
}) => {
  await openProject(page, sample);
  await openImage(page, '02-1f');
  const before = await landmarkAt(page, noseTip);
  const files = await readdir(path.join(sample, 'images'));
  const file = path.join(sample, 'images', files.find((name) => name.startsWith('02-1f')) ?? '');
  await openImage(page, '01-1m');
  // As large as it was: only its content tells.
  const bytes = await readFile(file);
  bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1;
  await writeFile(file, bytes);
  await openImage(page, '02-1f');
  const lost = page.getByTestId('lost-file');
  await expect(lost).toContainText('The file is not the one that was labelled');
  await expect(lost).toContainText(path.basename(file));
  await page.getByTestId('use-new-file').click();
  await expect(page.getByTestId('new-file-facts')).toContainText('px');
  await page.getByTestId('take-new-file').click();
  await expect(lost).toBeHidden();
  expect(await landmarkAt(page, noseTip)).toEqual(before);
  await page.getByTestId('stage').press('Control+z');
  await expect(lost).toBeVisible();
});

test('the welcome screen brings back a backup, and keeps what the project was until then', async ({ page, sample }) => {
  await openProject(page, sample);
  await openImage(page, '02-1f');
  const before = await landmarkAt(page, noseTip);
  // The first is made soon after a project was opened.
  await expect
    .poll(async () => (await readdir(path.join(sample, 'backups')).catch(() => [])).length, { timeout: 20_000 })
    .toBe(1);
  await dragLandmark(page, noseTip, by);
  const after = await landmarkAt(page, noseTip);
  await page.getByRole('button', { name: 'start page' }).click();
  await page.getByTestId('recent-backups').first().click();
  const dialog = page.getByTestId('dialog-backups');
  await expect(dialog.getByTestId('backup')).toHaveCount(1);
  await expect(dialog).toContainText('240 images');
  await page.getByTestId('restore-backup').click();
  await expect(page.getByTestId('place-annotate')).toBeVisible();
  await openImage(page, '02-1f');
  expect(await landmarkAt(page, noseTip)).toEqual(before);
  // What the project was until then is a backup too.
  await page.getByRole('button', { name: 'start page' }).click();
  await page.getByTestId('recent-backups').first().click();
  await expect(dialog.getByTestId('backup')).toHaveCount(2);
  await dialog.getByTestId('backup').first().click();
  await page.getByTestId('restore-backup').click();
  await expect(page.getByTestId('place-annotate')).toBeVisible();
  await openImage(page, '02-1f');
  expect(await landmarkAt(page, noseTip)).toEqual(after);
});
