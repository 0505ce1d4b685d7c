import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError, type Recipe, type RunEstimate, type Snapshot } from '../../contract/index.ts';
import type { StudioContext, StudioOptions } from '../context.ts';
import type { ReadableStore } from '../store/interface.ts';
import { hashOf } from './canonical-json.ts';
import { decodedCache } from './run-folder.ts';
import { ShortTrainers } from './short-trainers.ts';
import { takeSnapshot } from './snapshot.ts';
import { requireEngine } from './trainer-process.ts';

const kept = 16;
const doubtful = 'A run is training meanwhile: the times may be too long, and the free memory is what it leaves.';

/**
 * What runs of recipes would take. Trainers of their own ask for it, one at a time, so that no preview waits for one; the
 * same question is answered from memory.
 */
export class Estimates {
  readonly #store: ReadableStore;
  readonly #options: StudioOptions;
  readonly #trainers: ShortTrainers;
  readonly #isTraining: () => boolean;
  readonly #known = new Map<string, RunEstimate>();

  /** `isTraining`: whether a run is going on, with which the times are doubtful and are not remembered. */
  constructor(store: ReadableStore, { options }: Pick<StudioContext, 'options'>, isTraining: () => boolean) {
    this.#store = store;
    this.#options = options;
    this.#trainers = new ShortTrainers(options);
    this.#isTraining = isTraining;
  }

  /**
   * What a run of the recipe would take, by a few of its steps. Throws StudioError 'no runtime', 'bad input' when the recipe
   * and the project do not go together, 'failed' with the trainer's reason, 'cancelled' when the signal aborts.
   */
  async estimate(recipe: Recipe, signal: AbortSignal | null): Promise<RunEstimate> {
    requireEngine(this.#options);
    const { snapshot } = takeSnapshot(this.#store, recipe);
    const training = this.#isTraining;
    const key = keyOf(recipe, snapshot);
    const known = this.#known.get(key);
    if (known) return known;
    let busy = training();
    const estimate = await this.#trainers.run(signal, async (folder, start) => {
      busy ||= training();
      const snapshotFile = join(folder, 'snapshot.json');
      writeFileSync(snapshotFile, JSON.stringify(snapshot));
      let told: RunEstimate | null = null;
      await start(
        {
          kind: 'estimate',
          recipe,
          snapshotFile,
          cacheFolder: this.#store.readOnly ? folder : decodedCache(this.#store),
        },
        (message) => {
          if (message.kind === 'estimated') told = message.estimate;
        },
      );
      return complete(told);
    });
    if (busy || training())
      return { ...estimate, notice: [estimate.notice, doubtful].filter((words) => words !== null).join(' ') };
    this.#remember(key, estimate);
    return estimate;
  }

  close(): Promise<void> {
    return this.#trainers.close();
  }

  #remember(key: string, estimate: RunEstimate): void {
    this.#known.set(key, estimate);
    const [oldest] = this.#known.keys();
    if (this.#known.size > kept && oldest !== undefined) this.#known.delete(oldest);
  }
}

/** Equal for recipes and data whose runs take the same: what only names them, or has no part in a step, is left out. */
function keyOf(recipe: Recipe, snapshot: Snapshot): string {
  const { input, landmarks, network, head, loss, optimizer, clipNorm, averaging, augmentation, batch, epochs } = recipe;
  const steps = { input, landmarks, network, head, loss, kind: optimizer.kind, clipNorm, averaging, augmentation };
  return hashOf({ snapshot: snapshot.hash, batch, epochs, ...steps });
}

function complete(estimate: RunEstimate | null): RunEstimate {
  if (estimate) return estimate;
  throw new StudioError('failed', 'The trainer ended without an estimate.');
}
