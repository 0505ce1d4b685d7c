import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addonIn, seal, wholeManifest } from './cache-entry.mjs';

let folder = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'runtime-'));
  fs.mkdirSync(path.join(folder, 'lib', 'napi-v8'), { recursive: true });
  fs.mkdirSync(path.join(folder, 'deps', 'lib'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'lib', 'napi-v8', 'tfjs_binding.node'), 'addon');
  fs.writeFileSync(path.join(folder, 'deps', 'lib', 'libtensorflow_cc.so.2'), 'library');
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const facts = {
  source: /** @type {const} */ ('wheel'),
  variant: /** @type {const} */ ('cpu'),
  tensorflowVersion: '2.21.0',
  tfjsVersion: '4.22.0',
  platform: 'linux-x64',
  downloads: [],
  builtWith: null,
};

it('finds the addon whatever N-API version its folder names', () => {
  expect(addonIn(folder)).toBe(path.join(folder, 'lib', 'napi-v8', 'tfjs_binding.node'));
  expect(addonIn(path.join(folder, 'deps'))).toBeNull();
});

it('is whole only once sealed', async () => {
  expect(wholeManifest(folder)).toBeNull();
  await seal(folder, facts);
  expect(wholeManifest(folder)).toMatchObject({
    tensorflowVersion: '2.21.0',
    files: [
      { name: 'lib/napi-v8/tfjs_binding.node', bytes: 5, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { name: 'deps/lib/libtensorflow_cc.so.2', bytes: 7 },
    ],
  });
});

it('is not whole when a file is cut short or gone', async () => {
  await seal(folder, facts);
  const library = path.join(folder, 'deps', 'lib', 'libtensorflow_cc.so.2');
  fs.truncateSync(library, 3);
  expect(wholeManifest(folder)).toBeNull();
  fs.rmSync(library);
  expect(wholeManifest(folder)).toBeNull();
});
