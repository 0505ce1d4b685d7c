import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { TrainerMessage } from '../../contract/index.ts';
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
import { TrainerWatch, trainerLimits } from './trainer-watch.ts';

afterAll(removeTestProjects);

const epoch = (memoryBytes: number): TrainerMessage => ({
  version: 1,
  kind: 'epoch',
  result: { epoch: 1, trainLoss: 1, validationLoss: 1, imagesPerSecond: 1, seconds: 1, memoryBytes },
  bestEpoch: 1,
  bestValidationLoss: 1,
});

function watched(limits = trainerLimits): { watch: TrainerWatch; silences: (number | null)[]; recycled: () => number } {
  const silences: (number | null)[] = [];
  let recycled = 0;
  const watch = new TrainerWatch(
    (seconds) => silences.push(seconds),
    () => (recycled += 1),
    limits,
  );
  return { watch, silences, recycled: () => recycled };
}

describe('the watch over a trainer', () => {
  it('asks once for a fresh process when memory has grown beyond what a first epoch explains', () => {
    const { watch, recycled } = watched();
    const first = 2 ** 30;
    for (const bytes of [first, 1.5 * first, 1.5 * first + 400 * 2 ** 20]) watch.heard(epoch(bytes));
    expect(recycled()).toBe(0);
    for (const bytes of [1.5 * first + 600 * 2 ** 20, 4 * first]) watch.heard(epoch(bytes));
    expect(recycled()).toBe(1);
    watch.end();
  });

  it('tells of silence, of its end, and not of a rest', async () => {
    const { watch, silences } = watched({ ...trainerLimits, silenceMilliseconds: 30 });
    watch.heard(epoch(1));
    await delay(150);
    expect(silences.length).toBeGreaterThan(0);
    expect(silences.every((seconds) => seconds !== null && seconds >= 0.025)).toBe(true);
    watch.heard(epoch(1));
    expect(silences.at(-1)).toBeNull();
    const told = silences.length;
    watch.heard({ version: 1, kind: 'paused', paused: true });
    await delay(120);
    expect(silences).toHaveLength(told);
    watch.end();
  });
});

function losses(project: TestProject, runId: number): unknown {
  return project.store.runs.epochs(runId).map(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]);
}

describe.skipIf(!trainerIsThere)('a run, with a real trainer', { timeout: 60_000 }, () => {
  const withLimits = (limits: Partial<typeof trainerLimits>) => ({
    ...options,
    trainer: { ...options.trainer, limits: { ...trainerLimits, ...limits } },
  });

  it('goes on in fresh processes to the same losses', async () => {
    const folder = await createTestProject();
    // Every epoch of a process but its first finds it too large: each trains two.
    await using project = await openTestProject(folder, { options: withLimits({ growth: 0, growthBytes: 1 }) });
    const starts: number[] = [];
    const plain = testRecipe({ epochs: 5 });
    const { id } = project.runs.start(plain, '');
    await project.until(() => {
      const { status, epochsDone } = project.runs.get(id);
      if (status === 'starting' && starts.at(-1) !== epochsDone) starts.push(epochsDone);
      return ['finished', 'failed', 'interrupted'].includes(status);
    });
    expect(project.runs.get(id)).toMatchObject({ status: 'finished', epochsDone: 5, problem: null });
    expect(starts.length).toBeGreaterThan(1);
    const recycled = losses(project, id);
    await project.context.closeProject();

    await using other = await openTestProject(await createTestProject());
    const whole = other.runs.start(plain, '');
    await other.until(() => other.runs.get(whole.id).status === 'finished');
    expect(recycled).toEqual(losses(other, whole.id));
  });

  it.skipIf(process.platform === 'win32')(
    'that says nothing although its process is there is told to be silent, until it speaks',
    async () => {
      await using project = await openTestProject(await createTestProject(), {
        options: withLimits({ silenceMilliseconds: 400, silenceSteps: 5 }),
      });
      const { id } = project.runs.start(testRecipe({ epochs: 2000 }), '');
      await project.until(() => project.runs.get(id).epochsDone >= 2);
      const pid = trainersOf(project.folder, id)[0]!;
      process.kill(pid, 'SIGSTOP');
      await project.until(() => (project.runs.progress()?.silentSeconds ?? 0) >= 0.4);
      process.kill(pid, 'SIGCONT');
      await project.until(() => project.runs.progress()?.silentSeconds === null);
      expect(project.runs.get(id).status).toBe('running');
      project.runs.cancel(id);
      await project.until(() => project.runs.get(id).status === 'cancelled');
    },
  );
});
