import { describe, expect, it } from 'vitest';
import { recipeSchema } from '../../contract/index.ts';
import { gridAxes, withSettings } from './recipe-settings.ts';
import { UsageError } from './usage-error.ts';

const recipe = recipeSchema.parse({
  version: 1,
  name: 'nose-cnn',
  title: 'Nose',
  description: '',
  input: { width: 80, height: 60, channels: 'gray' },
  landmarks: ['nose 6'],
  network: [{ layer: 'conv', filters: 12, kernel: 5 }, { layer: 'flatten' }, { layer: 'coordinates' }],
  loss: 'mse',
  optimizer: { kind: 'adam', learningRate: 0.001 },
  epochs: 15,
  batch: 64,
  seed: 1,
});

describe('--set', () => {
  it('changes what a dotted key names, and leaves the recipe it was given alone', () => {
    const changed = withSettings(recipe, ['epochs=30', 'optimizer.learningRate=1e-1', 'network.0.filters=4']);
    expect(changed).toMatchObject({ epochs: 30, optimizer: { learningRate: 0.1 }, network: [{ filters: 4 }, {}, {}] });
    expect(recipe).toMatchObject({ epochs: 15, optimizer: { learningRate: 0.001 } });
  });

  it('takes JSON, and text that is none', () => {
    expect(withSettings(recipe, ['landmarks=["nose 1","nose 2"]']).landmarks).toEqual(['nose 1', 'nose 2']);
    expect(withSettings(recipe, ['landmarks=all', 'title=a=b'])).toMatchObject({ landmarks: 'all', title: 'a=b' });
  });

  it('reaches what recipes have gained: loss terms, schedules, augmentation, the network by name', () => {
    expect(
      withSettings(recipe, [
        'network=heatmap-small',
        'loss=[{"kind":"smooth-l1","weight":0.5},{"kind":"heatmap cross-entropy"}]',
        'loss.1.sigma=2',
        'optimizer.kind=adamw',
        'optimizer.weightDecay=1e-4',
        'schedule.kind=cosine',
        'schedule.warmUpEpochs=3',
        'augmentation.rotation=15',
        'averaging=0.99',
        'earlyStop=5',
      ]),
    ).toMatchObject({
      network: 'heatmap-small',
      loss: [
        { kind: 'smooth-l1', weight: 0.5 },
        { kind: 'heatmap cross-entropy', sigma: 2, weight: 1 },
      ],
      optimizer: { kind: 'adamw', weightDecay: 1e-4, learningRate: 0.001 },
      schedule: { kind: 'cosine', warmUpEpochs: 3 },
      augmentation: { rotation: 15, translation: 0 },
      averaging: 0.99,
      earlyStop: 5,
    });
  });

  it('makes what is null until one of its fields is set, in any order', () => {
    expect(withSettings(recipe, ['transfer.from=3']).transfer).toEqual({ from: 3, freeze: 0 });
    expect(withSettings(recipe, ['transfer.freeze=5', 'transfer.from=/models/faces']).transfer).toEqual({
      from: '/models/faces',
      freeze: 5,
    });
    expect(withSettings({ ...recipe, transfer: { from: 3, freeze: 5 } }, ['transfer=null']).transfer).toBeNull();
  });

  it.each([
    ['transfer.freeze=5', 'transfer.from: A run by its number, or the folder of an exported model.'],
    ['transfer.freze=5', 'The recipe has no transfer.freze. Near it: transfer.freeze.'],
    ['clipNorm.norm=5', 'The recipe has no clipNorm.norm.'],
    ['learningRate=1', 'The recipe has no learningRate. Near it: optimizer.learningRate.'],
    ['epoch=3', 'The recipe has no epoch. Near it: epochs.'],
    ['network.3.filters=1', 'The recipe has no network.3.filters.'],
    ['epochs.deep=1', 'The recipe has no epochs.deep.'],
    ['constructor=1', 'The recipe has no constructor.'],
    ['epochs', '--set takes key=value, such as --set epochs=30; this is epochs.'],
    ['epochs=0', 'This input is not valid. epochs: Too small'],
    ['network.0.layer=transformer', 'network.0'],
    ['network=vgg', 'network: Invalid option'],
    ['loss=[{"kind":"heatmap cross-entropy"}]', 'needs a network with heatmaps'],
  ])('refuses %s', (setting, message) => {
    expect(() => withSettings(recipe, [setting])).toThrow(message);
  });
});

describe('--grid', () => {
  it('takes values with commas, a field each', () => {
    expect(gridAxes(recipe, ['batch=4,64', 'loss=mse,wing'])).toEqual([
      { path: 'batch', values: [4, 64] },
      { path: 'loss', values: ['mse', 'wing'] },
    ]);
  });

  it.each([
    ['batch', /--grid takes key=value,value/],
    ['batch=4,,64', /A value of batch is empty/],
  ])('refuses %s as a mistake in what was typed', (grid, message) => {
    expect(() => gridAxes(recipe, [grid])).toThrow(UsageError);
    expect(() => gridAxes(recipe, [grid])).toThrow(message);
  });
});
