import { StudioError, type Edit, type EditResult, type StudioErrorCode } from '../../src-main/contract/index.ts';

/** Something to be saved, done in the order it was asked for. */
export interface Operation {
  /** As the history will show it. */
  label: string;
  /** Safe to send again when nobody knows whether it was done: landmarks put at a place are, an undo is not. */
  repeatable: boolean;
  /** What it changes: an image that is opened meanwhile shows it. */
  edit?: Edit;
  run(): Promise<EditResult>;
}

export type SaveState =
  | { kind: 'nothing yet' }
  | { kind: 'saving'; waiting: number }
  | { kind: 'saved'; at: Date }
  /** Kept, and sent again by itself unless the studio refused it for what it is. */
  | { kind: 'failed'; label: string; message: string; refused: boolean; waiting: number };

export interface QueueListener {
  stateChanged(state: SaveState): void;
  done(operation: Operation, result: EditResult): void;
  /** It failed, and is not repeatable or does not fit what is there now: it is not tried again. */
  dropped(operation: Operation, error: unknown): void;
}

/** ms before the first, second, ... further attempt; the last is repeated. */
const backOff = [500, 1000, 2000, 4000, 8000];

/** The studio understood and said no: sending the same again by itself would not help. */
const refusals: readonly StudioErrorCode[] = ['bad input', 'not found', 'read only', 'no project', 'newer file'];

/** The studio could not write just now and did nothing: a full disk, another program's lock. Sending again cannot do it twice. */
const notWritten: readonly StudioErrorCode[] = ['failed', 'in use', 'read only', 'no project'];

const isOneOf = (codes: readonly StudioErrorCode[], error: unknown): boolean =>
  error instanceof StudioError && codes.includes(error.code);

function notSaved({ label, message }: { label: string; message: string }): Error {
  return new Error(`“${label}” is not saved yet. ${message}`);
}

/** Saves one operation after the other. What fails stays at the head, so that order is kept and nothing is lost. */
export class OperationQueue {
  private readonly listener: QueueListener;
  private readonly waiting: Operation[] = [];
  private state: SaveState = { kind: 'nothing yet' };
  private running = false;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly watchers: { resolve: () => void; reject: (error: Error) => void }[] = [];

  constructor(listener: QueueListener) {
    this.listener = listener;
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  /** What is not saved yet, in order. */
  get edits(): Edit[] {
    return this.waiting.flatMap(({ edit }) => edit ?? []);
  }

  add(operation: Operation): void {
    this.waiting.push(operation);
    if (this.state.kind === 'failed') this.setState({ ...this.state, waiting: this.waiting.length });
    else this.setState({ kind: 'saving', waiting: this.waiting.length });
    // After a failure the head waits for its turn; a new operation does not hurry it.
    if (!this.timer && this.state.kind !== 'failed') void this.work();
  }

  /** Resolves when nothing waits any more; rejects as soon as something cannot be saved, for then nobody knows how long it takes. */
  whenEmpty(): Promise<void> {
    if (this.isEmpty) return Promise.resolve();
    if (this.state.kind === 'failed') return Promise.reject(notSaved(this.state));
    return new Promise((resolve, reject) => this.watchers.push({ resolve, reject }));
  }

  /** Tries what failed now: the connection is back, or a person asks. */
  retry(): void {
    if (this.state.kind !== 'failed') return;
    this.stopTimer();
    void this.work();
  }

  /** Gives up what failed and goes on with the rest: a person's decision. */
  discardFailed(): void {
    if (this.state.kind !== 'failed' || this.running) return;
    this.stopTimer();
    this.waiting.shift();
    this.failures = 0;
    this.setState({ kind: 'nothing yet' });
    this.goOn();
  }

  /** Forgets everything that waits: the project it belonged to is gone. */
  clear(): void {
    this.stopTimer();
    this.waiting.length = 0;
    this.failures = 0;
    this.setState({ kind: 'nothing yet' });
    this.tellDrained();
  }

  private async work(): Promise<void> {
    const operation = this.waiting[0];
    if (this.running || !operation) return;
    this.running = true;
    // What failed is called failed until it is done: the word of it would come and go with every attempt.
    if (this.failures === 0) this.setState({ kind: 'saving', waiting: this.waiting.length });
    try {
      const result = await operation.run();
      this.finish(operation);
      this.setState({ kind: 'saved', at: new Date() });
      this.listener.done(operation, result);
    } catch (error) {
      this.running = false;
      // Cleared while it was on its way: nobody waits for it.
      if (this.waiting[0] !== operation) return;
      if (operation.repeatable || isOneOf(notWritten, error)) {
        this.keep(operation, error);
        return;
      }
      this.finish(operation);
      this.setState({ kind: 'nothing yet' });
      this.listener.dropped(operation, error);
    }
    this.goOn();
  }

  private finish(operation: Operation): void {
    this.running = false;
    this.failures = 0;
    if (this.waiting[0] === operation) this.waiting.shift();
  }

  private keep(operation: Operation, error: unknown): void {
    const refused = isOneOf(refusals, error);
    const message = error instanceof Error ? error.message : String(error);
    const failed = { kind: 'failed' as const, label: operation.label, message, refused, waiting: this.waiting.length };
    this.setState(failed);
    for (const { reject } of this.watchers.splice(0)) reject(notSaved(failed));
    if (refused) return;
    const wait = backOff[Math.min(this.failures, backOff.length - 1)];
    this.failures += 1;
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.work();
    }, wait);
  }

  private goOn(): void {
    if (this.waiting.length > 0) void this.work();
    else this.tellDrained();
  }

  private tellDrained(): void {
    for (const { resolve } of this.watchers.splice(0)) resolve();
  }

  private stopTimer(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private setState(state: SaveState): void {
    this.state = state;
    this.listener.stateChanged(state);
  }
}
