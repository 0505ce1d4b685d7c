import type { Picture } from '../hosts/pictures.ts';
import type { FromStudio, ToStudio } from '../hosts/utility/messages.ts';

/** What is used of Electron's UtilityProcess. `Port` is its MessagePortMain. */
export interface StudioChild<Port> {
  postMessage(message: ToStudio, transfer?: Port[]): void;
  on(event: 'message', listener: (message: FromStudio) => void): unknown;
  once(event: 'spawn' | 'exit', listener: () => void): unknown;
  kill(): boolean;
}

export interface StudioEvents {
  /** A studio is there: windows need a port to it. */
  started(): void;
  /** It fell, and is started again. */
  lost(): void;
}

/** Milliseconds before the first, second, ... new start; the last is repeated. */
const backOff = [0, 500, 2000, 10_000];
/** A studio that stayed up this long was well: its next fall counts as the first. */
const wellAfter = 60_000;
/** How long a studio that was told to leave may take to put its project away. */
const patience = 10_000;

/** Owns the studio's process: starts it, starts it again when it falls, and sees to its end. */
export class StudioProcess<Port> {
  readonly #fork: () => StudioChild<Port>;
  readonly #events: StudioEvents;
  readonly #pictures = new Map<number, (picture: Picture | null) => void>();
  #child: StudioChild<Port> | null = null;
  #exited: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #stopping = false;
  #falls = 0;
  #nextPicture = 1;

  constructor(fork: () => StudioChild<Port>, events: StudioEvents) {
    this.#fork = fork;
    this.#events = events;
  }

  start(): void {
    const child = this.#fork();
    const startedAt = performance.now();
    child.once('spawn', () => {
      this.#child = child;
      this.#events.started();
    });
    child.on('message', ({ id, picture }) => {
      this.#pictures.get(id)?.(picture);
      this.#pictures.delete(id);
    });
    this.#exited = new Promise((resolve) =>
      child.once('exit', () => {
        this.#child = null;
        this.#forgetPictures();
        resolve();
        if (!this.#stopping) this.#restart(performance.now() - startedAt);
      }),
    );
  }

  /** Hands a window's port to the studio; false while there is none. */
  connect(port: Port): boolean {
    this.#child?.postMessage({ kind: 'connect' }, [port]);
    return this.#child !== null;
  }

  /** A picture by its address, such as `images/12`; null when there is none, or no studio. */
  picture(address: string): Promise<Picture | null> {
    if (!this.#child) return Promise.resolve(null);
    const id = this.#nextPicture++;
    this.#child.postMessage({ kind: 'picture', id, address });
    return new Promise((resolve) => this.#pictures.set(id, resolve));
  }

  /** Lets the studio put its project away, and ends it when it does not. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (!child) return;
    child.postMessage({ kind: 'close' });
    const kill = setTimeout(() => child.kill(), patience);
    await this.#exited;
    clearTimeout(kill);
  }

  #restart(milliseconds: number): void {
    this.#events.lost();
    if (milliseconds > wellAfter) this.#falls = 0;
    const wait = backOff[Math.min(this.#falls, backOff.length - 1)];
    this.#falls += 1;
    this.#timer = setTimeout(() => this.start(), wait);
  }

  #forgetPictures(): void {
    for (const answer of this.#pictures.values()) answer(null);
    this.#pictures.clear();
  }
}
