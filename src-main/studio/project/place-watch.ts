import type { ProjectPlace } from '../../contract/index.ts';
import type { ReadableStore } from '../store/interface.ts';

/** ms between two looks: soon enough that little is done in a project that was moved. */
const every = 2000;

/** Looks now and then whether an open project is still where it was opened, and tells when that has become otherwise. */
export class PlaceWatch {
  readonly #timer: NodeJS.Timeout;
  #known: ProjectPlace['kind'] = 'there';

  constructor(store: ReadableStore, onChanged: () => void) {
    this.#timer = setInterval(() => {
      const { kind } = store.place();
      if (kind === this.#known) return;
      this.#known = kind;
      onChanged();
    }, every);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
