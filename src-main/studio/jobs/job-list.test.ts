import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Job } from '../../contract/index.ts';
import type { JobHandle } from '../context.ts';
import { JobList, secondsLeft } from './job-list.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** A job list and everything it told. */
function listening() {
  const told: { job: Job; ended: boolean }[] = [];
  return { told, jobs: new JobList((job, ended) => told.push({ job, ended })) };
}

/** Work that waits until it is cancelled. */
const untilCancelled = ({ signal }: JobHandle) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('noticed')));
  });

describe('a job', () => {
  it('is told of when it starts and ends, is listed between, and answers what its work does', async () => {
    const { told, jobs } = listening();
    const answer = await jobs.run('Import', null, async () => {
      expect(jobs.all()).toMatchObject([{ id: 1, title: 'Import', done: 0, total: null, cancellable: true }]);
      return Promise.resolve(42);
    });
    expect(answer).toBe(42);
    expect(told.map(({ ended }) => ended)).toEqual([false, true]);
    expect(jobs.all()).toEqual([]);
  });

  it('passes on what its work throws, and is over', async () => {
    const { told, jobs } = listening();
    await expect(jobs.run('Import', null, () => Promise.reject(new Error('disk')))).rejects.toThrow('disk');
    expect(told.at(-1)?.ended).toBe(true);
    expect(jobs.all()).toEqual([]);
  });

  it('tells its progress at most ten times a second, with the time left', async () => {
    vi.useFakeTimers();
    const { told, jobs } = listening();
    await jobs.run('Import', null, async (handle) => {
      for (let done = 1; done <= 100; done += 1) {
        await vi.advanceTimersByTimeAsync(20);
        handle.progress(done, 100);
      }
    });
    const progress = told.filter(({ job, ended }) => !ended && job.done > 0).map(({ job }) => job);
    expect(progress).toHaveLength(20);
    expect(progress[4]).toMatchObject({ done: 25, total: 100, secondsLeft: 1.5 });
    expect(told.at(-1)).toMatchObject({ ended: true, job: { done: 100, secondsLeft: 0 } });
  });

  it('that is cancelled rejects with the code cancelled', async () => {
    const { jobs } = listening();
    const job = jobs.run('Import', null, untilCancelled);
    jobs.cancel(1);
    await expect(job).rejects.toMatchObject({ code: 'cancelled', message: 'Import: cancelled.' });
    expect(() => jobs.cancel(1)).toThrow(expect.objectContaining({ code: 'not found' }));
  });

  it('that finished all the same has finished', async () => {
    const { jobs } = listening();
    const job = jobs.run('Import', null, async () => {
      jobs.cancel(1);
      return Promise.resolve('done');
    });
    expect(await job).toBe('done');
  });
});

it('the jobs of one project are cancelled, waited for, and no others', async () => {
  const { jobs } = listening();
  const [mine, other] = [{}, {}];
  let letGo = false;
  const work = async (handle: JobHandle) => {
    try {
      await untilCancelled(handle);
    } finally {
      await Promise.resolve();
      letGo = true;
    }
  };
  const cancelled = expect(jobs.run('mine', mine, work)).rejects.toMatchObject({ code: 'cancelled' });
  const kept = jobs.run('other', other, untilCancelled);
  await jobs.cancelAll(mine);
  expect(letGo).toBe(true);
  await cancelled;
  expect(jobs.all().map(({ title }) => title)).toEqual(['other']);
  const gone = expect(kept).rejects.toMatchObject({ code: 'cancelled' });
  await jobs.cancelAll();
  await gone;
});

it('the time left follows the pace since the first word, once more is done of a known whole', () => {
  expect(secondsLeft(0, 0, 10, 5)).toBeNull();
  expect(secondsLeft(3, 3, 10, 5)).toBeNull();
  expect(secondsLeft(0, 3, null, 5)).toBeNull();
  expect(secondsLeft(0, 2, 10, 5)).toBe(20);
  expect(secondsLeft(2, 4, 10, 5)).toBe(15);
  expect(secondsLeft(0, 11, 10, 5)).toBe(0);
});
