import { describe, expect, it } from 'vitest';
import { rangeWith, rangeWithin, zoomedRange } from './chart-zoom.ts';

describe('the epochs that are shown', () => {
  it('are those that were dragged over, either way; a click or all of them is no range', () => {
    expect(rangeWithin([30, 10], 100)).toEqual([10, 30]);
    expect(rangeWithin([-5, 30], 100)).toEqual([1, 30]);
    expect(rangeWithin([10, 11], 100)).toBeNull();
    expect(rangeWithin([0, 200], 100)).toBeNull();
  });

  it('zoom about an epoch, which keeps its place', () => {
    const range = zoomedRange([1, 101], 0.5, 26, 101);
    expect(range).toEqual([13.5, 63.5]);
    const [from, to] = range!;
    expect((26 - from) / (to - from)).toBe((26 - 1) / 100);
    expect(zoomedRange(range, 2, 26, 101)).toBeNull();
    expect(zoomedRange(null, 0.5, 101, 101)).toEqual([51, 101]);
  });

  it('stay within the run, and are never fewer than two apart', () => {
    expect(zoomedRange([1, 21], 2, 1, 100)).toEqual([1, 41]);
    expect(zoomedRange([80, 100], 2, 90, 100)).toEqual([60, 100]);
    expect(zoomedRange([10, 13], 0.5, 11, 100)).toEqual([10, 13]);
  });

  it('follow the epoch that is read', () => {
    expect(rangeWith([10, 20], 15, 100)).toEqual([10, 20]);
    expect(rangeWith([10, 20], 23, 100)).toEqual([13, 23]);
    expect(rangeWith([10, 20], 4, 100)).toEqual([4, 14]);
    expect(rangeWith(null, 4, 100)).toBeNull();
  });
});
