import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { strategies, type RecipeInput, type Strategy } from '../../contract/index.ts';
import { createStudioCaller } from '../router/index.ts';
import {
  createTestProject,
  openTestProject,
  removeTestProjects,
  testRecipe,
  trainerIsThere,
  type TestProject,
} from '../runs/test-project.ts';

afterAll(removeTestProjects);

/** The labels of these images (of 24) are taken away: they are new. */
function unlabel({ store }: TestProject, imageIds: number[]): void {
  const instances = imageIds.flatMap((id) => store.images.detail(id)!.instanceList);
  store.applyEdit({
    label: 'Unlabelled',
    changes: instances.map(({ id }) => ({ kind: 'delete instance', instanceId: id })),
  });
  store.setStatus(imageIds, 'new');
}

async function train(project: TestProject, change: Partial<RecipeInput> = {}): Promise<number> {
  const { id } = project.runs.start(testRecipe(change), '');
  await project.until(() => project.runs.get(id).status === 'finished');
  return id;
}

const pool = [1, 2, 3, 4, 5, 6, 7, 8, 9];

describe('choosing without a run', () => {
  it('draws by chance, the same for a seed; done and rejected images are left out and counted', async () => {
    await using project = await openTestProject(await createTestProject());
    const caller = createStudioCaller(project.context);
    expect(await caller.images.chosen()).toBeNull();
    await expect(caller.images.choose({ strategy: 'random' })).rejects.toThrow('no image is unlabelled');
    unlabel(project, pool);
    project.store.setStatus([1], 'rejected');
    project.store.setStatus([2, 3], 'done');
    const choice = await caller.images.choose({ strategy: 'random', count: 4, seed: 5 });
    expect(choice).toMatchObject({
      runId: null,
      candidates: 6,
      left: 4,
      excluded: [
        { reason: 'marked done', count: 2 },
        { reason: 'marked rejected', count: 1 },
      ],
    });
    const ids = choice.images.map(({ image }) => image.id);
    expect(new Set(ids).size).toBe(4);
    expect(ids.every((id) => pool.slice(3).includes(id))).toBe(true);
    expect(choice.images.map(({ words, score }) => [words, score])).toEqual(ids.map(() => ['drawn by chance', null]));
    const again = await caller.images.choose({ strategy: 'random', count: 4, seed: 5 });
    expect(again.images.map(({ image }) => image.id)).toEqual(ids);
    expect(project.events.filter(({ kind }) => kind === 'chosen')).toHaveLength(2);
    await expect(caller.images.choose({ strategy: 'diversity' })).rejects.toThrow('no run yet');
  });

  it('is walked in its order, is kept by a restart, and gets shorter as images are labelled or marked', async () => {
    const folder = await createTestProject();
    let ids: number[];
    {
      await using project = await openTestProject(folder);
      unlabel(project, pool);
      const caller = createStudioCaller(project.context);
      ids = (await caller.images.choose({ strategy: 'random', count: 5 })).images.map(({ image }) => image.id);
    }
    await using project = await openTestProject(folder);
    const caller = createStudioCaller(project.context);
    const next = (after?: number) => caller.images.next({ rule: { by: 'chosen' }, ...(after ? { after } : {}) });
    expect(await next()).toEqual({ imageId: ids[0], left: 5 });
    expect(await next(24)).toEqual({ imageId: ids[0], left: 5 });
    expect(await next(ids[1])).toEqual({ imageId: ids[2], left: 4 });
    expect(await next(ids[4])).toEqual({ imageId: ids[0], left: 4 });
    project.store.setStatus([ids[2]!], 'rejected');
    expect(await next(ids[1])).toEqual({ imageId: ids[3], left: 3 });
    const place = { x: 5, y: 5, visibility: 'visible' as const };
    project.store.applyEdit({
      label: 'Labelled',
      changes: [{ kind: 'add instance', imageId: ids[3]!, box: null, landmarks: [place, place, place] }],
    });
    expect(await next(ids[1])).toEqual({ imageId: ids[4], left: 2 });
    const kept = await caller.images.chosen();
    expect(kept?.images.map(({ isLeft }) => isLeft)).toEqual([true, true, false, false, true]);
    expect(kept?.left).toBe(3);
    project.store.undo();
    expect((await caller.images.chosen())?.left).toBe(4);
    await caller.images.forgetChosen();
    expect(await caller.images.chosen()).toBeNull();
    expect(await next()).toEqual({ imageId: null, left: 0 });
  });

  it('takes labelled images of a filter, which are left until they are marked done', async () => {
    await using project = await openTestProject(await createTestProject());
    project.store.setStatus(pool, 'in work');
    const caller = createStudioCaller(project.context);
    const choice = await caller.images.choose({ strategy: 'random', count: 3, filter: { status: 'in work' } });
    expect(choice).toMatchObject({ candidates: 9, left: 3 });
    project.store.setStatus([choice.images[0]!.image.id], 'done');
    expect((await caller.images.chosen())?.left).toBe(2);
  });

  it('is refused in a project that is open for reading only', async () => {
    await using project = await openTestProject(await createTestProject(), { readOnly: true });
    await expect(createStudioCaller(project.context).images.choose({ strategy: 'random' })).rejects.toThrow(
      'reading only',
    );
  });
});

describe.skipIf(!trainerIsThere)('choosing by what runs answer, with real trainers', { timeout: 300_000 }, () => {
  it('ranks by each strategy, and says why; cancelled, it changes nothing', async () => {
    await using project = await openTestProject(await createTestProject());
    const caller = createStudioCaller(project.context);
    unlabel(project, pool);
    const first = await train(project, { landmarks: 'all', network: 'heatmap-small' });
    const second = await train(project, { landmarks: ['nose', 'left eye'], seed: 2 });
    const words: Record<Strategy, RegExp> = {
      mixed:
        /^its .* is answered [\d.]+ px apart \(usual: [\d.]+ px\); unlike any labelled (or chosen )?image: nearest picture \d+/,
      disagreement: /^its .* is answered [\d.]+ px apart \(usual: [\d.]+ px\)$/,
      'two-runs':
        /^runs 1 and 2 answer [\d.]+ px apart \(usual: [\d.]+ px\), farthest at (nose|left eye) \([\d.]+ px\)$/,
      entropy:
        /^its heatmaps spread over [\d.]+ cells \(usual: [\d.]+\), widest for (nose|left eye|right eye) \(peak 0\.\d+\)$/,
      shape: /never/,
      diversity: /^unlike any labelled (or chosen )?image: nearest picture \d+/,
      random: /^drawn by chance$/,
    };
    for (const strategy of strategies.filter((each) => each !== 'shape')) {
      const choice = await caller.images.choose({ strategy, run: first, against: second, count: 4 });
      expect(choice, strategy).toMatchObject({ strategy, candidates: 9, left: 4, excluded: [], problems: [] });
      for (const chosen of choice.images) {
        expect(pool, strategy).toContain(chosen.image.id);
        expect(chosen.words, strategy).toMatch(words[strategy]);
      }
      const scores = choice.images.map(({ score }) => score);
      if (!['mixed', 'random'].includes(strategy))
        expect(scores, strategy).toEqual([...scores].sort((one, other) => other! - one!));
      expect(await caller.images.chosen()).toEqual(choice);
    }
    // Three landmarks have no shape to speak of; the second run has no heatmaps, and is its own.
    const refused = (strategy: Strategy, run: number, against: number | 'last epoch' = 'last epoch') =>
      expect(caller.images.choose({ strategy, run, against })).rejects;
    await refused('shape', first).toThrow('a shape takes 4');
    await refused('entropy', second).toThrow('Run 2 has no heatmaps');
    await refused('two-runs', second, second).toThrow('with itself');

    // Cancelled, the choice before stays.
    const before = await caller.images.chosen();
    const cancelled = refused('disagreement', second).toThrow('cancelled');
    const job = () => project.context.jobs().find(({ title }) => title.startsWith('Choosing'));
    await project.until(() => job() !== undefined);
    project.context.cancelJob(job()!.id);
    await cancelled;
    expect(await caller.images.chosen()).toEqual(before);
  });

  it('compares the best epoch with the last, from its checkpoint, where they are two', async () => {
    await using project = await openTestProject(await createTestProject());
    const caller = createStudioCaller(project.context);
    unlabel(project, pool);
    // A rate that throws the weights about: some epoch before the last is the best.
    const run = await train(project, {
      optimizer: { kind: 'sgd', learningRate: 0.5, momentum: 0.9 },
      averaging: 0.5,
      epochs: 8,
    });
    const { bestEpoch } = project.runs.get(run);
    expect(bestEpoch).toBeLessThan(8);
    const { against, images } = await caller.images.choose({ strategy: 'two-runs', run, count: 2 });
    expect(against).toBe('last epoch');
    for (const { words } of images)
      expect(words).toMatch(
        new RegExp(`^run 1’s best epoch \\(${bestEpoch}\\) and its last \\(8\\) answer [\\d.]+ px apart`),
      );
    // The two are no one model: their answers differ on some image.
    expect(images[0]!.score).toBeGreaterThan(0);
  });

  it('leaves out and counts what cannot be read or has no box to crop by', async () => {
    await using project = await openTestProject(await createTestProject());
    const caller = createStudioCaller(project.context);
    unlabel(project, pool);
    const input = { width: 16, height: 12, channels: 'gray' } as const;
    await train(project, { input: { ...input, crop: 'box' } });
    const box = { x: 4, y: 4, width: 40, height: 40 };
    const absent = { x: 0, y: 0, visibility: 'absent' as const };
    const withBox = [1, 2, 3];
    project.store.applyEdit({
      label: 'Boxes',
      changes: withBox.map((imageId) => ({ kind: 'add instance', imageId, box, landmarks: [absent, absent, absent] })),
    });
    const file = project.store.images.file(project.store.images.one(2)!);
    writeFileSync(file, 'no picture');
    const choice = await caller.images.choose({ strategy: 'disagreement' });
    expect(choice).toMatchObject({
      candidates: 2,
      excluded: [
        { reason: 'without a box, which run 1 crops by', count: 6 },
        { reason: 'that cannot be read', count: 1 },
      ],
      problems: [{ file }],
      notes: [],
    });
    expect(choice.images.map(({ image }) => image.id).sort()).toEqual([1, 3]);
  });
});
