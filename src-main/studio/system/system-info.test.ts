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
      problem: 'TensorFlow is not set up yet. Run npm start once.',
    });
    for (const content of ['{', '{"state":"ready"}']) {
      writeFileSync(file, content);
      expect(readRuntime(file)).toMatchObject({
        state: 'missing',
        problem: expect.stringMatching(/runtime\.json.*npm start/) as string,
      });
    }
  });
});

describe('the device', () => {
  it('is the CPU with its cores, or the GPU by name', () => {
    expect(describeDevice(ready('cpu'), [], 2)).toEqual({
      device: 'TensorFlow 2.21.0 · CPU, 2 cores',
      deviceNotice: null,
    });
    expect(describeDevice(ready('cpu'), [], 1).device).toBe('TensorFlow 2.21.0 · CPU, 1 core');
    expect(describeDevice(ready('cuda'), ['NVIDIA H200'], 16)).toEqual({
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
    const missing: Runtime = { state: 'missing', problem: 'Run npm start.' };
    expect(describeDevice(missing, ['NVIDIA H200'], 2)).toEqual({
      device: 'No TensorFlow',
      deviceNotice: 'NVIDIA H200 cannot be used: Run npm start.',
    });
    expect(describeDevice(missing, [], 2).deviceNotice).toBeNull();
  });
});

it('all of it is told, with versions', async () => {
  const info = await systemInfo({
    resourcesFolder: '',
    userFolder: '',
    runtimeFile: join(temporaryFolder(), 'gone.json'),
    trainer: { executable: '', entry: '', environment: {} },
    version: '0.1.0',
  });
  expect(info).toMatchObject({
    studio: '0.1.0',
    node: process.versions.node,
    electron: null,
    tfjs: '4.22.0',
    device: 'No TensorFlow',
  });
  expect(info.sqlite).toMatch(/^3\.\d+\.\d+ \(better-sqlite3 13\.2\.0\)$/);
  expect(info.cores).toBeGreaterThan(0);
});
