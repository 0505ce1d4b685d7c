/** Where a command writes: `process` in life, two strings in a test. */
export interface Streams {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown; isTTY?: boolean };
}

/** What a command says. Results go to stdout, as text or as JSON; everything else goes to stderr. */
export class Output {
  readonly json: boolean;
  /** What the command ends with when nothing goes wrong. */
  exitCode = 0;
  readonly #streams: Streams;
  #progressShown = false;

  constructor(json: boolean, streams: Streams) {
    this.json = json;
    this.#streams = streams;
  }

  /** The outcome: with --json the value as one line, else the text. */
  result(value: unknown, text: string): void {
    this.#clearProgress();
    this.#streams.stdout.write(`${this.json ? JSON.stringify(value) : text}\n`);
  }

  /** Something for the person at the terminal. */
  note(text: string): void {
    this.#clearProgress();
    this.#streams.stderr.write(`${text}\n`);
  }

  /** How far it is: one line that rewrites itself on a terminal, and nothing elsewhere. */
  progress(text: string): void {
    if (!this.#streams.stderr.isTTY) return;
    this.#streams.stderr.write(`\r\x1b[K${text}`);
    this.#progressShown = true;
  }

  #clearProgress(): void {
    if (this.#progressShown) this.#streams.stderr.write('\r\x1b[K');
    this.#progressShown = false;
  }
}

/** Columns as wide as their widest cell; numbers to the right. */
export function table(rows: (string | number)[][]): string {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, String(cell).length)),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return typeof cell === 'number' ? String(cell).padStart(width) : cell.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** `1 image`, `240 images`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** `2 min 5 s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** `1.2 GB`: powers of ten, as the window writes sizes. */
export function size(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${Number((bytes / 1e9).toPrecision(2))} GB`;
}

/** A loss in the form the write-up gives it: `1.06e-2`. */
export function loss(value: number | null): string {
  return value === null ? '-' : value.toExponential(2);
}
