import { setImmediate } from 'node:timers/promises';
import { type Box, type Instance } from '../../contract/index.ts';
import { meanErrorPx } from '../evaluation/measures.ts';
import { isPassing } from '../jobs/patient-queue.ts';
import type { StudioContext } from '../context.ts';
import { sameBox } from '../store/landmark-codec.ts';
import type { ErrorOfPrediction, Store, StoredRun } from '../store/interface.ts';
import { runLandmarksIfAny } from './run-landmarks.ts';
import { seenOfInstance } from './seen-by-run.ts';

/** Edits come in bursts (a landmark moved by arrow keys): errors follow once the hand rests this long. */
const restMilliseconds = 250;

/** After the disk was full, say. */
const retryMilliseconds = 5000;

/** Images computed in one turn: a few milliseconds, between which windows are answered. */
const imagesATurn = 25;

/**
 * Keeps the errors that are stored with predictions, which image lists show and order by, true to the labels: they are
 * computed again when labels are corrected, and of a run that crops none while the face's box is another than it looked at.
 * The store itself remembers which images are due, so nothing is missed by a studio that is killed before.
 * (Evaluations and galleries always compute theirs anew.)
 */
export class StoredErrors {
  readonly #store: Store;
  readonly #onChanged: (runId: number) => void;
  readonly #closing = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(store: Store, onChanged: (runId: number) => void) {
    this.#store = store;
    this.#onChanged = onChanged;
  }

  /** Learns of edits from the studio's events until closed. */
  follow(context: StudioContext): void {
    const listen = async (): Promise<void> => {
      while (!this.#closing.signal.aborted)
        try {
          for await (const event of context.events(this.#closing.signal)) if (event.kind === 'images') this.catchUp();
        } catch {
          // Fell behind the studio's events: any label may have changed meanwhile.
          this.catchUp();
        }
    };
    void listen();
  }

  /** To be called after labels changed, and once when the project is opened: soon after, the errors are true again. */
  catchUp(after = restMilliseconds): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#flush();
    }, after);
  }

  /** Settles when nothing touches the store any more. What little is due is done; the rest is when the project is opened. */
  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#timer) {
      clearTimeout(this.#timer);
      this.#timer = null;
      this.#flush();
    }
    await this.#work;
  }

  #flush(): void {
    this.#work = this.#work
      .then(async () => {
        const errorOf = this.#errorOf();
        const changed = new Set<number>();
        for (let left = true; left;) {
          await this.#store.settled();
          const refreshed = this.#store.predictions.refreshErrors(imagesATurn, errorOf);
          for (const runId of refreshed.runIds) changed.add(runId);
          left = refreshed.left && !this.#closing.signal.aborted;
          await setImmediate();
        }
        for (const runId of changed) this.#onChanged(runId);
      })
      .catch((error: unknown) => {
        if (!isPassing(error)) throw error;
        // The store remembers what is due; it can be written again some time.
        if (!this.#closing.signal.aborted) this.catchUp(retryMilliseconds);
      });
  }

  #errorOf(): ErrorOfPrediction {
    const runs = new Map(
      this.#store.runs.all().map((run) => [run.id, { run, learned: runLandmarksIfAny(this.#store, run)?.learned }]),
    );
    return (runId, prediction, instance) => {
      const known = runs.get(runId);
      // The schema has its landmarks no more.
      if (!known?.learned) return null;
      // Predicted in another place than where the face is said to be now: it is predicted anew when it is asked for.
      if (prediction.seen && !sameBox(prediction.seen, this.#seenNow(known.run, instance))) return null;
      const truth = known.learned.map(({ index }) => instance.landmarks[index]);
      return meanErrorPx(truth, prediction.landmarks);
    };
  }

  #seenNow({ recipe }: StoredRun, instance: Instance): Box | null {
    const image = this.#store.images.one(instance.imageId);
    return image && seenOfInstance(recipe, image, instance);
  }
}
