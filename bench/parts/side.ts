import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import type { BenchCase } from './cases.ts';

/** A line to a side: time this case for about so many seconds. */
export interface Ask {
  benchCase: BenchCase;
  seconds: number;
}

/** A side's line in return. */
export interface Timing {
  imagesPerSecond: number;
  /** Of all the process's threads, a step. */
  cpuMilliseconds: number;
}

/** One of those that are compared: a process that stays, so that measuring in turn does not wait for it to start. */
export class Side {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string, undefined>;

  constructor(name: string, command: string, words: string[], environment: Record<string, string>) {
    this.name = name;
    this.#child = spawn(command, words, {
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', ...environment },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const { stdout } = this.#child;
    if (!stdout) throw new Error(`${name} has no output.`);
    const lines: Interface = createInterface(stdout);
    this.#answers = lines[Symbol.asyncIterator]();
  }

  /** Throws when the process has ended; it has said why on stderr. */
  async time(benchCase: BenchCase, seconds: number): Promise<Timing> {
    this.#child.stdin?.write(`${JSON.stringify({ benchCase, seconds } satisfies Ask)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`${this.name} ended before it had measured ${benchCase.name}.`);
    return JSON.parse(value) as Timing;
  }

  end(): void {
    this.#child.stdin?.end();
  }
}
