import { describe, expect, it } from 'vitest';
import type { Job, StudioEvent } from '../../contract/index.ts';
import { EventHub } from './event-hub.ts';

const run = (runId: number): StudioEvent => ({ kind: 'run', runId });
const job = (id: number, done: number, ended = false): StudioEvent => ({
  kind: 'job',
  job: { id, done } as Job,
  ended,
});

/** Reads so many events. */
async function take(events: AsyncIterable<StudioEvent>, count: number): Promise<StudioEvent[]> {
  const taken: StudioEvent[] = [];
  for await (const event of events) {
    taken.push(event);
    if (taken.length === count) break;
  }
  return taken;
}

describe('events', () => {
  it('reach every listener in order, from the moment it listens', async () => {
    const hub = new EventHub();
    hub.emit(run(1));
    const [one, other] = [hub.follow(new AbortController().signal), hub.follow(new AbortController().signal)];
    hub.emit(run(2));
    const waiting = take(one, 2);
    await Promise.resolve();
    hub.emit(run(3));
    expect(await waiting).toEqual([run(2), run(3)]);
    expect(await take(other, 2)).toEqual([run(2), run(3)]);
  });

  it('end when the listener goes, also while it waits', async () => {
    const hub = new EventHub();
    const abort = new AbortController();
    const all = take(hub.follow(abort.signal), Infinity);
    hub.emit(run(1));
    await new Promise(setImmediate);
    abort.abort();
    expect(await all).toEqual([run(1)]);
    expect(await take(hub.follow(AbortSignal.abort()), Infinity)).toEqual([]);
  });

  it('that only tell how far something is wait as the newest alone; ends all arrive', async () => {
    const hub = new EventHub();
    const events = hub.follow(new AbortController().signal);
    hub.emit(job(1, 1));
    hub.emit(run(1));
    for (let done = 2; done <= 5000; done += 1) hub.emit(job(1, done));
    hub.emit(job(2, 1));
    hub.emit(job(1, 5000, true));
    expect(await take(events, 4)).toEqual([job(1, 5000), run(1), job(2, 1), job(1, 5000, true)]);
  });

  it('pile up for a listener that does not read only so far, and it is told', async () => {
    const hub = new EventHub();
    const slow = hub.follow(new AbortController().signal);
    const quick = hub.follow(new AbortController().signal);
    for (let runId = 1; runId <= 1001; runId += 1) {
      hub.emit(run(runId));
      await quick.next();
    }
    await expect(take(slow, 1)).rejects.toMatchObject({ code: 'failed' });
    hub.emit(run(7));
    expect((await quick.next()).value).toEqual(run(7));
  });
});
