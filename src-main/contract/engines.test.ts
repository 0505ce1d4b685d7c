import { expect, test } from 'vitest';
import { chooseEngine, wasmNotice } from './engines.ts';
import type { Runtime } from './system.ts';

const missing: Runtime = { state: 'missing', problem: 'The wheel: no network.\nTo try again: npm start' };

test('a machine without TensorFlow trains on WebAssembly, with the first of the reasons', () => {
  expect(chooseEngine(missing, undefined)).toEqual({
    engine: 'wasm',
    reason: 'TensorFlow is not set up (The wheel: no network)',
  });
  expect(chooseEngine(missing, '').engine).toBe('wasm');
});

test('nothing else stands in for an engine that was asked for', () => {
  expect(() => chooseEngine(missing, 'tensorflow')).toThrow(/asks for TensorFlow.*no network/);
  expect(() => chooseEngine(missing, 'webgl')).toThrow(/"webgl".*tensorflow or wasm/);
});

test('to install TensorFlow is advised where that would help', () => {
  expect(wasmNotice('TensorFlow is not set up (x)')).toMatch(
    /^TensorFlow is not set up \(x\): .* slower\. Run npm start/,
  );
  expect(wasmNotice('KEYPOINT_STUDIO_ENGINE asks for WebAssembly')).toMatch(/slower\.$/);
});
