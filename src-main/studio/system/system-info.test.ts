import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Runtime } from '../../contract/index.ts';
import { temporaryFolder } from '../testing/temporary-project.ts';
import { describeDevice, readRuntime, systemInfo } from './system-info.ts';

const ready = (variant: 'cpu' | 'cuda'): Runtime => ({
  state: 'ready',
  source: 'wheel',
  variant,
  tensorflowVersion: '2.21.0',
  addonPath: '/a',
  libraryFolder: '/b',
});

describe('the runtime', () => {
  it('is what set-up wrote', () => {
    const file = join(temporaryFolder(), 'runtime.json');
    writeFileSync(file, JSON.stringify(ready('cpu')));
    expect(readRuntime(file)).toEqual(ready('cpu'));
  });

  it('that was never set up, or whose file is damaged, says what to do', () => {
    const file = join(temporaryFolder(), 'runtime.json');
    expect(readRuntime(file)).toEqual({
      state: 'missing',
      problem: 'set-up has not run here yet',
    });
    for (const content of ['{', '{"state":"ready"}']) {
      writeFileSync(file, content);
      expect(readRuntime(file)).toMatchObject({
        state: 'missing',
        problem: expect.stringMatching(/runtime\.json does not say/) as string,
      });
    }
  });
});

describe('the device', () => {
  it('is the CPU with its cores, or the GPU by name', () => {
    expect(describeDevice(ready('cpu'), [], 2)).toEqual({
      engine: 'tensorflow',
      device: 'TensorFlow 2.21.0 · CPU, 2 cores',
      deviceNotice: null,
    });
    expect(describeDevice(ready('cpu'), [], 1).device).toBe('TensorFlow 2.21.0 · CPU, 1 core');
    expect(describeDevice(ready('cuda'), ['NVIDIA H200'], 16)).toEqual({
      engine: 'tensorflow',
      device: 'TensorFlow 2.21.0 · NVIDIA H200',
      deviceNotice: null,
    });
  });

  it('says out loud when a GPU stands idle, and when one is missing', () => {
    expect(describeDevice(ready('cpu'), ['NVIDIA H200'], 2).deviceNotice).toMatch(
      /NVIDIA H200 is here but not used.*npm start/,
    );
    expect(describeDevice(ready('cuda'), [], 2)).toMatchObject({
      device: 'TensorFlow 2.21.0 · CPU, 2 cores',
      deviceNotice: expect.stringContaining('none is found') as string,
    });
  });

  it('is WebAssembly where TensorFlow is missing, with why, how much slower, and what to do', () => {
    const missing: Runtime = { state: 'missing', problem: 'No wheel could be downloaded.' };
    expect(describeDevice(missing, [], 2)).toEqual({
      engine: 'wasm',
      device: 'WebAssembly · CPU, 2 threads',
      deviceNotice: expect.stringMatching(
        /^TensorFlow is not set up \(No wheel could be downloaded\): training runs on WebAssembly, about .* slower\. Run npm start/,
      ) as string,
    });
    expect(describeDevice(missing, [], 64).device).toBe('WebAssembly · CPU, 8 threads');
    expect(describeDevice(missing, ['NVIDIA H200'], 2).deviceNotice).toMatch(
      /^NVIDIA H200 is here but not used\. TensorFlow/,
    );
  });

  it('is what KEYPOINT_STUDIO_ENGINE names, or none where that cannot be', () => {
    expect(describeDevice(ready('cpu'), [], 1, 'wasm')).toMatchObject({
      engine: 'wasm',
      device: 'WebAssembly · CPU, 1 thread',
      deviceNotice: expect.stringContaining('KEYPOINT_STUDIO_ENGINE asks for WebAssembly: training runs') as string,
    });
    const missing: Runtime = { state: 'missing', problem: 'Gone.' };
    expect(describeDevice(missing, [], 1, 'tensorflow')).toMatchObject({
      engine: null,
      deviceNotice: expect.stringMatching(/not set up: Gone\. Run npm start/) as string,
    });
    expect(describeDevice(ready('cpu'), [], 1, 'gpu').deviceNotice).toMatch(/"gpu".*tensorflow or wasm/);
  });
});

it('all of it is told, with versions', async () => {
  const info = await systemInfo({
    resourcesFolder: '',
    userFolder: '',
    runtimeFile: join(temporaryFolder(), 'gone.json'),
    databaseCopier: '',
    stepWorker: '',
    trainer: { executable: '', entry: '', environment: {} },
    version: '0.1.0',
  });
  expect(info).toMatchObject({
    studio: '0.1.0',
    node: process.versions.node,
    electron: null,
    tfjs: '4.22.0',
    engine: 'wasm',
  });
  expect(info.sqlite).toMatch(/^3\.\d+\.\d+ \(better-sqlite3 13\.2\.0\)$/);
  expect(info.cores).toBeGreaterThan(0);
});
