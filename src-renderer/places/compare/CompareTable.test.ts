import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Measures } from '../../../src-main/contract/index.ts';
import { useComparison, type RunComparison } from '../../stores/comparison.ts';
import { useRuns } from '../../stores/runs.ts';
import CompareTable from './CompareTable.vue';

const measures = (mse: number, px: number): Measures => ({
  mse,
  meanErrorPx: px,
  medianErrorPx: px,
  p95ErrorPx: px,
  rmseXPx: px,
  rmseYPx: px,
  nmeInterOcular: null,
});

const known = (runId: number, mse: number, landmarks = 1): RunComparison => ({
  runId,
  evaluation: {
    ...measures(mse, mse * 1e4),
    runId,
    on: 'validation',
    images: 48,
    landmarks,
    excluded: runId === 2 ? [{ reason: 'rejected', count: 3 }] : [],
    baseline: measures(5e-3, 50),
    beatsBaseline: mse < 5e-3,
    floor: null,
  },
  landmarks: Array.from({ length: landmarks }, (_, index) => ({ index, name: `nose ${index}` })),
  total: 0,
  items: [],
});

beforeEach(() => setActivePinia(createPinia()));

describe('table of two runs', () => {
  it('stars the best of each column and says in words who has not beaten the mean shape', () => {
    const comparison = useComparison();
    comparison.a = known(1, 1.5e-3);
    comparison.b = known(2, 1.06e-2);
    const table = mount(CompareTable);
    expect(table.get('[data-testid=compare-row-a]').text()).toMatch(/★\s*1\.50e-3/);
    expect(table.get('[data-testid=compare-row-a]').text()).toContain('yes');
    expect(table.get('[data-testid=compare-row-b]').text()).toContain('1.06e-2');
    expect(table.get('[data-testid=compare-row-b]').text()).not.toContain('★');
    expect(table.get('[data-testid=compare-row-b]').text()).toContain('no');
    expect(table.findAll('[data-testid=compare-row-mean]')).toHaveLength(1);
    expect(table.text()).toContain('run 2 leaves out 3: rejected');
  });

  it('stars the mean shape when it is the best', () => {
    useComparison().a = known(1, 1.06e-2);
    expect(mount(CompareTable).get('[data-testid=compare-row-mean]').text()).toMatch(/★\s*5\.00e-3/);
  });

  it('shows what the labeller’s own error is, once for both runs, and never stars it', () => {
    const comparison = useComparison();
    const floor = { agreement: 4, finishedAt: '', images: 20, faces: 20, measures: measures(1e-6, 1), nme: null };
    const withFloor = (run: RunComparison): RunComparison => ({ ...run, evaluation: { ...run.evaluation, floor } });
    comparison.a = withFloor(known(1, 1.5e-3));
    comparison.b = withFloor(known(2, 1e-3));
    const table = mount(CompareTable);
    expect(table.findAll('[data-testid=compare-row-floor]')).toHaveLength(1);
    const row = table.get('[data-testid=compare-row-floor]').text();
    expect(row).toContain('1.00e-6');
    expect(row).not.toContain('★');
    expect(table.get('[data-testid=compare-row-b]').text()).toMatch(/★\s*1\.00e-3/);
    expect(table.text()).toContain('20 images labelled twice (agreement 4)');
  });

  it('stars px but no fractions between a run on whole images and one on crops', () => {
    const comparison = useComparison();
    comparison.a = known(1, 1.5e-3);
    comparison.b = known(2, 1e-3);
    const run = (id: number, crop: string) => ({ id, recipe: { input: { width: 8, height: 8, crop, margin: 0.2 } } });
    useRuns().runs = [run(1, 'whole image'), run(2, 'box')] as never;
    const table = mount(CompareTable);
    const row = table.get('[data-testid=compare-row-b]').text();
    expect(row).not.toMatch(/★\s*1\.00e-3/);
    expect(row).toMatch(/★\s*10/);
    expect(table.text()).toContain('A and B see different parts of the images');
  });

  it('stars nothing between runs that learn different landmarks', () => {
    const comparison = useComparison();
    comparison.a = known(1, 1.5e-3);
    comparison.b = known(2, 1e-3, 58);
    const table = mount(CompareTable);
    expect(table.text()).not.toContain('★');
    expect(table.text()).toContain('A and B learn different landmarks');
    expect(table.findAll('[data-testid=compare-row-mean]')).toHaveLength(2);
  });
});
