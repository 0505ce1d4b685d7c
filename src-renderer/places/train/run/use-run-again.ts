import { nextTick, ref } from 'vue';
import { labelChangeWords, type LabelChanges, type RunDetail } from '../../../../src-main/contract/index.ts';
import { useNotices } from '../../../stores/notices.ts';
import { useRuns } from '../../../stores/runs.ts';
import { useRecipeDraft } from '../recipe-draft.ts';

/** Trains what a run was trained by once more, with the labels as they are now; or begins a new run's recipe with its. */
export function useRunAgain(run: () => RunDetail, changes: () => LabelChanges | null) {
  const runs = useRuns();
  const draft = useRecipeDraft();
  const notices = useNotices();
  const starting = ref(false);

  /** The same recipe and seed. */
  async function again(): Promise<void> {
    if (starting.value) return;
    starting.value = true;
    const { id, recipe } = run();
    const changed = changes();
    const started = await runs.start(recipe, `run ${id} again`);
    starting.value = false;
    if (started)
      notices.show(
        'success',
        `Run ${runs.chosenId} is run ${id} again, with the labels as they are now`,
        changed ? labelChangeWords(changed) : '',
      );
  }

  async function withChanges(): Promise<void> {
    const { id, recipe } = run();
    draft.begin({ kind: 'run', runId: id }, recipe);
    draft.note = '';
    await runs.show(null);
    await nextTick();
    document.querySelector<HTMLElement>('[data-testid="field-width"]')?.focus();
  }

  return { starting, again, withChanges };
}
