/** What is used of an event of Chromium's tracing; times in µs. */
export interface TraceEvent {
  name: string;
  /** X: with a duration, I: an instant, M: a name of a process or thread. */
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  /** Of the thread's own processor time. */
  tdur?: number;
  args?: { name?: string; layerTreeId?: number };
}

export interface FrameTimes {
  /** From one frame that was drawn to the next, ms. */
  between: number[];
  /** Processor time of the window's main thread from one of these frames to the next, ms: what the other processes of the machine do not add to. */
  work: number[];
  /** Frames that Chromium says it should have drawn and did not. */
  dropped: number;
}

/** The categories that have to be traced. */
export const traceCategories = ['disabled-by-default-devtools.timeline', 'disabled-by-default-devtools.timeline.frame'];

/**
 * Reads the frames of the one page from a trace, as the Frames track of Chromium's developer tools does: each `DrawFrame` of
 * the compositor is a frame handed over to be shown.
 * Throws when the trace has fewer than two.
 */
export function frameTimesOf(events: readonly TraceEvent[]): FrameTimes {
  const drawn = events.filter(({ name }) => name === 'DrawFrame').sort((a, b) => a.ts - b.ts);
  const [first, last] = [drawn[0], drawn.at(-1)];
  if (!first || !last || first === last) throw new Error(`The trace has ${drawn.length} drawn frames.`);
  const during = events.filter(({ pid, ts }) => pid === first.pid && ts >= first.ts && ts < last.ts);
  const main = events.find(
    ({ name, pid, args }) => name === 'thread_name' && pid === first.pid && args?.name === 'CrRendererMain',
  );
  const between = drawn.slice(1).map(({ ts }, order) => (ts - (drawn[order]?.ts ?? ts)) / 1000);
  const work = between.map(() => 0);
  let frame = 0;
  const tasks = during.filter(({ name, ph, tid }) => name === 'RunTask' && ph === 'X' && tid === main?.tid);
  for (const task of tasks.sort((a, b) => a.ts - b.ts)) {
    while ((drawn[frame + 1]?.ts ?? Infinity) <= task.ts) frame += 1;
    work[frame] = (work[frame] ?? 0) + (task.tdur ?? 0) / 1000;
  }
  return { between, work, dropped: during.filter(({ name }) => name === 'DroppedFrame').length };
}

/** The value that a part (0 to 1) of the values does not exceed. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN;
}
