import { setImmediate } from 'node:timers/promises';
import type { Box, Instance } from '../../contract/index.ts';
import { meanErrorPx } from '../evaluation/measures.ts';
import type { StudioContext } from '../context.ts';
import { sameBox } from '../store/landmark-codec.ts';
import type { Store, StoredPrediction, StoredRun } from '../store/interface.ts';
import { learnedLandmarks } from './recipes.ts';
import { seenOfInstance } from './seen-by-run.ts';

/** Edits come in bursts (a landmark moved by arrow keys): errors follow once the hand rests this long. */
const restMilliseconds = 250;

/**
 * Keeps the errors that are stored with predictions, which image lists show and order by, true to the labels: they are
 * computed again when labels are corrected, and of a run that crops none while the face's box is another than it looked at. (Evaluations and galleries always compute theirs anew.)
 */
export class StoredErrors {
  readonly #store: Store;
  readonly #onChanged: (runId: number) => void;
  readonly #closing = new AbortController();
  /** Images whose labels changed; null for all. */
  #changed: Set<number> | null = new Set();
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
          for await (const event of context.events(this.#closing.signal))
            if (event.kind === 'images') this.labelsChanged(event.imageIds);
        } catch {
          // Fell behind the studio's events: any label may have changed meanwhile.
          this.labelsChanged(null);
        }
    };
    void listen();
  }

  /** To be called after labels of these images changed (null: of any). */
  labelsChanged(imageIds: number[] | null): void {
    if (imageIds === null) this.#changed = null;
    else for (const id of imageIds) this.#changed?.add(id);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#flush();
    }, restMilliseconds);
  }

  /** Brings the errors up to date and settles when nothing touches the store any more. */
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
    const changed = this.#changed;
    this.#changed = new Set();
    this.#work = this.#work.then(async () => {
      for (const run of this.#store.runs().filter(({ bestEpoch }) => bestEpoch !== null)) {
        if (this.#update(run, changed)) this.#onChanged(run.id);
        // Windows are answered between two runs.
        await setImmediate();
      }
    });
  }

  #update(run: StoredRun, changed: Set<number> | null): boolean {
    const learned = learnedLandmarks(run.recipe, this.#store.schema());
    const stored = this.#store.predictions(run.id);
    const predictions = stored.map((prediction): StoredPrediction => {
      if (changed && !changed.has(prediction.imageId)) return prediction;
      const instance = this.#store.instance(prediction.instanceId);
      // Predicted in another place than where the face is said to be now: it is predicted anew when it is asked for.
      if (instance && prediction.seen && !sameBox(prediction.seen, this.#seenNow(run, instance)))
        return { ...prediction, errorPx: null };
      const truth = learned.map(({ index }) => instance?.landmarks[index]);
      return { ...prediction, errorPx: meanErrorPx(truth, prediction.landmarks) };
    });
    const differs = predictions.some(({ errorPx }, index) => errorPx !== stored[index]?.errorPx);
    if (differs) this.#store.replacePredictions(run.id, predictions);
    return differs;
  }

  #seenNow({ recipe }: StoredRun, instance: Instance): Box | null {
    const image = this.#store.image(instance.imageId);
    return image && seenOfInstance(recipe, image, instance);
  }
}
