import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { recipeSchema, type Landmark } from '../src-main/contract/index.ts';
import type { StudioClient } from '../src-renderer/client/client.ts';
import { contractOf } from './support/contract.ts';
import { expect, test } from './support/served-studio.ts';
import { openProject } from './support/steps.ts';

/** Strong enough in seconds that a landmark 40 px off stands out: half the pictures' size, few epochs. */
const recipe = recipeSchema.parse({
  version: 1,
  name: 'quick heatmaps',
  title: 'Quick heatmaps',
  description: 'The small heatmap network on small pictures.',
  input: { width: 80, height: 60, channels: 'gray' },
  landmarks: 'all',
  network: 'heatmap-small',
  loss: [
    { kind: 'smooth-l1', weight: 0.5 },
    { kind: 'heatmap cross-entropy', sigma: 1.5, weight: 0.5 },
  ],
  optimizer: { kind: 'adamw', learningRate: 0.004, weightDecay: 0.0001 },
  schedule: { kind: 'cosine', warmUpEpochs: 1 },
  epochs: 12,
  batch: 8,
  seed: 1,
});

/** By place in their part, in the order of names: how many landmarks of the face are spoiled. */
const spoiledOf = {
  train: [
    [5, 1],
    [40, 2],
    [77, 3],
    [110, 4],
    [131, 5],
    [180, 1],
  ],
  validation: [
    [3, 5],
    [17, 5],
    [28, 4],
    [41, 5],
  ],
} as const;
const offPx = 40;

/** Moves landmarks of ten faces, each on an image of its own, and answers how many of which image. */
async function spoil(client: StudioClient): Promise<Map<string, number>> {
  const spoiled = new Map<string, number>();
  for (const split of ['train', 'validation'] as const) {
    const { items } = await client.images.list.query({ filter: { split }, limit: 1000 });
    for (const [place, count] of spoiledOf[split]) {
      const image = await client.images.get.query({ imageId: items[place]!.id });
      const face = image.instanceList[0]!;
      const landmarks = Array.from({ length: count }, (_, nth) => {
        const index = (7 * place + 11 * nth) % face.landmarks.length;
        const angle = place + nth;
        const { x, y, visibility } = face.landmarks[index]!;
        const landmark: Landmark = {
          x: x + offPx * Math.cos(angle),
          y: y + offPx * Math.sin(angle),
          visibility,
        };
        return { index, landmark };
      });
      const changes = [{ kind: 'move landmarks' as const, instanceId: face.id, landmarks }];
      await client.annotations.edit.mutate({ label: 'Spoiled', changes });
      spoiled.set(image.name, count);
    }
  }
  return spoiled;
}

/** Trains a run of the recipe to its end, and answers its number. */
async function train(client: StudioClient): Promise<number> {
  const { id } = await client.runs.start.mutate({ recipe });
  await expect
    .poll(async () => (await client.runs.get.query({ runId: id })).status, { timeout: 120_000, intervals: [500] })
    .toBe('finished');
  return id;
}

/** A figure of the table in Compare. */
async function figure(page: Page, row: string, title: string): Promise<number> {
  const table = page.getByTestId('compare-table');
  const titles = await table.locator('thead th').allInnerTexts();
  // The run's name is a heading of its row too.
  const cell = page
    .getByTestId(`compare-row-${row}`)
    .locator('td')
    .nth(titles.indexOf(title) - 1);
  return Number((await cell.innerText()).replace('★', ''));
}

/** Reviews the faces one after the other by keys alone; answers which of the first `count` have a wrong label. */
async function review(page: Page, wrong: ReadonlyMap<string, number>, count: number): Promise<string[]> {
  const found: string[] = [];
  const chosen = page.locator('[data-testid="gallery-item"][aria-selected="true"]');
  for (let nth = 0; nth < count; nth += 1) {
    const name = (await chosen.getAttribute('data-name')) ?? '';
    const landmarks = wrong.get(name);
    if (landmarks === undefined) await page.keyboard.press('2');
    else {
      found.push(name);
      await page.keyboard.press('1');
      await expect(page.getByTestId('accept-landmarks')).toContainText('Accept 1 landmark');
      for (let more = 1; more < landmarks; more += 1) await page.keyboard.press('l');
      await expect(page.getByTestId('accept-landmarks')).toContainText(`Accept ${landmarks} landmark`);
      await page.keyboard.press('a');
    }
    await expect(page.getByTestId('reviewed')).toHaveText(`${nth + 1} of 240 reviewed`);
    await expect(chosen).not.toHaveAttribute('data-name', name);
  }
  return found;
}

test('labels that are wrong are found worst first, corrected by verdict, and the next run is better and says so', async ({
  page,
  studio,
  sample,
}) => {
  test.setTimeout(600_000);
  await openProject(page, sample);
  const client = await contractOf(studio);
  const spoiled = await spoil(client);
  expect(spoiled.size).toBe(10);
  const first = await train(client);

  await page.getByTestId('rail-compare').click();
  await expect(page.getByTestId('compare-row-a')).toContainText(`run ${first}`, { timeout: 60_000 });
  const [errorBefore, mseBefore] = [await figure(page, 'a', 'Mean px'), await figure(page, 'a', 'MSE')];
  await page.getByTestId('compare-on-all').click();
  await page.getByTestId('gallery-figure').selectOption({ label: 'Worst landmark' });
  await expect(page.getByTestId('gallery')).toHaveAttribute('data-total', '240', { timeout: 60_000 });
  await page.getByTestId('gallery').focus();
  await page.keyboard.press('w');

  const found = await review(page, spoiled, 20);
  process.stdout.write(`${found.length} of 10 spoiled labels are among the first 20 faces.\n`);
  expect(found.length).toBeGreaterThanOrEqual(8);

  // What was corrected is told on the face, in the list of verdicts and by the contract; undo takes the newest step back.
  await page.getByTestId('verdict-filter').selectOption('label wrong');
  await expect(page.locator('[data-testid="verdict-mark"][data-corrected="true"]')).toHaveCount(found.length);
  await expect(page.getByTestId('gallery')).toHaveAttribute('data-total', String(found.length));
  await page.getByTestId('verdict-filter').selectOption('all');
  // Verdicts are shown at once and saved in their turn.
  const given = () => client.evaluation.verdicts.query({ run: first });
  await expect
    .poll(async () => (await given()).counts)
    .toMatchObject({ 'label wrong': found.length, 'model wrong': 20 - found.length });
  const { verdicts, counts } = await given();
  for (const { imageName, labelChanged } of verdicts.filter(({ verdict }) => verdict === 'label wrong'))
    expect(labelChanged?.landmarks, imageName).toBe(spoiled.get(imageName));

  const told = await studio.command('verdicts', sample, '--run', String(first), '--json');
  expect(JSON.parse(told.stdout)).toEqual({ verdicts, counts });

  await page.getByTestId('gallery').focus();
  await page.keyboard.press('j');
  await page.keyboard.press('3');
  await expect(page.getByTestId('reviewed')).toHaveText('21 of 240 reviewed');
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('reviewed')).toHaveText('20 of 240 reviewed');

  const second = await train(client);
  await page.getByTestId('compare-on-validation').click();
  await expect(page.getByTestId('compare-row-a')).toContainText(`run ${second}`, { timeout: 60_000 });
  const [errorAfter, mseAfter] = [await figure(page, 'a', 'Mean px'), await figure(page, 'a', 'MSE')];
  process.stdout.write(
    `Validation: ${errorBefore} px and then ${errorAfter}, MSE ${mseBefore} and then ${mseAfter}.\n`,
  );
  expect(errorAfter).toBeLessThan(errorBefore);
  expect(mseAfter).toBeLessThan(mseBefore);

  await page.getByTestId('rail-train').click();
  const landmarks = found.reduce((sum, name) => sum + (spoiled.get(name) ?? 0), 0);
  await expect(page.getByTestId('run-facts')).toContainText(
    `${landmarks} landmarks on ${found.length} images changed since run ${first}`,
  );

  const report = await client.evaluation.report.mutate({
    runs: [first, second],
    on: 'validation',
    out: `${sample}.html`,
  });
  expect(report.refused).toEqual([]);
  expect(await readFile(`${sample}.html`, 'utf8')).toContain(
    `${landmarks} landmarks on ${found.length} images since run ${first}`,
  );
});
