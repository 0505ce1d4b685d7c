import { expect, test } from 'vitest';
import { frameTimesOf, quantile, type TraceEvent } from './frame-times.ts';

const event = (name: string, ms: number, more: Partial<TraceEvent> = {}): TraceEvent => ({
  name,
  ph: 'I',
  pid: 7,
  tid: 2,
  ts: ms * 1000,
  ...more,
});
const task = (ms: number, work: number, tid = 1): TraceEvent =>
  event('RunTask', ms, { ph: 'X', tid, tdur: work * 1000 });

test('frames are told from when they were drawn, with the work of the main thread between them', () => {
  const times = frameTimesOf([
    event('thread_name', 0, { ph: 'M', tid: 1, args: { name: 'CrRendererMain' } }),
    event('DrawFrame', 116),
    event('DrawFrame', 100),
    event('DrawFrame', 166),
    // Before the first frame, on another thread, in another process, after the last: none of it counts.
    task(90, 50),
    task(103, 40, 3),
    { ...task(104, 40), pid: 8 },
    task(170, 60),
    event('DroppedFrame', 90),
    event('DroppedFrame', 140),
    task(101, 2),
    task(110, 3),
    task(120, 30),
  ]);
  expect(times).toEqual({ between: [16, 50], work: [5, 30], dropped: 1 });
});

test('a trace in which nothing was drawn is no measurement', () => {
  expect(() => frameTimesOf([event('DrawFrame', 1)])).toThrow('1 drawn frames');
});

test('quantiles are values that occurred', () => {
  expect(quantile([5, 1, 3, 2, 4], 0.5)).toBe(3);
  expect(quantile([1, 2], 0.99)).toBe(2);
});
