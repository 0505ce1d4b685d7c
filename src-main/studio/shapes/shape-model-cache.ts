import type { ShapeModel } from '../../contract/index.ts';
import type { Store } from '../store/interface.ts';
import { shapeModelOf } from './shape-model.ts';

/** More shapes make the model slower to compute and hardly another one. */
const mostShapes = 500;

/** The shape model of an open project, computed when it is asked for and forgotten with every edit. */
export class ShapeModelCache {
  /** By the agreement whose sample is left out; under null the model of all. */
  readonly #models = new Map<number | null, ShapeModel>();

  /** `without`: an agreement whose sample's labels it must not know. */
  of(store: Store, without?: number): ShapeModel {
    const known = this.#models.get(without ?? null);
    if (known) return known;
    const model = shapeModelOf(store.someShapes(mostShapes, without), store.schema());
    this.#models.set(without ?? null, model);
    return model;
  }

  forget(): void {
    this.#models.clear();
  }
}
