import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base } from '@playwright/test';

export { expect } from '@playwright/test';

const root = path.join(import.meta.dirname, '..', '..');
const commandLine = path.join(root, 'src-main', 'hosts', 'command-line', 'main.ts');

/** The studio that a spec works with: served from source, with a home and a folder for projects of its own. */
export class ServedStudio {
  /** A new temporary folder: projects and exports go here. */
  readonly folder: string;
  #process: ChildProcess | null = null;
  #more: NodeJS.ProcessEnv = {};
  #address: URL | null = null;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** As printed in the terminal, with the token. */
  get address(): URL {
    if (!this.#address) throw new Error('The studio is not served.');
    return this.#address;
  }

  /** `more` is added to the environment, of commands and restarts too. */
  async start(more: NodeJS.ProcessEnv = this.#more): Promise<void> {
    this.#more = more;
    const child = spawn(process.execPath, [commandLine, 'serve', '--json'], {
      cwd: this.folder,
      env: this.#environment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process = child;
    const line = await new Promise<string>((resolve, reject) => {
      let printed = '';
      child.stdout.setEncoding('utf8').on('data', (part: string) => {
        printed += part;
        if (printed.includes('\n')) resolve(printed);
      });
      child.once('exit', (code) => reject(new Error(`The studio ended with code ${code} before it was served.`)));
    });
    this.#address = new URL((JSON.parse(line) as { address: string }).address);
  }

  /** Ends it as Ctrl-C does, and waits until it has put everything away. Answers its exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** Ends it as a power cut does. */
  async kill9(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Starts it again, which gives it a new address. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /**
   * Runs one command of the command line on the same machine, user and projects.
   *
   * @returns what it printed and its exit code
   */
  async command(...words: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const child = spawn(process.execPath, [commandLine, ...words], { cwd: this.folder, env: this.#environment() });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (part: string) => (stdout += part));
    child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, stdout, stderr };
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#process;
    this.#process = null;
    this.#address = null;
    if (child?.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return ended;
  }

  #environment(): NodeJS.ProcessEnv {
    return { ...process.env, KEYPOINT_STUDIO_HOME: path.join(this.folder, 'home'), ...this.#more };
  }
}

/**
 * Playwright's `test` with a served studio: `test('...', async ({ page, studio }) => ...)`, the page already open.
 * `sample` is a project of drawn faces of the spec's own, not open yet; it is drawn once and copied, since drawing takes a while.
 */
export const test = base.extend<{ studio: ServedStudio; sample: string }, { drawnSample: string }>({
  studio: async ({ page }, use) => {
    await withStudio(async (studio) => {
      await studio.start();
      await page.goto(studio.address.href);
      await use(studio);
    });
  },
  sample: async ({ studio, drawnSample }, use) => {
    const folder = path.join(studio.folder, 'faces.kps');
    await cp(drawnSample, folder, { recursive: true });
    await use(folder);
  },
  drawnSample: [
    async ({}, use) => {
      await withStudio(async (studio) => {
        const drawn = await studio.command('sample', 'drawn.kps');
        if (drawn.code !== 0) throw new Error(`The sample could not be drawn: ${drawn.stderr}`);
        await use(path.join(studio.folder, 'drawn.kps'));
      });
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});

/** Works with a studio in a temporary folder of its own, and ends and removes both. */
async function withStudio(work: (studio: ServedStudio) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'keypoint-studio-e2e-'));
  const studio = new ServedStudio(folder);
  try {
    await work(studio);
  } finally {
    await studio.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
