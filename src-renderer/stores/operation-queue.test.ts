import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StudioError, type EditResult } from '../../src-main/contract/index.ts';
import { OperationQueue, type Operation, type SaveState } from './operation-queue.ts';

const result: EditResult = {
  entry: { id: 1, label: '', at: '2026-01-01T00:00:00.000Z', by: null, images: 1, imageId: 1, undone: false },
  imageIds: [1],
  canUndo: true,
  canRedo: false,
};

/** A studio that writes down what reaches it and fails as often as it is told. */
class FlakyStudio {
  readonly saved: string[] = [];
  readonly tries: string[] = [];
  readonly failures: Error[] = [];

  operation(label: string, repeatable = true): Operation {
    return {
      label,
      repeatable,
      run: () => {
        this.tries.push(label);
        const failure = this.failures.shift();
        if (failure) return Promise.reject(failure);
        this.saved.push(label);
        return Promise.resolve(result);
      },
    };
  }
}

let studio: FlakyStudio;
let states: SaveState[];
let dropped: string[];
let queue: OperationQueue;
const lost = () => new StudioError('connection lost', 'The studio does not answer.');

beforeEach(() => {
  vi.useFakeTimers();
  studio = new FlakyStudio();
  states = [];
  dropped = [];
  queue = new OperationQueue({
    stateChanged: (state) => states.push(state),
    done: () => undefined,
    dropped: (operation) => dropped.push(operation.label),
  });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('OperationQueue', () => {
  it('saves in order and says saved only when the studio has answered', async () => {
    queue.add(studio.operation('first'));
    queue.add(studio.operation('second'));
    expect(states.map((state) => state.kind)).not.toContain('saved');
    await queue.whenEmpty();
    expect(studio.saved).toEqual(['first', 'second']);
    expect(states.at(-1)?.kind).toBe('saved');
    expect(queue.isEmpty).toBe(true);
  });

  it('keeps what could not be sent, tries again, and lets nothing overtake it', async () => {
    studio.failures.push(lost(), lost());
    queue.add(studio.operation('first'));
    queue.add(studio.operation('second'));
    await vi.advanceTimersByTimeAsync(0);
    expect(states.at(-1)).toMatchObject({ kind: 'failed', label: 'first', refused: false, waiting: 2 });
    const told = states.length;
    await vi.advanceTimersByTimeAsync(500);
    expect(states.slice(told).map(({ kind }) => kind)).toEqual(['failed']);
    queue.add(studio.operation('third'));
    expect(studio.saved).toEqual([]);
    await expect(queue.whenEmpty()).rejects.toThrow('“first” is not saved yet. The studio does not answer.');
    await vi.advanceTimersByTimeAsync(1000);
    expect(queue.isEmpty).toBe(true);
    expect(studio.tries).toEqual(['first', 'first', 'first', 'second', 'third']);
    expect(studio.saved).toEqual(['first', 'second', 'third']);
  });

  it('tries at once when told that the connection is back', async () => {
    studio.failures.push(lost());
    queue.add(studio.operation('first'));
    await vi.advanceTimersByTimeAsync(0);
    queue.retry();
    await vi.advanceTimersByTimeAsync(0);
    expect(studio.saved).toEqual(['first']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(studio.tries).toEqual(['first', 'first']);
  });

  it('does not repeat by itself what the studio refused, until a person retries or gives it up', async () => {
    const refusal = () => new StudioError('bad input', 'Landmark 99 is past the last.');
    studio.failures.push(refusal(), refusal());
    queue.add(studio.operation('wrong'));
    queue.add(studio.operation('right'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(studio.tries).toEqual(['wrong']);
    expect(states.at(-1)).toMatchObject({ kind: 'failed', refused: true, message: 'Landmark 99 is past the last.' });
    queue.retry();
    await vi.advanceTimersByTimeAsync(0);
    expect(studio.tries).toEqual(['wrong', 'wrong']);
    queue.discardFailed();
    await vi.advanceTimersByTimeAsync(0);
    expect(studio.saved).toEqual(['right']);
  });

  it('never sends an undo twice', async () => {
    studio.failures.push(lost());
    queue.add(studio.operation('undo', false));
    queue.add(studio.operation('after'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(dropped).toEqual(['undo']);
    expect(studio.tries).toEqual(['undo', 'after']);
  });

  it.each(['failed', 'in use', 'read only'] as const)(
    'keeps even an undo when the studio could not write (%s), for it was surely not done',
    async (code) => {
      studio.failures.push(new StudioError(code, 'The disk is full.'));
      queue.add(studio.operation('undo', false));
      queue.add(studio.operation('after'));
      await vi.advanceTimersByTimeAsync(0);
      expect(states.at(-1)).toMatchObject({ kind: 'failed', label: 'undo', message: 'The disk is full.', waiting: 2 });
      queue.retry();
      await vi.advanceTimersByTimeAsync(0);
      expect(studio.saved).toEqual(['undo', 'after']);
      expect(dropped).toEqual([]);
    },
  );

  it('tells the edits that are not saved, in order, until they are', async () => {
    const edit = (label: string) => ({ label, changes: [] });
    studio.failures.push(lost());
    queue.add({ ...studio.operation('first'), edit: edit('first') });
    queue.add(studio.operation('undo'));
    queue.add({ ...studio.operation('third'), edit: edit('third') });
    await vi.advanceTimersByTimeAsync(0);
    expect(queue.edits.map(({ label }) => label)).toEqual(['first', 'third']);
    await vi.advanceTimersByTimeAsync(500);
    expect(queue.edits).toEqual([]);
  });

  it('forgets what waits when it is cleared, even what is on its way', async () => {
    studio.failures.push(lost());
    queue.add(studio.operation('first'));
    queue.add(studio.operation('second'));
    queue.clear();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(studio.tries).toEqual(['first']);
    expect(queue.isEmpty).toBe(true);
  });
});
