import { describe, expect, it } from 'vitest';
import { recipeSchema, type Recipe, type RunSummary } from '../../../src-main/contract/index.ts';
import { mountInWindow } from '../../testing/in-window.ts';
import { formOfRecipe, recipeDifferences, recipeOfForm } from './recipe-form.ts';
import { beginningOf, formOfTransfer, type TransferForm } from './transfer-form.ts';
import TransferFields from './TransferFields.vue';

const recipe = recipeSchema.parse({
  version: 1,
  name: 'small',
  title: '',
  description: '',
  input: { width: 32, height: 24, channels: 'gray' },
  landmarks: 'all',
  network: 'heatmap-small',
  loss: 'mse',
  optimizer: { kind: 'adam', learningRate: 1e-3 },
  epochs: 1,
  batch: 1,
  seed: 1,
});
const begun: Recipe = { ...recipe, transfer: { from: 3, freeze: 2 } };

describe('what a recipe starts from, as a form', () => {
  it('gives back what it was made of', () => {
    for (const transfer of [null, { from: 3, freeze: 2 }, { from: '/models/faces', freeze: 0 }])
      expect(recipeOfForm(formOfRecipe({ ...recipe, transfer }), null).recipe?.transfer).toEqual(transfer);
  });

  it('tells what is missing at its field', () => {
    const form = formOfRecipe(recipe);
    form.transfer = { kind: 'model', runId: 3, folder: ' ', freeze: 'two' };
    expect(Object.keys(recipeOfForm(form, null).issues ?? {})).toEqual(['transfer.from', 'transfer.freeze']);
  });

  it('is told among what was changed', () => {
    expect(recipeDifferences(recipe, begun)).toEqual(['starts from run 3', 'first 2 layers frozen']);
    expect(recipeDifferences(begun, recipe)).toEqual(['starts from nothing', 'no layer frozen']);
    expect(recipeDifferences(begun, begun)).toEqual([]);
  });
});

describe('fields', () => {
  const run = (id: number, change: Partial<RunSummary>) =>
    ({ id, status: 'finished', recipeName: 'faces', bestEpoch: 1, bestNme: 0.049, ...change }) as RunSummary;
  const runs = [run(4, { bestEpoch: null }), run(3, {}), run(2, { status: 'running' }), run(1, { bestNme: null })];

  it('offer the runs that have a model and are over, with their NME, and change the form', async () => {
    const form: TransferForm = formOfTransfer(null);
    const fields = mountInWindow(TransferFields, { runs, issues: {}, modelValue: form });
    const options = () => fields.findAll('option').map((option) => option.text());
    expect(options().slice(1, -1)).toEqual(['run 3 · faces · NME 4.9 %', 'run 1 · faces']);
    await fields.get('select').setValue('run 3');
    expect(form).toMatchObject({ kind: 'run', runId: 3 });
  });

  it('keep naming a run that is gone', () => {
    const fields = mountInWindow(TransferFields, {
      runs,
      issues: {},
      modelValue: formOfTransfer({ from: 9, freeze: 0 }),
    });
    expect(fields.get('select').element.value).toBe('run 9');
    expect(fields.get('option[value="run 9"]').text()).toBe('run 9 · not there, or not over yet');
  });
});

it('says in a line what a run began with, naming few layers and counting many', () => {
  const row = { name: 'row', output: '', parameters: 0 };
  const anew = (count: number) => Array.from({ length: count }, (_, index) => ({ layer: `l${index}`, why: '' }));
  const words = (count: number) =>
    beginningOf({ recipe: begun, layers: [row, { ...row, begins: { taken: 5, anew: anew(count) } }] });
  expect(words(0)).toBe('run 3: 5 of 5 layers');
  expect(words(1)).toBe('run 3: 5 of 6 layers; l0 anew');
  expect(words(9)).toBe('run 3: 5 of 14 layers; l0, l1, l2, 6 more anew');
  expect(beginningOf({ recipe, layers: [row] })).toBeNull();
});
