import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import { StudioError, type ComparedOn, type ReportResult } from '../../src-main/contract/index.ts';
import { messageOf } from '../app/messages.ts';
import { studioClient, useStudio } from './studio.ts';

/** The report that is being made or shown. */
export const useReport = defineStore('report', () => {
  const studio = useStudio();
  const isOpen = ref(false);
  const made = shallowRef<ReportResult | null>(null);
  const problem = ref('');
  let question = 0;

  /** Makes a report of runs, in this order, and shows it. Closed meanwhile, it is written all the same. */
  async function make(runs: readonly number[], on: ComparedOn & { visibleOnly?: boolean }): Promise<void> {
    const asked = (question += 1);
    isOpen.value = true;
    made.value = null;
    problem.value = '';
    try {
      const report = await studioClient().evaluation.report.mutate({ ...on, runs: [...runs] });
      if (asked === question) made.value = report;
    } catch (error) {
      if (asked !== question) return;
      if (error instanceof StudioError && error.code === 'cancelled') close();
      else problem.value = messageOf(error);
    }
  }

  function close(): void {
    question += 1;
    isOpen.value = false;
    made.value = null;
  }

  watch(() => studio.project?.path, close);

  return { isOpen, made, problem, make, close };
});
