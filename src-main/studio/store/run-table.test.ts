import { beforeEach, describe, expect, it } from 'vitest';
import { recipeSchema, type RecipeInput, type SnapshotSummary } from '../../contract/index.ts';
import { incoming, openForTest, temporaryProject } from '../testing/temporary-project.ts';
import type { Store } from './interface.ts';

const firstForm: RecipeInput = {
  version: 1,
  name: 'nose-cnn',
  title: '',
  description: '',
  input: { width: 80, height: 60, channels: 'gray' },
  landmarks: 'all',
  network: [{ layer: 'flatten' }, { layer: 'coordinates' }],
  loss: 'mse',
  optimizer: { kind: 'adam', learningRate: 0.001 },
  epochs: 1,
  batch: 1,
  seed: 7,
};
const recipe = recipeSchema.parse(firstForm);
const snapshot: SnapshotSummary = {
  hash: 'ab',
  schemaName: 'small',
  split: { train: 2, validation: 1, none: 0 },
  excluded: [],
  changedSincePrevious: null,
};

let folder: string;
let store: Store;
let run: number;
beforeEach(() => {
  folder = temporaryProject();
  store = openForTest(folder);
  store.importImages([incoming('a', null, [1, 5]), incoming('b', null, [2])], 'Import');
  run = store.runs.create({ recipe, note: 'a try', snapshot });
});

describe('a run', () => {
  it('is stored whole and changed field by field', () => {
    expect(store.runs.one(run)).toMatchObject({
      id: run,
      status: 'queued',
      recipe,
      snapshot,
      note: 'a try',
      device: null,
      layers: [],
    });
    const device = { title: 'CPU', kind: 'cpu', tensorflow: '2.21.0' } as const;
    store.runs.update(run, { status: 'running', device, startedAt: '2026-01-01T00:00:00Z', baselineLoss: 0.005 });
    store.runs.update(run, { studioVersion: '1.2.3' });
    store.runs.update(run, { problem: 'broke', layers: [{ name: 'conv', output: '1×2×3', parameters: 4 }] });
    store.runs.update(run, { problem: null });
    store.close();
    store = openForTest(folder);
    expect(store.runs.one(run)).toMatchObject({
      status: 'running',
      device,
      startedAt: '2026-01-01T00:00:00Z',
      baselineLoss: 0.005,
      studioVersion: '1.2.3',
      problem: null,
      layers: [{ name: 'conv' }],
      note: 'a try',
    });
  });

  it('of the first version, without what recipes have gained since, is read with the defaults', () => {
    const old = store.runs.create({ recipe: firstForm as typeof recipe, note: '', snapshot });
    expect(store.runs.one(old)?.recipe).toEqual(recipe);
    expect(recipe).toMatchObject({ head: 'coordinates', schedule: { kind: 'constant' }, averaging: 0, clipNorm: null });
  });

  it('keeps what an epoch tells beside its losses, and reads epochs that do not tell it', () => {
    const first = { epoch: 1, trainLoss: 0.5, validationLoss: 0.25, imagesPerSecond: 100, seconds: 2 };
    const second = {
      ...first,
      epoch: 2,
      nme: 0.0491,
      nmeBy: 'inter-ocular',
      learningRate: 1e-4,
      memoryBytes: 512 * 2 ** 20,
    } as const;
    const third = { ...second, epoch: 3, nme: null };
    for (const result of [first, second, third]) store.runs.addEpoch(run, result);
    expect(store.runs.epochs(run)).toEqual([first, second, third]);
  });

  it('stands newest first among the others and never gets another’s number', () => {
    const second = store.runs.create({ recipe, note: '', snapshot });
    expect(store.runs.all().map(({ id }) => id)).toEqual([second, run]);
    store.runs.delete(second);
    expect(store.runs.create({ recipe, note: '', snapshot })).toBe(second + 1);
    expect(store.summary().runs).toBe(2);
  });

  it('that is not there is said so', () => {
    expect(store.runs.one(99)).toBeNull();
    const doings = [
      () => store.runs.update(99, { note: '' }),
      () => store.runs.delete(99),
      () => store.runs.addEpoch(99, { epoch: 1, trainLoss: 1, validationLoss: 1, imagesPerSecond: 1, seconds: 1 }),
      () => store.predictions.replace(99, []),
    ];
    for (const doing of doings) expect(doing).toThrow(/no run 99/);
  });

  it('keeps its epochs in order, one told again in place of the first telling, NaN as NaN', () => {
    const epoch = (number: number, trainLoss: number) => ({
      epoch: number,
      trainLoss,
      validationLoss: 0.5,
      imagesPerSecond: 100,
      seconds: 2,
    });
    for (const result of [epoch(2, 0.2), epoch(1, 0.4), epoch(2, 0.3), epoch(3, NaN), epoch(4, Infinity)])
      store.runs.addEpoch(run, result);
    expect(store.runs.epochs(run)).toEqual([epoch(1, 0.4), epoch(2, 0.3), epoch(3, NaN), epoch(4, Infinity)]);
  });

  it('is none of undo’s business', () => {
    store.undo();
    expect(store.runs.one(run)).not.toBeNull();
    expect(store.summary()).toMatchObject({ images: 0, runs: 1 });
  });
});

describe('predictions', () => {
  it('are replaced as a whole; an image’s error is the mean of its instances’', () => {
    const one = (imageId: number, instanceId: number, errorPx: number | null) => ({
      imageId,
      instanceId,
      landmarks: [[1 / 3, 2]] as [number, number][],
      seen: instanceId === 2 ? { x: -3, y: 4, width: 50, height: 60 } : null,
      errorPx,
    });
    store.predictions.replace(run, [one(1, 1, 2), one(1, 2, 4), one(2, 3, null)]);
    expect(store.predictions.of(run)).toEqual([one(1, 1, 2), one(1, 2, 4), one(2, 3, null)]);
    const errors = () =>
      store.images.list({ filter: {}, order: 'name', run, offset: 0, limit: 9 }).items.map((item) => item.errorPx);
    expect(errors()).toEqual([3, null]);
    expect(store.predictions.of(run, new Set([1]))).toEqual([one(1, 1, 2), one(1, 2, 4)]);
    expect(store.predictions.of(run, new Set([9]))).toEqual([]);
    store.predictions.replace(run, [one(2, 3, 7)]);
    expect(errors()).toEqual([null, 7]);
    expect(store.predictions.of(run)).toHaveLength(1);
  });
});
