import { expect, test } from 'vitest';
import { Pause } from './pause.ts';

test('work rests where it asks, not where the pause was asked for, and its clock stands still meanwhile', async () => {
  let now = 1000;
  const told: boolean[] = [];
  const pause = new Pause(
    (paused) => told.push(paused),
    () => now,
  );
  await pause.over();
  pause.ask();
  now = 1500;
  expect(told).toEqual([]);
  expect(pause.now()).toBe(1500);

  const went: string[] = [];
  const workers = ['one', 'other'].map((name) => pause.over().then(() => went.push(name)));
  now = 9000;
  expect(told).toEqual([true]);
  expect(pause.now()).toBe(1500);
  expect(went).toEqual([]);
  pause.end();
  await Promise.all(workers);
  expect(told).toEqual([true, false]);
  now = 9100;
  expect(pause.now()).toBe(1600);
});

test('a pause that is taken back before work rests is not noticed', async () => {
  const told: boolean[] = [];
  const pause = new Pause((paused) => told.push(paused));
  pause.ask();
  pause.end();
  await pause.over();
  expect(told).toEqual([]);
});
