import type { ShapeModel } from '../../contract/index.ts';
import type { Store } from '../store/interface.ts';
import { shapeModelOf } from './shape-model.ts';

/** More shapes make the model slower to compute and hardly another one. */
const mostShapes = 500;

/** The shape model of an open project, computed when it is asked for and forgotten with every edit. */
export class ShapeModelCache {
  #model: ShapeModel | null = null;

  of(store: Store): ShapeModel {
    this.#model ??= shapeModelOf(store.labelledShapes(mostShapes), store.schema());
    return this.#model;
  }

  forget(): void {
    this.#model = null;
  }
}
