import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { recipeSchema } from '../../../src-main/contract/index.ts';
import { useRuns } from '../../stores/runs.ts';
import { useRecipeDraft } from './recipe-draft.ts';
import { mountInWindow } from '../../testing/in-window.ts';
import RecipePanel from './RecipePanel.vue';

const shipped = (name: string, learningRate: number) =>
  recipeSchema.parse({
    version: 1,
    name,
    title: `Title of ${name}`,
    description: '<b>not bold</b>',
    input: { width: 80, height: 60, channels: 'gray' },
    landmarks: ['nose 6'],
    network: [{ layer: 'conv', filters: 12, kernel: 3 }, { layer: 'flatten' }, { layer: 'coordinates' }],
    loss: 'mse',
    optimizer: { kind: 'adam', learningRate },
    epochs: 15,
    batch: 64,
    seed: 1,
  });

function mountPanel(obstacle: string | null = null) {
  const runs = useRuns();
  runs.recipes = [shipped('nose', 1e-3), shipped('nose-bad', 1e-1)];
  const draft = useRecipeDraft();
  draft.begin({ kind: 'shipped', name: 'nose' }, shipped('nose', 1e-3));
  return { draft, panel: mountInWindow(RecipePanel, { obstacle, starting: false }) };
}

beforeEach(() => setActivePinia(createPinia()));

describe('recipe panel', () => {
  it('fills the form with the recipe that is chosen', async () => {
    const { panel } = mountPanel();
    await panel.get('[data-testid=recipe-select]').setValue('nose-bad');
    expect(panel.get<HTMLInputElement>('[data-testid=field-learning-rate]').element.value).toBe('1e-1');
    expect(panel.text()).toContain('Title of nose-bad');
    expect(panel.emitted('chosen')).toHaveLength(1);
    // What a file says is text, never HTML.
    expect(panel.find('b').exists()).toBe(false);
  });

  it('says beside the field what is wrong and does not start until it is put right', async () => {
    const { panel, draft } = mountPanel();
    const start = panel.get<HTMLButtonElement>('[data-testid=train-start]');
    expect(start.element.disabled).toBe(false);
    const epochs = panel.get('[data-testid=field-epochs]');
    await epochs.setValue('2.5');
    expect(epochs.attributes('aria-invalid')).toBe('true');
    expect(panel.get(`#${epochs.attributes('aria-describedby')}`).text()).toBe('A whole number.');
    expect(start.element.disabled).toBe(true);
    await epochs.setValue('20');
    expect(start.element.disabled).toBe(false);
    expect(draft.changes).toEqual(['20 epochs']);
  });

  it('names the layer a mistake is in and takes layers out and in where they belong', async () => {
    const { panel, draft } = mountPanel();
    const layers = () => {
      const network = draft.recipe?.network;
      return Array.isArray(network) ? network.map(({ layer }) => layer) : network;
    };
    await panel.get('[aria-label="kernel size"]').setValue('99');
    expect(panel.get('[data-testid=network-editor] .problem').text()).toBe('kernel: at most 31.');
    await panel.get('[aria-label="Take out layer 1, conv"]').trigger('click');
    await panel.get('[aria-label="Add a layer"]').setValue('dense');
    expect(layers()).toEqual(['flatten', 'dense', 'coordinates']);
    await panel.get('[aria-label="Add a layer"]').setValue('max pool');
    expect(layers()?.[0]).toBe('max pool');
  });

  it('gives the reason when nothing can be started', () => {
    const { panel } = mountPanel('Split the images first.');
    expect(panel.text()).toContain('Split the images first.');
    expect(panel.get<HTMLButtonElement>('[data-testid=train-start]').element.disabled).toBe(true);
  });
});
