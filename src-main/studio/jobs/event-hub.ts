import { StudioError, type StudioEvent } from '../../contract/index.ts';

/** A listener that is this many events behind is not listening any more. */
const longestQueue = 1000;

interface Listener {
  queue: StudioEvent[];
  behind: boolean;
  /** Set while the reader waits. */
  wake: (() => void) | null;
}

/** Passes the studio's events on to any number of windows, each at its own pace. */
export class EventHub {
  readonly #listeners = new Set<Listener>();

  /**
   * Never waits. Of events that only tell how far something is, a listener that is behind gets the newest alone. One that falls
   * a thousand events behind is cut off, so that it cannot fill the memory.
   */
  emit(event: StudioEvent): void {
    const key = replaceKey(event);
    for (const listener of this.#listeners) {
      const { queue } = listener;
      const stale = key === null ? -1 : queue.findIndex((other) => replaceKey(other) === key);
      if (stale >= 0) queue[stale] = event;
      else if (queue.length >= longestQueue) {
        listener.behind = true;
        queue.length = 0;
        this.#listeners.delete(listener);
      } else queue.push(event);
      listener.wake?.();
    }
  }

  /**
   * Events from this call on (and not from the first read on), until the signal aborts. Ends with StudioError 'failed' when the
   * reader fell too far behind: it must ask again for what it shows.
   */
  follow(signal: AbortSignal): AsyncGenerator<StudioEvent, void, undefined> {
    const listener: Listener = { queue: [], behind: false, wake: null };
    if (!signal.aborted) this.#listeners.add(listener);
    signal.addEventListener(
      'abort',
      () => {
        this.#listeners.delete(listener);
        listener.wake?.();
      },
      { once: true },
    );
    return this.#read(listener, signal);
  }

  async *#read(listener: Listener, signal: AbortSignal): AsyncGenerator<StudioEvent, void, undefined> {
    try {
      while (!signal.aborted) {
        const event = listener.queue.shift();
        if (event) yield event;
        else if (listener.behind)
          throw new StudioError(
            'failed',
            'This window did not keep up with the studio. Reload it to see the present state.',
          );
        else await new Promise<void>((resolve) => (listener.wake = resolve));
      }
    } finally {
      this.#listeners.delete(listener);
    }
  }
}

/** Events with the same key replace one another; null for those that must all arrive. */
function replaceKey(event: StudioEvent): string | null {
  if (event.kind === 'project' || event.kind === 'run progress' || event.kind === 'checks') return event.kind;
  if (event.kind === 'job' && !event.ended) return `job ${event.job.id}`;
  return null;
}
