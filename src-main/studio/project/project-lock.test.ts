import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openForTest, temporaryFolder, temporaryProject } from '../testing/temporary-project.ts';
import { inspectProcess, liveOwner, lockFileName, ProjectLock, type LockOwner } from './project-lock.ts';

const script = fileURLToPath(new URL('../testing/opens-on-demand.ts', import.meta.url));

/** A process that opens and closes the project when told to. */
class Studio {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  constructor(folder: string) {
    this.process = spawn(process.execPath, [script, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
    onTestFinished(() => void this.process.kill('SIGKILL'));
    this.#lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  async heard(): Promise<string> {
    const line = await this.#lines.next();
    return line.done ? 'ended' : line.value;
  }

  tell(line: 'open' | 'close'): void {
    this.process.stdin.write(`${line}\n`);
  }

  async ask(line: 'open' | 'close'): Promise<string> {
    this.tell(line);
    return this.heard();
  }

  async kill(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
  }
}

const readOwner = (folder: string) => JSON.parse(readFileSync(join(folder, lockFileName), 'utf8')) as LockOwner;
const writeOwner = (folder: string, owner: Partial<LockOwner>) =>
  writeFileSync(
    join(folder, lockFileName),
    JSON.stringify({
      pid: process.pid,
      host: hostname(),
      since: '2026-01-01T00:00:00.000Z',
      processStart: inspectProcess(process.pid).start,
      token: 'another',
      ...owner,
    }),
  );

/** The number of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid!;
}

describe('between processes', () => {
  it('one of several that start together gets the project, also over a dead lock', { timeout: 120_000 }, async () => {
    const folder = temporaryProject();
    const studios = Array.from({ length: 4 }, () => new Studio(folder));
    for (const studio of studios) expect(await studio.heard()).toBe('ready');
    const dead = await endedProcess();
    for (let round = 0; round < 12; round += 1) {
      if (round % 2 === 1) writeOwner(folder, { pid: dead, processStart: 'long ago' });
      for (const studio of studios) studio.tell('open');
      const answers = await Promise.all(studios.map((studio) => studio.heard()));
      const winners = studios.filter((_, index) => answers[index] === 'opened');
      expect(winners, `round ${round}: ${answers.join(' | ')}`).toHaveLength(1);
      expect(answers.filter((answer) => answer.startsWith('in use: '))).toHaveLength(3);
      expect(readOwner(folder).pid).toBe(winners[0]!.process.pid);
      expect(await winners[0]!.ask('close')).toBe('closed');
      expect(existsSync(join(folder, lockFileName))).toBe(false);
    }
    expect(readdirSync(folder)).toEqual(['project.sqlite']);
  });

  it('the refusal says who has it since when, and a kill frees it', { timeout: 60_000 }, async () => {
    const folder = temporaryProject();
    const studio = new Studio(folder);
    expect(await studio.heard()).toBe('ready');
    expect(await studio.ask('open')).toBe('opened');
    const minute = new Date(readOwner(folder).since).toLocaleString('sv-SE').slice(0, 16);
    const open = () => openForTest(folder);
    expect(open).toThrow(expect.objectContaining({ code: 'in use' }));
    expect(open).toThrow(`process ${studio.process.pid} on this computer, since ${minute}.`);
    expect(open).toThrow(/read-only/);
    expect(openForTest(folder, { readOnly: true }).readOnly).toBe(true);
    await studio.kill();
    expect(open().readOnly).toBe(false);
    expect(readOwner(folder).pid).toBe(process.pid);
  });
});

describe('an owner', () => {
  it('is alive while its process is, by number and start', () => {
    const folder = temporaryFolder();
    expect(liveOwner(folder)).toBeNull();
    writeOwner(folder, { pid: process.ppid, processStart: inspectProcess(process.ppid).start });
    expect(liveOwner(folder)?.token).toBe('another');
  });

  it('that is this process is alive while it holds the lock, also where the folder was moved', () => {
    const folder = temporaryFolder();
    const [first, moved] = [join(folder, 'first'), join(folder, 'moved')];
    mkdirSync(first);
    const lock = ProjectLock.take(first, (work) => work());
    renameSync(first, moved);
    expect(liveOwner(moved)?.pid).toBe(process.pid);
    lock.release();
    expect(liveOwner(moved)).toBeNull();
  });

  it.skipIf(inspectProcess(process.pid).start === null)('is gone when its number belongs to a later process', () => {
    const folder = temporaryFolder();
    writeOwner(folder, { processStart: 'before this process began' });
    expect(liveOwner(folder)).toBeNull();
  });

  it('is gone when its process has ended, or its file is not whole', async () => {
    const folder = temporaryFolder();
    writeOwner(folder, { pid: await endedProcess() });
    expect(liveOwner(folder)).toBeNull();
    writeFileSync(join(folder, lockFileName), '{"pid":');
    expect(liveOwner(folder)).toBeNull();
  });

  it('on another computer is believed, and the refusal says how to go on after a crash there', () => {
    const folder = temporaryProject();
    writeOwner(folder, { host: 'elsewhere', pid: 1 });
    expect(() => openForTest(folder)).toThrow(`process 1 on elsewhere`);
    expect(() => openForTest(folder)).toThrow(`delete ${join(folder, lockFileName)}`);
    expect(openForTest(folder, { readOnly: true }).summary().images).toBe(0);
  });
});

it('a lock that was taken over is not removed by the one that lost it', () => {
  const folder = temporaryFolder();
  const lock = ProjectLock.take(folder, (work) => work());
  writeOwner(folder, {});
  lock.release();
  expect(readOwner(folder).token).toBe('another');
});

it('the same process cannot open a project twice', () => {
  const folder = temporaryProject();
  openForTest(folder);
  expect(() => openForTest(folder)).toThrow(/open for writing in another studio/);
});
