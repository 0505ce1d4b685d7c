import { describe, expect, it } from 'vitest';
import { agoOf, bytesOf, clockOf, countOf } from './messages.ts';

describe('words for numbers', () => {
  it('writes seconds as a clock does', () => {
    expect([0, 41.2, 60, 3727].map(clockOf)).toEqual(['0:00', '0:41', '1:00', '1:02:07']);
  });

  it('says how long ago', () => {
    const now = new Date(2026, 2, 12, 14, 0, 0);
    const at = (...parts: [number, number, number, number, number]): string =>
      agoOf(new Date(...parts).toISOString(), now);
    expect(at(2026, 2, 12, 13, 59)).toBe('1 min');
    expect(at(2026, 2, 12, 1, 0)).toBe('13 h');
    expect(at(2026, 2, 11, 23, 0)).toBe('yesterday');
    expect(at(2026, 1, 3, 9, 0)).toBe('3 Feb');
    expect(at(2025, 1, 3, 9, 0)).toBe('3 Feb 2025');
  });

  it('counts and measures', () => {
    expect(countOf(1, 'image')).toBe('1 image');
    expect(countOf(0, 'person', 'people')).toBe('0 people');
    expect([0, 999, 1500, 850_000_000].map(bytesOf)).toEqual(['0 B', '999 B', '1.5 kB', '850 MB']);
  });
});
