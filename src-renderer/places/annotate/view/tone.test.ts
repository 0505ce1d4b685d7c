import { afterEach, describe, expect, it } from 'vitest';
import { asItIs, toneFilter, toneMoved, toneTable } from './tone.ts';

const levels = (tone: Parameters<typeof toneTable>[0]): number[] => toneTable(tone).map((value) => value * 255);

describe('toneTable', () => {
  it('leaves every level when nothing is adjusted', () => {
    for (const [level, shown] of levels(asItIs).entries()) expect(shown).toBeCloseTo(level, 9);
  });

  it('adds brightness, spreads contrast about the middle and bends by gamma between black and white that stay', () => {
    expect(levels({ ...asItIs, brightness: 20 })[100]).toBeCloseTo(151);
    const spread = levels({ ...asItIs, contrast: 50 });
    expect(spread[100]).toBeCloseTo(2 * (100 - 127.5) + 127.5);
    expect(spread[10]).toBe(0);
    const bent = levels({ ...asItIs, gamma: 2 });
    expect(bent[64]).toBeCloseTo(Math.sqrt(64 / 255) * 255);
    expect([bent[0], bent[255]]).toEqual([0, 255]);
  });
});

describe('toneMoved', () => {
  it('goes in whole steps and stays within its range', () => {
    expect(toneMoved(asItIs, 'gamma', 1).gamma).toBe(1.05);
    expect(toneMoved({ ...asItIs, brightness: 98 }, 'brightness', 1).brightness).toBe(100);
    expect(toneMoved({ ...asItIs, gamma: 0.25 }, 'gamma', -1).gamma).toBe(0.25);
  });
});

describe('toneFilter', () => {
  afterEach(() => {
    document.body.innerHTML = '';
  });

  it('is an address of a filter in the document, the only one, with the table of the tone', () => {
    toneFilter({ ...asItIs, gamma: 1.5 });
    const tone = { ...asItIs, brightness: -10 };
    const address = /^url\((#.+)\)$/.exec(toneFilter(tone))?.[1] ?? '';
    expect(document.querySelectorAll('filter')).toHaveLength(1);
    const values = document.querySelector(`${address} feFuncG`)?.getAttribute('tableValues')?.split(' ').map(Number);
    expect(values).toHaveLength(256);
    expect(values?.[255]).toBeCloseTo(0.9);
    expect(toneFilter(asItIs)).toBe('none');
  });
});
