import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Recipe } from '../../../src-main/contract/index.ts';
import { useRuns } from '../../stores/runs.ts';
import { useStudio } from '../../stores/studio.ts';
import { formOfRecipe, recipeDifferences, recipeOfForm, type RecipeForm } from './recipe-form.ts';

/** Where a draft began: a shipped recipe by its name, or a run's recipe. */
export type RecipeSource = { kind: 'shipped'; name: string } | { kind: 'run'; runId: number };

/** The recipe of the next run while a person edits it; it stays when they go to another place and come back. */
export const useRecipeDraft = defineStore('recipe draft', () => {
  const studio = useStudio();
  const runs = useRuns();
  const source = shallowRef<RecipeSource | null>(null);
  const base = shallowRef<Recipe | null>(null);
  const form = ref<RecipeForm | null>(null);
  const note = ref('');

  const checked = computed(() => (form.value ? recipeOfForm(form.value, runs.schema) : { recipe: null, issues: {} }));
  const recipe = computed(() => checked.value.recipe);
  const issues = computed(() => checked.value.issues ?? {});
  /** What was changed since the recipe was chosen. */
  const changes = computed(() => (base.value && recipe.value ? recipeDifferences(base.value, recipe.value) : []));

  /** What stood in a field when the recipe was chosen, in a word; undefined where it still does. */
  function was(field: keyof RecipeForm): string | undefined {
    if (!base.value || !form.value) return undefined;
    const before = formOfRecipe(base.value)[field];
    if (JSON.stringify(before) === JSON.stringify(form.value[field])) return undefined;
    return typeof before === 'string' ? before || 'nothing' : 'otherwise';
  }

  function begin(from: RecipeSource, chosen: Recipe): void {
    source.value = from;
    base.value = chosen;
    form.value = formOfRecipe(chosen);
  }

  /** Takes a whole recipe as the edited state, keeping where the draft began. */
  function replace(edited: Recipe): void {
    form.value = formOfRecipe(edited);
  }

  function reset(): void {
    if (base.value) form.value = formOfRecipe(base.value);
  }

  watch(
    () => studio.project?.path,
    () => {
      source.value = null;
      base.value = null;
      form.value = null;
      note.value = '';
    },
  );

  return { source, base, form, note, recipe, issues, changes, was, begin, replace, reset };
});
