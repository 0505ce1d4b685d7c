import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { RunStatus } from '../../contract/index.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { runFolder } from './run-folder.ts';
import {
  createTestProject,
  openTestProject,
  options,
  removeTestProjects,
  testRecipe,
  trainerIsThere,
  trainersOf,
  type TestProject,
} from './test-project.ts';

afterAll(removeTestProjects);

/** Waits until the run has one of the states. */
async function reach(project: TestProject, runId: number, ...states: RunStatus[]): Promise<void> {
  await project.until(() => states.includes(project.runs.get(runId).status));
}

async function reachEpoch(project: TestProject, runId: number, epoch: number): Promise<void> {
  await project.until(() => project.runs.get(runId).epochsDone >= epoch);
}

function losses(project: TestProject, runId: number): unknown {
  return project.store.runs
    .epochs(runId)
    .map(({ epoch, trainLoss, validationLoss }) => ({ epoch, trainLoss, validationLoss }));
}

/** Enough epochs that the run is still going on when a test turns to it, few enough to be done in seconds. */
const long = testRecipe({ epochs: 60 });

describe.skipIf(!trainerIsThere)('a run, with a real trainer', { timeout: 60_000 }, () => {
  it('trains, stores what the trainer tells, and predicts the labelled images', async () => {
    await using project = await openTestProject(await createTestProject());
    const started = project.runs.start(testRecipe(), 'first try');
    expect(started).toMatchObject({ status: 'starting', note: 'first try', seed: 1, recipeName: 'tiny' });
    expect(started.snapshot.split).toEqual({ train: 18, validation: 6, none: 0 });
    await reach(project, started.id, 'finished', 'failed', 'interrupted');

    const run = project.runs.get(started.id);
    expect(run).toMatchObject({ status: 'finished', problem: null, epochsDone: 3, resumable: false });
    expect(run.device?.title).toContain('TensorFlow');
    expect(run.studioVersion).toBe('test');
    expect(run.layers.length).toBeGreaterThan(3);
    expect(run.samples.length).toBeGreaterThan(0);
    for (const epoch of run.epochs) {
      expect(epoch).toMatchObject({ nmeBy: 'inter-ocular', learningRate: 0.003 });
      expect(epoch.nme).toBeGreaterThan(0);
      expect(epoch.memoryBytes).toBeGreaterThan(1e7);
    }
    expect(run.layers.find(({ name }) => name.startsWith('conv'))?.multiplyAdds).toBe(16 * 12 * 9 * 4);
    expect(run.bestValidationLoss).toBe(Math.min(...run.epochs.map((epoch) => epoch.validationLoss)));
    expect(project.events.filter((event) => event.kind === 'run epoch')).toHaveLength(3);
    expect(project.events.some((event) => event.kind === 'run progress')).toBe(true);

    await project.until(() => project.store.predictions.of(run.id).length === 24);
    const evaluation = await evaluate(project.context, { run: 'latest', on: 'validation' });
    // The engine and the studio measure the same thing by different code: the loss of the best epoch.
    expect(evaluation.mse).toBeCloseTo(run.bestValidationLoss!, 6);
    expect(evaluation.baseline.mse).toBeCloseTo(run.baselineLoss!, 6);
  });

  it('waits its turn behind the run before it, and can be cancelled there', async () => {
    await using project = await openTestProject(await createTestProject());
    const first = project.runs.start(testRecipe(), '');
    const second = project.runs.start(testRecipe({ seed: 2 }), '');
    const third = project.runs.start(testRecipe({ seed: 3 }), '');
    expect([second.status, third.status]).toEqual(['queued', 'queued']);
    expect(project.runs.cancel(second.id).status).toBe('cancelled');
    await reach(project, third.id, 'finished', 'failed');
    expect(project.runs.list().map(({ id, status }) => [id, status])).toEqual([
      [third.id, 'finished'],
      [second.id, 'cancelled'],
      [first.id, 'finished'],
    ]);
    expect(project.runs.get(third.id).startedAt! >= project.runs.get(first.id).endedAt!).toBe(true);
  });

  it('is trained in the order of the queue, which a person can change and hold', async () => {
    await using project = await openTestProject(await createTestProject());
    const ids = Array.from({ length: 4 }, (_, seed) => project.runs.start(testRecipe({ seed, epochs: 1 }), '').id);
    const [first, second, third, fourth] = ids as [number, number, number, number];
    expect(project.runs.moveInQueue(fourth, 0).queuePlace).toBe(0);
    project.runs.moveInQueue(second, 99);
    expect([second, third, fourth].map((id) => project.runs.get(id).queuePlace)).toEqual([2, 1, 0]);
    expect(() => project.runs.moveInQueue(first, 0)).toThrow(/does not wait/);
    project.runs.holdQueue(true);
    await reach(project, first, 'finished', 'failed');
    expect(project.runs.progress()).toBeNull();
    project.runs.holdQueue(false);
    await reach(project, second, 'finished', 'failed');
    const began = ids.map((id) => project.runs.get(id)).sort((a, b) => (a.startedAt! < b.startedAt! ? -1 : 1));
    expect(began.map(({ id }) => id)).toEqual([first, fourth, third, second]);
    expect(began.every(({ queuePlace }) => queuePlace === null)).toBe(true);
  });

  it('of a grid is one for each combination, or none at all', async () => {
    await using project = await openTestProject(await createTestProject());
    const axes = [
      { path: 'optimizer.learningRate', values: [0.01, 0.001] },
      { path: 'network.0.filters', values: [2, 4] },
    ];
    const wrong = [...axes, { path: 'landmarks', values: [['nose'], ['ear']] }];
    expect(() => project.runs.startGrid(testRecipe(), '', wrong)).toThrow(/ear/);
    expect(project.runs.list()).toEqual([]);
    const grid = project.runs.startGrid(testRecipe({ epochs: 1 }), 'try', axes);
    expect(grid.map((run) => run.grid)).toEqual(
      [0.01, 0.001].flatMap((rate) =>
        [2, 4].map((filters) => ({ id: 1, values: { 'optimizer.learningRate': rate, 'network.0.filters': filters } })),
      ),
    );
    await reach(project, 4, 'finished', 'failed');
    project.runs.delete(1);
    expect(project.runs.list()).toMatchObject([4, 3, 2].map((id) => ({ id, status: 'finished', grid: { id: 1 } })));
    expect(project.runs.get(4)).toMatchObject({ recipe: { optimizer: { learningRate: 0.001 }, epochs: 1 } });
    expect(project.runs.get(4).trainedSeconds).toBeGreaterThan(0);
  });

  it('keeps its best epoch when stopped, and can be resumed', async () => {
    await using project = await openTestProject(await createTestProject());
    const { id } = project.runs.start(long, '');
    await reachEpoch(project, id, 2);
    project.runs.stop(id);
    await reach(project, id, 'stopped', 'failed', 'interrupted');
    const stopped = project.runs.get(id);
    expect(stopped).toMatchObject({ status: 'stopped', resumable: true });
    expect(stopped.bestEpoch).toBeGreaterThan(0);
    expect(existsSync(join(runFolder(project.store, id), 'best', 'model.json'))).toBe(true);
    expect(await evaluate(project.context, { run: 'latest', on: 'validation' })).toMatchObject({
      runId: id,
      images: 6,
    });

    project.runs.resume(id);
    await reachEpoch(project, id, stopped.epochsDone + 1);
    project.runs.cancel(id);
    await reach(project, id, 'cancelled', 'failed');
    expect(project.runs.get(id).status).toBe('cancelled');
    expect(project.store.runs.epochs(id).map(({ epoch }) => epoch)).toEqual(
      Array.from({ length: project.runs.get(id).epochsDone }, (_, index) => index + 1),
    );
  });

  it('is paused and goes on to the same losses; paused it can be stopped or cancelled', async () => {
    await using project = await openTestProject(await createTestProject());
    const { id } = project.runs.start(testRecipe(), '');
    expect(project.runs.pause(id).id).toBe(id);
    await reach(project, id, 'paused', 'failed');
    const whole = project.runs.start(testRecipe(), 'never paused');
    expect(project.runs.progress()).toMatchObject({ runId: id, status: 'paused' });
    expect(project.runs.get(whole.id).status).toBe('queued');
    expect(() => project.runs.pause(whole.id)).toThrow(/no trainer is at work/);
    project.runs.continue(id);
    await reach(project, whole.id, 'finished', 'failed');
    expect(project.runs.get(id).status).toBe('finished');
    expect(losses(project, id)).toEqual(losses(project, whole.id));

    const stopped = project.runs.start(long, '').id;
    await reachEpoch(project, stopped, 1);
    project.runs.pause(stopped);
    await reach(project, stopped, 'paused', 'failed');
    project.runs.stop(stopped);
    await reach(project, stopped, 'stopped', 'failed');
    expect(project.runs.get(stopped)).toMatchObject({ status: 'stopped', resumable: true });

    const cancelled = project.runs.start(long, '').id;
    project.runs.pause(cancelled);
    await reach(project, cancelled, 'paused', 'failed');
    project.runs.cancel(cancelled);
    await reach(project, cancelled, 'cancelled', 'failed');
  });

  it.skipIf(process.platform === 'win32')(
    'is interrupted at once when its trainer is killed, and resumes to the same losses',
    async () => {
      await using project = await openTestProject(await createTestProject());
      const whole = project.runs.start(long, 'never disturbed');
      await reach(project, whole.id, 'finished', 'failed');
      const { id } = project.runs.start(long, 'killed');
      await reachEpoch(project, id, 3);
      const [trainer] = trainersOf(project.folder, id);
      process.kill(trainer!, 'SIGKILL');
      await reach(project, id, 'interrupted', 'failed', 'finished');
      const interrupted = project.runs.get(id);
      expect(interrupted).toMatchObject({ status: 'interrupted', resumable: true });
      expect(interrupted.problem).toMatch(/ended from outside \(SIGKILL\).*can be resumed/s);

      project.runs.resume(id);
      expect(project.runs.get(id)).toMatchObject({ status: 'starting', problem: null, endedAt: null });
      await reach(project, id, 'finished', 'failed');
      expect(losses(project, id)).toEqual(losses(project, whole.id));
      // Those of before are kept, not trained again: their times are the same.
      expect(project.store.runs.epochs(id).slice(0, interrupted.epochsDone - 1)).toEqual(
        interrupted.epochs.slice(0, interrupted.epochsDone - 1),
      );
      expect(project.runs.get(id).bestEpoch).toBe(project.runs.get(whole.id).bestEpoch);
    },
  );

  it.skipIf(process.platform === 'win32')(
    'is interrupted and resumable when the studio was killed; its trainer does not outlive the studio',
    async () => {
      const folder = await createTestProject();
      const script = `
        import { openTestProject, options, testRecipe } from ${JSON.stringify(import.meta.resolve('./test-project.ts'))};
        const used = { ...options, userFolder: ${JSON.stringify(options.userFolder)} };
        const project = await openTestProject(${JSON.stringify(folder)}, { options: used });
        const run = project.runs.start(testRecipe({ epochs: 60 }), '');
        await project.until(() => project.runs.get(run.id).epochsDone >= 2);
        process.kill(process.pid, 'SIGKILL');`;
      const studio = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
      const signal = await new Promise((resolve) => studio.once('exit', (_code, by) => resolve(by)));
      expect(signal).toBe('SIGKILL');
      // The test's own time limit ends this when the trainer stays.
      while (trainersOf(folder, 1).length > 0) await delay(50);

      {
        await using looking = await openTestProject(folder, { readOnly: true });
        expect(looking.runs.list()).toMatchObject([{ status: 'interrupted', resumable: true }]);
      }
      await using project = await openTestProject(folder);
      const run = project.runs.get(1);
      expect(run).toMatchObject({ status: 'interrupted', resumable: true });
      expect(run.problem).toMatch(/studio went away while this run was training.*can be resumed/);
      project.runs.resume(1);
      await reach(project, 1, 'finished', 'failed');
      expect(project.runs.get(1)).toMatchObject({ status: 'finished', epochsDone: 60 });
    },
  );

  it('is interrupted, and its trainer gone, when the project is closed', async () => {
    const folder = await createTestProject();
    {
      await using project = await openTestProject(folder);
      const { id } = project.runs.start(long, '');
      project.runs.start(long, 'waiting');
      await reachEpoch(project, id, 1);
    }
    await using project = await openTestProject(folder);
    expect(project.runs.get(1).status).toBe('interrupted');
    expect(project.runs.get(1).problem).toContain('The project was closed while this run was training.');
    // The run that waited waits on, and does not begin by itself; one that is started now is trained before it.
    expect(project.runs.get(2)).toMatchObject({ status: 'queued', held: true, queuePlace: 0 });
    const third = project.runs.start(testRecipe(), '');
    await reach(project, third.id, 'finished', 'failed');
    expect(project.runs.get(2)).toMatchObject({ status: 'queued', held: true });
    expect(project.runs.holdQueue(false)).toMatchObject([{ id: 2 }]);
    await reachEpoch(project, 2, 1);
    project.runs.cancel(2);
    await reach(project, 2, 'cancelled', 'failed');
  });

  it('is deleted with its folder, but not while it is going on', async () => {
    await using project = await openTestProject(await createTestProject());
    const { id } = project.runs.start(long, '');
    expect(() => project.runs.delete(id)).toThrow(/Cancel it before deleting/);
    project.runs.cancel(id);
    await reach(project, id, 'cancelled', 'failed');
    project.runs.delete(id);
    expect(existsSync(runFolder(project.store, id))).toBe(false);
    expect(() => project.runs.get(id)).toThrow(/no run 1/);
  });

  it('can be evaluated while it goes on; what it predicted then does not outlive its better epochs', async () => {
    await using project = await openTestProject(await createTestProject());
    const { id } = project.runs.start(long, '');
    await reachEpoch(project, id, 1);
    expect(await evaluate(project.context, { run: id, on: 'validation' })).toMatchObject({ images: 6 });
    await reach(project, id, 'finished', 'failed');
    const { mse } = await evaluate(project.context, { run: id, on: 'validation' });
    expect(mse).toBeCloseTo(project.runs.get(id).bestValidationLoss!, 6);
  });

  it('says which images it could not read', async () => {
    const folder = await createTestProject();
    const file = join(folder, 'images', '1.png');
    writeFileSync(file, Buffer.alloc(readFileSync(file).length));
    await using project = await openTestProject(folder);
    const { id } = project.runs.start(testRecipe(), '');
    await reach(project, id, 'finished', 'failed');
    expect(project.runs.get(id).status).toBe('finished');
    expect(project.runs.get(id).problem).toMatch(/Trained without 1 image that could not be read.*1\.png/);
  });

  it('corrects stored errors when labels are corrected, and tells the next run what changed', async () => {
    await using project = await openTestProject(await createTestProject());
    const { id } = project.runs.start(testRecipe(), '');
    await project.until(() => project.store.predictions.of(id).length === 24);
    const [first] = project.store.predictions.of(id);
    const [x, y] = first!.landmarks[0]!;
    const eventsBefore = project.events.length;
    project.store.applyEdit({
      label: 'Moved nose',
      changes: [
        {
          kind: 'move landmarks',
          instanceId: first!.instanceId,
          landmarks: [{ index: 2, landmark: { x: x + 3, y: y + 4, visibility: 'visible' } }],
        },
      ],
    });
    await project.until(() => project.events.slice(eventsBefore).some((event) => event.kind === 'run'));
    expect(project.store.predictions.of(id)[0]!.errorPx).toBeCloseTo(5, 9);

    const next = project.runs.start(testRecipe(), '');
    expect(next.snapshot.changedSincePrevious).toMatchObject({ landmarks: 1, images: 1, previousRun: id });
    expect(next.snapshot.hash).not.toBe(project.runs.get(id).snapshot.hash);
  });

  it('is previewed without being trained, and from memory the second time', async () => {
    await using project = await openTestProject(await createTestProject());
    const preview = await project.runs.previews.preview(testRecipe());
    expect(preview.parameters).toBe(preview.layers.reduce((sum, layer) => sum + layer.parameters, 0));
    expect(preview.samples[0]!.picture).toMatch(/^data:image\/png;base64,/);
    expect(preview.baselineLoss).toBeGreaterThan(0);
    expect(await project.runs.previews.preview(testRecipe({ epochs: 99 }))).toBe(preview);
    expect(await project.runs.previews.preview(testRecipe({ landmarks: 'all' }))).not.toBe(preview);
    expect(project.runs.list()).toEqual([]);
    const tooSmall = testRecipe({ network: Array.from({ length: 5 }, () => ({ layer: 'max pool', size: 16 })) });
    await expect(project.runs.previews.preview(tooSmall)).rejects.toMatchObject({ code: 'failed' });
  });

  it('is previewed with the pictures it would be trained on, of any epoch; a mirror without pairs is refused', async () => {
    await using project = await openTestProject(await createTestProject());
    expect((await project.runs.previews.preview(testRecipe())).proofSheet).toBeNull();
    const recipe = testRecipe({ landmarks: 'all', augmentation: { mirror: 0.5, rotation: 10 } });
    const { proofSheet } = await project.runs.previews.preview(recipe);
    expect(proofSheet).toMatchObject({ epoch: 1, sides: ['left', 'right', null], alarm: null });
    expect(new Set(proofSheet!.samples.map(({ mirrored }) => mirrored)).size).toBe(2);
    for (const { landmarks } of proofSheet!.samples) expect(landmarks[0]![0]).toBeLessThan(landmarks[1]![0]);
    expect((await project.runs.previews.preview(recipe, 2)).proofSheet).toMatchObject({ epoch: 2 });
    const alone = testRecipe({ landmarks: ['left eye'], augmentation: { mirror: 0.5 } });
    await expect(project.runs.previews.preview(alone)).rejects.toThrow(/"left eye" without its counterpart/);
  });

  it('in a project opened to look can be evaluated, and nothing else', async () => {
    const folder = await createTestProject();
    {
      await using project = await openTestProject(folder);
      const { id } = project.runs.start(testRecipe(), '');
      await reach(project, id, 'finished', 'failed');
      project.store.predictions.replace(id, []);
    }
    await using project = await openTestProject(folder, { readOnly: true });
    const readOnly = expect.objectContaining({ code: 'read only' }) as Error;
    expect(() => project.runs.start(testRecipe(), '')).toThrow(readOnly);
    expect(() => project.runs.resume(1)).toThrow(readOnly);
    expect(() => project.runs.delete(1)).toThrow(readOnly);
    expect(() => project.runs.setNote(1, 'x')).toThrow(readOnly);
    expect(await evaluate(project.context, { run: 'latest', on: 'all' })).toMatchObject({ images: 24, landmarks: 1 });
  });
});

describe('where TensorFlow is not set up', () => {
  const without = { ...options, runtimeFile: join(options.userFolder, 'not there', 'runtime.json') };

  it('a run is trained on WebAssembly, and says so', async () => {
    await using project = await openTestProject(await createTestProject(), { options: without });
    const { id } = project.runs.start(testRecipe(), '');
    await project.until(() => project.runs.get(id).endedAt !== null);
    const run = project.runs.get(id);
    expect(run).toMatchObject({ status: 'finished', problem: null, device: { engine: 'wasm', kind: 'cpu' } });
    expect(run.device?.title).toMatch(/^WebAssembly · CPU, \d+ threads?$/);
    expect(run.epochs).toHaveLength(3);
  });

  it('it is refused when TensorFlow alone is wanted', async () => {
    await using project = await openTestProject(await createTestProject(), { options: without });
    vi.stubEnv('KEYPOINT_STUDIO_ENGINE', 'tensorflow');
    expect(() => project.runs.start(testRecipe(), '')).toThrow(
      expect.objectContaining({ code: 'no runtime' }) as Error,
    );
    vi.unstubAllEnvs();
    expect(project.runs.list()).toEqual([]);
  });
});
