import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { EngineChoice, TrainerJob, TrainerMessage } from '../../contract/index.ts';
import { options } from './test-project.ts';
import { requireEngine, TrainerProcess, type TrainerEnd } from './trainer-process.ts';
import { temporaryFolder } from '../testing/temporary-project.ts';

const job: TrainerJob = { kind: 'predict', runFolder: '/', cacheFolder: '/', images: [] };

function ready(folder: string): string {
  const file = join(folder, 'runtime.json');
  const runtime = {
    state: 'ready',
    source: 'wheel',
    variant: 'cpu',
    tensorflowVersion: '',
    addonPath: '',
    libraryFolder: '',
  };
  writeFileSync(file, JSON.stringify(runtime));
  return file;
}

/** Runs a script in the trainer's place: a real process that behaves as a real trainer does only when it goes wrong. */
async function runScript(
  script: string,
  act: (trainer: TrainerProcess) => void = () => undefined,
): Promise<{ end: TrainerEnd; messages: TrainerMessage[]; folder: string }> {
  const folder = temporaryFolder();
  const entry = join(folder, 'trainer.mjs');
  writeFileSync(entry, script);
  const messages: TrainerMessage[] = [];
  const used = {
    ...options,
    runtimeFile: ready(folder),
    trainer: { ...options.trainer, entry, environment: { SEEN: 'yes' } },
  };
  const trainer = new TrainerProcess(used, job, folder, (message) => {
    messages.push(message);
    act(trainer);
  });
  return { end: await trainer.ended, messages, folder };
}

const device = `process.send({ version: 1, kind: 'device', device: { title: 'T', kind: 'cpu', tensorflow: '2' }, notice: null });`;

describe('TrainerProcess', () => {
  it('gives the process its job, its environment and memory settings, and keeps what it prints', async () => {
    const { end, folder } = await runScript(`
      import { readFileSync } from 'node:fs';
      console.log(JSON.parse(readFileSync(process.argv[2], 'utf8')).kind, process.env.SEEN, process.env.MALLOC_MMAP_MAX_);
      console.error('to the log as well');
      process.send({ version: 1, kind: 'ended', how: 'finished' });
      process.disconnect();`);
    expect(end).toEqual({ how: 'finished' });
    expect(readFileSync(join(folder, 'log.txt'), 'utf8')).toBe('predict yes 0\nto the log as well\n');
  });

  it('tells every message it knows, with numbers that are none, and ignores those it does not', async () => {
    const { messages } = await runScript(`
      process.send({ version: 1, kind: 'weather', sunny: true });
      process.send({ version: 1, kind: 'epoch', bestEpoch: 1, bestValidationLoss: 0.5,
        result: { epoch: 2, trainLoss: NaN, validationLoss: Infinity, imagesPerSecond: 1, seconds: 1 } });
      process.send({ version: 1, kind: 'ended', how: 'stopped' });
      process.disconnect();`);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ kind: 'epoch', result: { trainLoss: NaN, validationLoss: Infinity } });
  });

  it('has failed with what it said, what it left in the log, or what was wrong with its message', async () => {
    const said = await runScript(
      `process.send({ version: 1, kind: 'failed', message: 'Out of memory.' }, () => process.exit(1));`,
    );
    expect(said.end).toEqual({ how: 'failed', problem: 'Out of memory.' });

    const crashed = await runScript(`console.error('the reason'); process.exit(3);`);
    expect(crashed.end).toMatchObject({ how: 'failed' });
    expect(crashed.end).toHaveProperty('problem', expect.stringMatching(/exit code 3[^]*the reason/));

    const wrong = await runScript(
      `process.send({ version: 1, kind: 'step', epoch: 'one' }); setInterval(() => {}, 1000);`,
    );
    expect(wrong.end).toHaveProperty('problem', expect.stringContaining('could not be taken'));
  });

  it('was killed when it was ended from outside, also when it left quietly', async () => {
    const killed = await runScript(`${device} setInterval(() => {}, 1000);`, (trainer) => trainer.kill());
    expect(killed.end).toMatchObject({ how: 'killed', problem: expect.stringContaining('SIGKILL') as string });
    const asked = await runScript(`process.exit(0);`);
    expect(asked.end).toEqual({ how: 'killed', problem: 'The trainer was ended from outside.' });
  });

  it.skipIf(process.platform === 'win32')('has crashed with its last words in the problem', async () => {
    const { end } = await runScript(`console.error('a check failed'); process.abort();`);
    expect(end).toMatchObject({ how: 'killed', problem: expect.stringMatching(/crashed \(SIGABRT\)/) as string });
  });

  it('does not wait for a process that has said its last word or hung up, and stays', async () => {
    const stays = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);`;
    const [ended, gone] = await Promise.all([
      runScript(`process.send({ version: 1, kind: 'ended', how: 'finished' }); ${stays}`),
      runScript(`process.disconnect(); ${stays}`),
    ]);
    expect(ended.end).toEqual({ how: 'finished' });
    expect(gone.end).toMatchObject({ how: 'killed' });
  });

  it('passes commands on', async () => {
    const { end } = await runScript(
      `process.on('message', (command) => process.send({ version: 1, kind: 'failed', message: command.kind }, () => process.exit(1))); ${device}`,
      (trainer) => trainer.send({ kind: 'stop' }),
    );
    expect(end).toEqual({ how: 'failed', problem: 'stop' });
  });
});

describe('requireEngine', () => {
  const withFile = (content: string): EngineChoice => {
    const runtimeFile = join(temporaryFolder(), 'runtime.json');
    writeFileSync(runtimeFile, content);
    return requireEngine({ ...options, runtimeFile });
  };

  it('is WebAssembly, and says why, where set-up left no TensorFlow or nothing that can be read', () => {
    expect(withFile(JSON.stringify({ state: 'missing', problem: 'No compiler was found.\nTry again.' }))).toEqual({
      engine: 'wasm',
      reason: 'TensorFlow is not set up (No compiler was found)',
    });
    expect(withFile('{').reason).toMatch(/runtime\.json does not say where TensorFlow is/);
    expect(requireEngine({ ...options, runtimeFile: '/not/there.json' })).toEqual({
      engine: 'wasm',
      reason: 'TensorFlow is not set up (set-up has not run here yet)',
    });
  });

  it('is told to the trainer, with the reason', async () => {
    const print = `console.log(process.env.KEYPOINT_STUDIO_ENGINE, process.env.KEYPOINT_STUDIO_ENGINE_REASON);
      process.send({ version: 1, kind: 'ended', how: 'finished' });
      process.disconnect();`;
    const ready = await runScript(print);
    expect(readFileSync(join(ready.folder, 'log.txt'), 'utf8')).toBe('tensorflow \n');
    vi.stubEnv('KEYPOINT_STUDIO_ENGINE', 'wasm');
    const asked = await runScript(print);
    vi.unstubAllEnvs();
    expect(readFileSync(join(asked.folder, 'log.txt'), 'utf8')).toBe(
      'wasm KEYPOINT_STUDIO_ENGINE asks for WebAssembly\n',
    );
  });
});
