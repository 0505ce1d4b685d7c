import type { Recipe, RunPreview } from '../../contract/index.ts';
import type { StudioContext } from '../context.ts';
import type { ReadableStore } from '../store/interface.ts';
import { previewKey, previewRecipe } from './preview.ts';
import { decodedCache } from './run-folder.ts';
import type { ShortTrainers } from './short-trainers.ts';
import { takeSnapshot } from './snapshot.ts';
import { requireEngine } from './trainer-process.ts';
import { findTransferSource } from './transfer-source.ts';

const previewsKept = 16;

/** What recipes would train, and on what, without training them. The same question is answered from memory. */
export class RunPreviews {
  readonly #store: ReadableStore;
  readonly #context: StudioContext;
  readonly #trainers: ShortTrainers;
  readonly #known = new Map<string, Promise<RunPreview>>();

  constructor(store: ReadableStore, context: StudioContext, trainers: ShortTrainers) {
    this.#store = store;
    this.#context = context;
    this.#trainers = trainers;
  }

  /**
   * `epoch`, from 1, is the one of the proof sheet. Throws 'no runtime', 'bad input' when the recipe and the project do not
   * go together, and 'failed' with the trainer's reason.
   */
  preview(recipe: Recipe, epoch = 1): Promise<RunPreview> {
    requireEngine(this.#context.options);
    const source = findTransferSource(this.#store, recipe);
    const { snapshot } = takeSnapshot(this.#store, recipe);
    const key = previewKey(recipe, snapshot, epoch, source);
    const known = this.#known.get(key);
    if (known) return known;
    const cache = this.#store.readOnly ? null : decodedCache(this.#store);
    const preview = previewRecipe(this.#trainers, recipe, snapshot, cache, epoch, source);
    this.#known.set(key, preview);
    preview.catch(() => this.#known.delete(key));
    const [oldest] = this.#known.keys();
    if (this.#known.size > previewsKept && oldest !== undefined) this.#known.delete(oldest);
    return preview;
  }
}
