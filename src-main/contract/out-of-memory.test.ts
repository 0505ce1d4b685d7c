import { expect, test } from 'vitest';
import { tellsOfMemory, whatToTryForMemory } from './out-of-memory.ts';

test('words of allocators are known, others are not', () => {
  expect(tellsOfMemory('Error: OOM when allocating tensor with shape[4096,64,112,112]')).toBe(true);
  expect(tellsOfMemory("terminate called after throwing an instance of 'std::bad_alloc'")).toBe(true);
  expect(tellsOfMemory('RangeError: Array buffer allocation failed')).toBe(true);
  expect(tellsOfMemory('The image has no room for a face')).toBe(false);
});

test('half the batch is to be tried, and something else where there is no smaller one', () => {
  expect(whatToTryForMemory(64)).toContain('batch 32 instead of 64');
  expect(whatToTryForMemory(1)).toContain('smaller input');
});
