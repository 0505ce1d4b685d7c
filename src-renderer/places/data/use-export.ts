import { ref, shallowRef } from 'vue';
import { StudioError, type ExportReport } from '../../../src-main/contract/index.ts';
import { countOf, messageOf } from '../../app/messages.ts';
import { useNotices } from '../../stores/notices.ts';

/** Runs an export and keeps what came of it: its report, or why it failed. */
export function useExport() {
  const notices = useNotices();
  const isBusy = ref(false);
  const problem = ref('');
  const report = shallowRef<ExportReport | null>(null);

  async function run(title: string, work: () => Promise<ExportReport>): Promise<void> {
    isBusy.value = true;
    problem.value = '';
    report.value = null;
    try {
      report.value = await work();
      notices.show('success', title, `${countOf(report.value.files, 'file')} in ${report.value.out}`);
    } catch (error) {
      if (!(error instanceof StudioError && error.code === 'cancelled')) problem.value = messageOf(error);
    } finally {
      isBusy.value = false;
    }
  }

  return { isBusy, problem, report, run };
}
