import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Change } from '../../contract/index.ts';
import { createStudioCaller } from '../router/index.ts';
import {
  createTestProject,
  openTestProject,
  removeTestProjects,
  testRecipe,
  trainerIsThere,
  type TestProject,
} from '../runs/test-project.ts';
import { suggestible } from './suggestible.ts';

const absent = [0, 1, 2].map(() => ({ x: 0, y: 0, visibility: 'absent' as const }));
const box = { x: 8, y: 6, width: 40, height: 30 };

describe.skipIf(!trainerIsThere)('a run’s suggestions', () => {
  let project: TestProject;
  let caller: ReturnType<typeof createStudioCaller>;
  let runId: number;

  beforeAll(async () => {
    project = await openTestProject(await createTestProject());
    caller = createStudioCaller(project.context);
    runId = (await caller.runs.start({ recipe: testRecipe() })).id;
    await project.until(() => project.store.runs.one(runId)?.status === 'finished');
    // Three images lose their face, one keeps a box alone, one is rejected.
    const faces = project.store.images.withInstances({}).slice(0, 5);
    const gone = faces.map(({ instances }): Change => ({ kind: 'delete instance', instanceId: instances[0]?.id ?? 0 }));
    const imageId = faces[3]?.image.id ?? 0;
    project.store.applyEdit({
      label: 'Cleared',
      changes: [...gone, { kind: 'add instance', imageId, box, landmarks: absent }],
    });
    project.store.setStatus(
      faces.slice(0, 4).map(({ image }) => image.id),
      'new',
    );
    project.store.setStatus([faces[4]?.image.id ?? 0], 'rejected');
  }, 120_000);
  afterAll(async () => {
    await project[Symbol.asyncDispose]();
    removeTestProjects();
  });

  it('says beforehand on which images, and why not on the others', async () => {
    const plan = await caller.suggestions.plan({ run: runId });
    expect(plan).toMatchObject({ runId, images: 4 });
    expect(plan.excluded).toEqual([
      { reason: 'have labels already', images: 19 },
      { reason: 'are rejected', images: 1 },
    ]);
    expect(plan.secondsAtMost).toBeGreaterThan(0);
    // By whole faces, a run that crops needs a box.
    const { recipe } = project.store.runs.one(runId) ?? { recipe: testRecipe() };
    const crops = { id: 9, recipe: { ...recipe, input: { ...recipe.input, crop: 'box' as const } } };
    const images = project.store.images.withInstances({});
    const { looks, excluded } = suggestible(crops, images, () => '/picture');
    expect(looks).toMatchObject([{ imageId: images[3]?.image.id, box }]);
    expect(excluded.at(-1)).toEqual({
      reason: 'have no box: run 9 crops by a box. Draw one first, or use a run that sees the whole image',
      images: 3,
    });
  });

  it('are open on them after one step, of a filter alone where one is given', async () => {
    const [first] = project.store.images.withInstances({});
    const result = await caller.suggestions.suggest({ run: runId, filter: { text: first?.image.name ?? '' } });
    // “picture 1” is in the names of others, which have labels.
    expect(result).toMatchObject({ runId, images: 1, problems: [], cancelled: false });
    expect(project.store.history(1).entries[0]?.label).toBe(`Run ${runId} suggested landmarks on an image`);
    expect(await caller.suggestions.suggest({ run: runId })).toMatchObject({ images: 4 });
    expect(await caller.suggestions.left()).toEqual({ images: 4, runs: [{ runId, images: 4 }] });
    const detail = await caller.images.get({ imageId: first?.image.id ?? 0 });
    expect(detail).toMatchObject({ status: 'predicted', instanceList: [], suggestedBy: [runId] });
    const [suggestion] = detail.suggestions;
    expect(suggestion?.landmarks.map((landmark) => landmark?.visibility)).toEqual([undefined, undefined, 'visible']);
    // No snapshot knows of it.
    expect(project.store.summary().labelledImages).toBe(20);
    await caller.suggestions.accept({ filter: { text: first?.image.name ?? '' } });
    expect(await caller.suggestions.left()).toMatchObject({ images: 3 });
    await caller.suggestions.dismiss();
    await expect(caller.suggestions.dismiss()).rejects.toThrow('Nothing is suggested');
    await caller.annotations.undo();
    expect(await caller.suggestions.left()).toMatchObject({ images: 3 });
  });

  it('are kept as far as they were predicted when that is cancelled', async () => {
    await caller.suggestions.dismiss();
    const suggesting = caller.suggestions.suggest({ run: runId });
    const ours = () => project.context.jobs().filter(({ title }) => title === `Suggesting landmarks with run ${runId}`);
    await project.until(() => ours().length > 0);
    for (const { id } of ours()) project.context.cancelJob(id);
    // Before its trainer had begun.
    expect(await suggesting).toMatchObject({ images: 0, cancelled: true });
    expect((await caller.suggestions.left()).images).toBe(0);
    // After two of three.
    const predictor = vi.spyOn(project.runs.predictor, 'predictLooks');
    predictor.mockImplementationOnce(async (_, looks, told, keep) => {
      for (const look of looks.slice(0, 2)) told(look, [[4, 5]]);
      await keep();
      return { problems: [], cancelled: true };
    });
    expect(await caller.suggestions.suggest({ run: runId })).toMatchObject({ images: 2, cancelled: true });
    expect((await caller.suggestions.left()).images).toBe(2);
  });

  it('go with the run', async () => {
    await caller.runs.delete({ runId });
    expect(await caller.suggestions.left()).toEqual({ images: 0, runs: [] });
    expect(project.store.work.counts({ status: 'predicted' }).total).toBe(0);
  });
});
