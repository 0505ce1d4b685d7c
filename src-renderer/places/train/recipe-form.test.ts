import { describe, expect, it } from 'vitest';
import { recipeSchema, type LandmarkSchema, type Recipe } from '../../../src-main/contract/index.ts';
import {
  describeInput,
  describeLandmarks,
  formOfRecipe,
  recipeDifferences,
  recipeOfForm,
  recipeOfJson,
} from './recipe-form.ts';

const nose: Recipe = recipeSchema.parse({
  version: 1,
  name: 'nose',
  title: 'Nose',
  description: 'One landmark.',
  input: { width: 80, height: 60, channels: 'gray' },
  landmarks: ['nose 6'],
  network: [
    { layer: 'conv', filters: 12, kernel: 5 },
    { layer: 'max pool', size: 2 },
    { layer: 'flatten' },
    { layer: 'dense', units: 128, activation: 'none' },
    { layer: 'coordinates' },
  ],
  loss: 'mse',
  optimizer: { kind: 'adam', learningRate: 1e-3 },
  epochs: 15,
  batch: 64,
  seed: 1,
});

const face: LandmarkSchema = {
  name: 'face-2',
  title: 'Two points',
  landmarks: [
    { name: 'nose 6', group: 'nose' },
    { name: 'nose 7', group: 'nose' },
  ],
  groups: [{ name: 'nose', colour: '#80ed99' }],
  contours: [],
  mirrorPairs: [],
  outerEyeCorners: null,
  template: null,
};

describe('recipe form', () => {
  it('gives back the recipe it was made of', () => {
    expect(recipeOfForm(formOfRecipe(nose), face).recipe).toEqual(nose);
    const all = { ...nose, landmarks: 'all' as const };
    expect(recipeOfForm(formOfRecipe(all), face).recipe).toEqual(all);
  });

  it('gives back every value of a recipe that uses all of them', () => {
    const rich = recipeSchema.parse({
      ...nose,
      input: { width: 80, height: 60, channels: 'colour', crop: 'box', margin: 0.35 },
      network: [
        { layer: 'conv', filters: 4, kernel: 3, norm: 'batch' },
        { layer: 'residual', filters: 8, stride: 2 },
        { layer: 'average' },
        { layer: 'dropout', rate: 0.25 },
        { layer: 'coordinates' },
      ],
      head: 'mean shape offset',
      loss: [{ kind: 'wing', weight: 2 }, { kind: 'l1' }],
      optimizer: { kind: 'sgd', learningRate: 0.01, momentum: 0.8, weightDecay: 5e-4 },
      schedule: { kind: 'plateau', patience: 3, factor: 0.5 },
      clipNorm: 1.5,
      averaging: 0.99,
      earlyStop: 7,
      keepBestBy: 'NME',
      augmentation: { rotation: 15, brightness: 0.2, blur: { probability: 0.5, sigma: 2 } },
    });
    expect(recipeOfForm(formOfRecipe(rich), face).recipe).toEqual(rich);
    const named = recipeSchema.parse({ ...rich, network: 'heatmap-small', head: 'coordinates' });
    expect(recipeOfForm(formOfRecipe(named), face).recipe).toEqual(named);
  });

  it('takes an empty field of clipping and early stop as none, and tells what cannot go together', () => {
    const form = formOfRecipe({ ...nose, clipNorm: 2, earlyStop: 3 });
    form.clipNorm = ' ';
    form.earlyStop = '';
    expect(recipeOfForm(form, face).recipe).toMatchObject({ clipNorm: null, earlyStop: null });
    form.network = 'heatmap-small';
    form.head = 'mean shape offset';
    form.augmentation.rotation = '200';
    expect(recipeOfForm(form, face).issues).toMatchObject({ 'augmentation.rotation': 'At most 180.' });
    form.augmentation.rotation = '10';
    expect(Object.keys(recipeOfForm(form, face).issues ?? {})).toEqual(['head']);
  });

  it('shows learning rates as people type them and reads them back', () => {
    const form = formOfRecipe(nose);
    expect(form.learningRate).toBe('1e-3');
    form.learningRate = ' 0.1 ';
    expect(recipeOfForm(form, face).recipe?.optimizer.learningRate).toBe(0.1);
  });

  it('says what is wrong beside the field it is about', () => {
    const form = formOfRecipe(nose);
    form.width = '4';
    form.height = '';
    form.epochs = '2.5';
    form.learningRate = '0';
    form.batch = 'many';
    form.seed = '-1';
    const conv = form.network[0];
    if (typeof conv === 'object' && conv.layer === 'conv') conv.kernel = '99';
    expect(recipeOfForm(form, face).issues).toEqual({
      'input.width': 'At least 8.',
      'input.height': 'A number.',
      epochs: 'A whole number.',
      'optimizer.learningRate': 'More than 0.',
      batch: 'A number.',
      seed: 'At least 0.',
      'network.0.kernel': 'At most 31.',
    });
  });

  it('refuses landmarks the schema does not have, and none at all', () => {
    const form = formOfRecipe(nose);
    form.landmarks = ['nose 6', 'tail 1'];
    expect(recipeOfForm(form, face).issues).toEqual({ landmarks: 'face-2 has no landmark tail 1' });
    expect(recipeOfForm(form, null).issues).toBeNull();
    form.landmarks = [];
    expect(recipeOfForm(form, face).issues).toEqual({ landmarks: 'Choose at least one.' });
  });

  it('refuses a network that does not end in coordinates', () => {
    const form = formOfRecipe(nose);
    if (typeof form.network !== 'string') form.network.pop();
    expect(Object.keys(recipeOfForm(form, face).issues ?? {})).toEqual(['network']);
  });

  it('does not share arrays with the recipe it was made of', () => {
    const form = formOfRecipe(nose);
    if (form.landmarks !== 'all') form.landmarks.push('nose 7');
    if (typeof form.network !== 'string') form.network.pop();
    form.augmentation.blur.probability = '1';
    expect(nose.augmentation.blur.probability).toBe(0);
    expect(nose.landmarks).toEqual(['nose 6']);
    expect(nose.network).toHaveLength(5);
  });
});

describe('recipe as JSON', () => {
  it('takes a good text and fills defaults', () => {
    const text = JSON.stringify({
      ...nose,
      network: [{ layer: 'flatten' }, { layer: 'dense', units: 4 }, { layer: 'coordinates' }],
    });
    expect(recipeOfJson(text, face).recipe?.network[1]).toEqual({ layer: 'dense', units: 4, activation: 'relu' });
  });

  it('tells bad JSON and unknown layers', () => {
    expect(recipeOfJson('{', face).issues?.['']).toMatch(/^This is not JSON/);
    const issues = recipeOfJson(JSON.stringify({ ...nose, network: [{ layer: 'magic' }] }), face).issues;
    expect(Object.keys(issues ?? {})).toEqual(['network.0.layer']);
  });
});

describe('recipe differences', () => {
  it('names what was changed and nothing else', () => {
    expect(recipeDifferences(nose, nose)).toEqual([]);
    expect(
      recipeDifferences(nose, {
        ...nose,
        title: 'Another title',
        seed: 2,
        network: 'heatmap-small',
        optimizer: { ...nose.optimizer, learningRate: 0.1 },
      }),
    ).toEqual(['network heatmap-small', 'learning rate 1e-1', 'seed 2']);
  });

  it('tells a crop with its margin', () => {
    const cropped = { ...nose, input: { ...nose.input, crop: 'box', margin: 0.125 } } as const;
    expect(recipeDifferences(nose, cropped)).toEqual(['input 80×60 gray, box + 12.5 %']);
    expect(describeInput(nose)).toBe('80×60 gray');
  });

  it('names few landmarks and counts many', () => {
    expect(describeLandmarks('all')).toBe('all');
    expect(describeLandmarks(['nose 6'])).toBe('nose 6');
    expect(describeLandmarks(['a', 'b', 'c'])).toBe('3 chosen');
  });
});
