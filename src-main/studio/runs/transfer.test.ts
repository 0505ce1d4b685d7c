import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { beginningWords, type Recipe, type RunStatus } from '../../contract/index.ts';
import { exportModel } from '../exchange/export-model.ts';
import { runFolder } from './run-folder.ts';
import {
  createTestProject,
  openTestProject,
  removeTestProjects,
  testRecipe,
  trainerIsThere,
  type TestProject,
} from './test-project.ts';

const outside = mkdtempSync(join(tmpdir(), 'keypoint-studio-transfer-'));
afterAll(() => {
  removeTestProjects();
  rmSync(outside, { recursive: true, force: true });
});

async function reach(project: TestProject, runId: number, ...states: RunStatus[]): Promise<void> {
  await project.until(() => states.includes(project.runs.get(runId).status));
}

async function train(project: TestProject, recipe: Recipe): Promise<number> {
  const { id } = project.runs.start(recipe, '');
  await reach(project, id, 'finished', 'failed', 'interrupted');
  return id;
}

const refusal = async (project: TestProject, recipe: Recipe): Promise<string> => {
  const before = project.runs.list().length;
  const told = await (async () => project.runs.previews.preview(recipe))().then(
    () => 'nothing',
    (error: unknown) => (error as Error).message,
  );
  expect(() => project.runs.start(recipe, '')).toThrow(told);
  expect(project.runs.list()).toHaveLength(before);
  return told;
};

describe.skipIf(!trainerIsThere)('a run that begins with another, with a real trainer', { timeout: 60_000 }, () => {
  it('takes what fits, says what does not before and after, and goes on when the other is gone', async () => {
    await using project = await openTestProject(await createTestProject());
    const first = await train(project, testRecipe());
    // Long enough to be stopped while it trains.
    const recipe = testRecipe({ landmarks: 'all', epochs: 60, seed: 2, transfer: { from: first, freeze: 2 } });
    const words = '2 of 3 layers; layer 5.coordinates anew';
    const preview = await project.runs.previews.preview(recipe);
    expect(beginningWords(preview.layers)).toBe(words);
    expect(preview.parameters).toBe(preview.layers.reduce((sum, row) => sum + row.parameters, 0) - 40);

    const { id } = project.runs.start(recipe, '');
    project.runs.delete(first);
    await project.until(() => project.runs.get(id).epochsDone >= 2);
    project.runs.stop(id);
    await reach(project, id, 'stopped', 'failed', 'interrupted');
    const stopped = project.runs.get(id);
    expect(stopped).toMatchObject({ status: 'stopped', resumable: true });
    project.runs.resume(id);
    await project.until(() => project.runs.get(id).epochsDone > stopped.epochsDone);
    project.runs.stop(id);
    await reach(project, id, 'stopped', 'finished', 'failed', 'interrupted');
    const run = project.runs.get(id);
    expect(run.problem).toBeNull();
    expect(beginningWords(run.layers)).toBe(words);
    expect(run.layers.map(({ frozen }) => frozen ?? false)).toEqual([false, true, true, false, false, false]);

    expect(await refusal(project, recipe)).toBe(`There is no run ${first} in this project.`);
  });

  it('begins with an exported model of another project, and says of a broken one what is wrong', async () => {
    const model = join(outside, 'model');
    {
      await using other = await openTestProject(await createTestProject());
      const run = await train(other, testRecipe({ epochs: 6 }));
      const handle = { signal: new AbortController().signal, progress: () => undefined };
      await exportModel(other.store, { run, format: 'tfjs', out: model }, handle);
    }
    await using project = await openTestProject(await createTestProject());
    const recipe = testRecipe({ epochs: 1, seed: 2, transfer: { from: model } });
    const anew = await train(project, { ...recipe, transfer: null });
    const begun = await train(project, recipe);
    expect(beginningWords(project.runs.get(begun).layers)).toBe('3 of 3 layers');
    const lossOf = (id: number): number => project.store.runs.epochs(id)[0]!.trainLoss;
    expect(lossOf(begun)).toBeLessThan(lossOf(anew));

    const weights = join(model, 'weights.bin');
    writeFileSync(weights, readFileSync(weights).subarray(0, 16));
    await expect(project.runs.previews.preview({ ...recipe, seed: 3 })).rejects.toThrow(
      /weights\.bin has 16 bytes, but/,
    );
    const failed = await train(project, recipe);
    expect(project.runs.get(failed)).toMatchObject({ status: 'failed', bestEpoch: null });
    expect(project.runs.get(failed).problem).toMatch(/weights\.bin has 16 bytes, but/);
    // What was begun before has its own copy.
    expect(existsSync(join(runFolder(project.store, begun), 'begin', 'weights.bin'))).toBe(true);

    rmSync(weights);
    expect(await refusal(project, recipe)).toContain(`${join(model, 'weights.bin')} is not there`);
    mkdirSync(weights);
    expect(await refusal(project, recipe)).toContain(`${weights} is no file`);
    rmSync(weights, { recursive: true });
    writeFileSync(weights, '');
    writeFileSync(join(model, 'metadata.json'), '{"format":"something else"}');
    expect(await refusal(project, recipe)).toMatch(/metadata\.json is not the metadata of a model of this studio/);
    rmSync(join(model, 'metadata.json'));
    expect(await refusal(project, recipe)).toMatch(/There is no model to begin with in .*metadata\.json is not there/);
    expect(await refusal(project, { ...recipe, transfer: { from: 'model', freeze: 0 } })).toMatch(/by its whole path/);
  });

  it('does not begin with a run that still trains or has no model', async () => {
    await using project = await openTestProject(await createTestProject());
    const { id } = project.runs.start(testRecipe({ epochs: 5000 }), '');
    const recipe = testRecipe({ transfer: { from: id } });
    expect(await refusal(project, recipe)).toMatch(/has no model: it has not finished its first epoch/);
    await project.until(() => project.runs.get(id).epochsDone >= 1);
    expect(await refusal(project, recipe)).toMatch(/is running: its best model still changes/);
    project.runs.cancel(id);
    await reach(project, id, 'cancelled');
  });
});
