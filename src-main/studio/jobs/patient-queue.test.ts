import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StudioError } from '../../contract/index.ts';
import { PatientQueue } from './patient-queue.ts';

let done: string[];
let held: string[];
let queue: PatientQueue;
/** Errors that the next attempts meet. */
let troubles: Error[];
const work = (name: string) => () => {
  const trouble = troubles.shift();
  if (trouble) throw trouble;
  done.push(name);
};
const full = () => new StudioError('failed', 'The disk is full.');

beforeEach(() => {
  vi.useFakeTimers();
  [done, held, troubles] = [[], [], []];
  queue = new PatientQueue(({ message }) => held.push(message));
});
afterEach(() => {
  vi.useRealTimers();
});

it('does work at once, and in order what had to wait', async () => {
  queue.add(work('one'));
  expect(done).toEqual(['one']);
  troubles.push(full(), full());
  queue.add(work('two'));
  queue.add(work('three'));
  expect(done).toEqual(['one']);
  await vi.advanceTimersByTimeAsync(1000);
  expect(done).toEqual(['one']);
  await vi.advanceTimersByTimeAsync(1000);
  expect(done).toEqual(['one', 'two', 'three']);
  expect(held).toEqual(['The disk is full.']);
});

it('throws what does not pass, and goes on with the rest', () => {
  troubles.push(new StudioError('bad input', 'No.'));
  expect(() => queue.add(work('one'))).toThrow('No.');
  queue.add(work('two'));
  expect(done).toEqual(['two']);
});

it('leaves what waits when it is closed', async () => {
  troubles.push(full());
  queue.add(work('one'));
  queue.close();
  await vi.advanceTimersByTimeAsync(5000);
  expect(done).toEqual([]);
});
