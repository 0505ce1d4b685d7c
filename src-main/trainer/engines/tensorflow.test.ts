import { expect, test } from 'vitest';
import { describeDevice, tensorFlowReport, loadTensorFlow } from './tensorflow.ts';

const found = { tensorflow: '2.21.0', usesGpu: false, cores: 2, gpus: [], visible: undefined };

test('a processor is named with its cores, and nothing is noticed', () => {
  expect(describeDevice(found)).toEqual({
    device: { title: 'TensorFlow 2.21.0 · CPU, 2 cores', kind: 'cpu', tensorflow: '2.21.0', engine: 'tensorflow' },
    notice: null,
  });
  expect(describeDevice({ ...found, cores: 1 }).device.title).toBe('TensorFlow 2.21.0 · CPU, 1 core');
});

test('the GPU in use is the last that CUDA shows', () => {
  const gpus = ['NVIDIA A', 'NVIDIA B'];
  const title = (visible?: string): string => describeDevice({ ...found, usesGpu: true, gpus, visible }).device.title;
  expect(title()).toBe('TensorFlow 2.21.0 · NVIDIA B');
  expect(title('0')).toBe('TensorFlow 2.21.0 · NVIDIA A');
  expect(title('1,0')).toBe('TensorFlow 2.21.0 · NVIDIA A');
  expect(title('GPU-8a5d')).toBe('TensorFlow 2.21.0 · GPU');
});

test('a GPU that is there and unused is said out loud, with the reason where it is known', () => {
  expect(describeDevice({ ...found, gpus: ['NVIDIA A'] }).notice).toMatch(/NVIDIA A.*does not use it.*npm start/);
  expect(describeDevice({ ...found, gpus: ['NVIDIA A'], visible: '-1' }).notice).toMatch(
    /NVIDIA A.*CUDA_VISIBLE_DEVICES="-1"/,
  );
});

test('the real runtime loads, computes and tells its version', () => {
  const tf = loadTensorFlow();
  expect(tf.getBackend()).toBe('tensorflow');
  expect(tf.tidy(() => tf.tensor1d([3, 4]).norm().dataSync()[0])).toBe(5);
  expect(tensorFlowReport(tf).device.tensorflow).toMatch(/^2\.\d+\.\d+/);
});
