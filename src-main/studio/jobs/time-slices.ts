import { setImmediate } from 'node:timers/promises';

/** ms of work between two rests: windows are answered in them. */
const slice = 8;

/** Lets long computing work in the studio's process give way to everything else that wants to be done. */
export class TimeSlices {
  #began = performance.now();

  /** To be awaited every now and then; rests when the slice is used up. */
  async rest(): Promise<void> {
    if (performance.now() - this.#began < slice) return;
    await setImmediate();
    this.#began = performance.now();
  }
}
