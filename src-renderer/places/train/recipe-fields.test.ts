import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { ref, type Ref } from 'vue';
import { recipeSchema } from '../../../src-main/contract/index.ts';
import NetworkEditor from './NetworkEditor.vue';
import { formOfRecipe, recipeOfForm, type RecipeForm } from './recipe-form.ts';
import TrainingFields from './TrainingFields.vue';

const recipe = recipeSchema.parse({
  version: 1,
  name: 'small',
  title: '',
  description: '',
  input: { width: 32, height: 24, channels: 'gray' },
  landmarks: 'all',
  network: [{ layer: 'conv', filters: 4, kernel: 3 }, { layer: 'flatten' }, { layer: 'coordinates' }],
  loss: 'mse',
  optimizer: { kind: 'adam', learningRate: 1e-3 },
  epochs: 1,
  batch: 1,
  seed: 1,
});

const newForm = (): Ref<RecipeForm> => ref(formOfRecipe(recipe));

describe('network editor', () => {
  const mounted = (form: Ref<RecipeForm>) =>
    mount(NetworkEditor, {
      props: {
        modelValue: form.value.network,
        issues: {},
        'onUpdate:modelValue': async (network: RecipeForm['network']) => {
          form.value.network = network;
          await editor.setProps({ modelValue: network });
        },
      },
    });
  let editor: ReturnType<typeof mounted>;

  it('takes a network by its name, and goes back to the layers that were there', async () => {
    const form = newForm();
    editor = mounted(form);
    expect(editor.findAll('.layer')).toHaveLength(3);
    await editor.get('[data-testid="network-kind"]').setValue('heatmap-small');
    expect(form.value.network).toBe('heatmap-small');
    expect(editor.findAll('.layer')).toHaveLength(0);
    await editor.get('[data-testid="network-kind"]').setValue('layers');
    expect(recipeOfForm(form.value, null).recipe).toEqual(recipe);
  });

  it('puts a normalisation after a convolution, and new layers where they belong', async () => {
    const form = newForm();
    editor = mounted(form);
    await editor.get('[title="Batch normalisation after this layer"]').trigger('click');
    await editor.get('[aria-label="Add a layer"]').setValue('residual');
    await editor.get('[aria-label="Add a layer"]').setValue('dropout');
    expect(recipeOfForm(form.value, null).recipe?.network).toEqual([
      { layer: 'conv', filters: 4, kernel: 3, stride: 1, norm: 'batch', activation: 'relu' },
      { layer: 'residual', filters: 32, stride: 1 },
      { layer: 'flatten' },
      { layer: 'dropout', rate: 0.3 },
      { layer: 'coordinates' },
    ]);
  });
});

it('loss, optimizer, schedule and what ends a run are chosen in the form; another schedule begins with its own values', async () => {
  const form = newForm();
  const fields = mount(TrainingFields, { props: { modelValue: form.value, issues: {}, was: () => undefined } });
  await fields.get('[data-testid="field-loss"]').setValue('wing');
  await fields.get('[data-testid="field-optimizer"]').setValue('sgd');
  await fields.get('[data-testid="field-schedule"]').setValue('plateau');
  await fields.get('[data-testid="field-head"]').setValue('mean shape offset');
  await fields.get('[data-testid="field-best-by"]').setValue('NME');
  await fields.get('[data-testid="field-weight-decay"]').setValue('1e-4');
  expect(recipeOfForm(form.value, null).recipe).toMatchObject({
    loss: 'wing',
    optimizer: { kind: 'sgd', momentum: 0.9, weightDecay: 1e-4 },
    schedule: { kind: 'plateau', patience: 10, factor: 0.1 },
    head: 'mean shape offset',
    keepBestBy: 'NME',
  });
});
