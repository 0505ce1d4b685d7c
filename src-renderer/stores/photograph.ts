import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import {
  mostPhotographBytes,
  StudioError,
  type Box,
  type Photograph,
  type Prediction,
} from '../../src-main/contract/index.ts';
import { messageOf } from '../app/messages.ts';
import { useComparison } from './comparison.ts';
import { useRuns } from './runs.ts';
import { studioClient, useStudio } from './studio.ts';

/** What a run found on the photograph, and where it looked. */
export interface FoundOnPhotograph {
  runId: number;
  /** Null for the whole image. */
  box: Box | null;
  prediction: Prediction;
}

/** A person's own photograph, tried with a run: chosen or sent, a box drawn, its landmarks found. */
export const usePhotograph = defineStore('photograph', () => {
  const studio = useStudio();
  const runs = useRuns();
  const comparison = useComparison();

  const isOpen = ref(false);
  const photograph = shallowRef<Photograph | null>(null);
  /** Name of the file that is being read; empty when none is. */
  const reading = ref('');
  /** Where the face is, px of the upright image; null for the whole image. */
  const box = shallowRef<Box | null>(null);
  const wantedRun = ref<number | null>(null);
  const found = shallowRef<FoundOnPhotograph | null>(null);
  const predicting = ref(false);
  const problem = ref('');
  /** Answers to questions before this one come too late. */
  let question = 0;

  /** The chosen run, else the one that Compare shows as A. */
  const run = computed(() => {
    const chosen = runs.comparable.find(({ id }) => id === wantedRun.value);
    return chosen ?? runs.comparable.find(({ id }) => id === comparison.aId) ?? null;
  });
  /** True while what is found was found by another run or in another place than would be now. */
  const isOutdated = computed(
    () => found.value !== null && (found.value.runId !== run.value?.id || found.value.box !== box.value),
  );

  async function read(name: string, ask: () => Promise<Photograph>): Promise<void> {
    const asked = (question += 1);
    reading.value = name;
    problem.value = '';
    try {
      const answer = await ask();
      if (asked !== question) return;
      photograph.value = answer;
      box.value = null;
      found.value = null;
    } catch (error) {
      if (asked === question) problem.value = messageOf(error);
    }
    if (asked === question) reading.value = '';
  }

  /** Reads a file of the studio's computer. */
  function openPath(path: string): Promise<void> {
    return read(path, () => studioClient().evaluation.photograph.mutate({ path }));
  }

  /** Sends a file of this browser's computer, dropped or pasted, to the studio. */
  function send(file: File): Promise<void> {
    const name = file.name || 'pasted picture';
    return read(name, async () => {
      if (file.size > mostPhotographBytes)
        throw new StudioError(
          'bad input',
          `${name} has ${(file.size / 2 ** 20).toFixed(0)} MiB; up to ${mostPhotographBytes / 2 ** 20} MiB can be sent. ` +
            'Choose it as a file of the studio’s computer instead, or save it smaller.',
        );
      return studioClient().evaluation.photograph.mutate({ name, bytes: await base64Of(file) });
    });
  }

  /** The answer that is waited for is not wanted any more. */
  function stopReading(): void {
    question += 1;
    reading.value = '';
  }

  /** Asks the run for the landmarks in the box. What was found before stays until the answer is there. */
  async function predict(): Promise<void> {
    const [picture, by, where] = [photograph.value, run.value, box.value];
    if (!picture || !by || predicting.value) return;
    const asked = (question += 1);
    predicting.value = true;
    problem.value = '';
    try {
      const { predictions, problems } = await studioClient().evaluation.predict.mutate({
        run: by.id,
        on: { paths: [picture.path], ...(where ? { box: where } : {}) },
      });
      if (asked !== question) return;
      const prediction = predictions[0];
      if (prediction) found.value = { runId: by.id, box: where, prediction };
      else problem.value = problems[0]?.message ?? 'The run gave no answer.';
    } catch (error) {
      const cancelled = error instanceof StudioError && error.code === 'cancelled';
      if (asked === question && !cancelled) problem.value = messageOf(error);
    } finally {
      predicting.value = false;
    }
  }

  watch(
    () => studio.project?.path,
    () => {
      stopReading();
      isOpen.value = false;
      photograph.value = null;
      box.value = null;
      found.value = null;
      wantedRun.value = null;
      problem.value = '';
    },
  );

  return {
    isOpen,
    photograph,
    reading,
    box,
    wantedRun,
    run,
    found,
    isOutdated,
    predicting,
    problem,
    openPath,
    send,
    stopReading,
    predict,
  };
});

/** The file's bytes in base64. */
function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const address = reader.result as string;
      resolve(address.slice(address.indexOf(',') + 1));
    };
    reader.onerror = () =>
      reject(new Error(`${file.name} cannot be read: ${reader.error?.message ?? 'no reason given'}`));
    reader.readAsDataURL(file);
  });
}
