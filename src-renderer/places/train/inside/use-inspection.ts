import { computed, ref, shallowRef, watch } from 'vue';
import { StudioError, type Inspection, type RunDetail } from '../../../../src-main/contract/index.ts';
import { messageOf } from '../../../app/messages.ts';
import { useInspected } from '../../../stores/inspected.ts';
import { studioClient } from '../../../stores/studio.ts';

export interface InspectedImage {
  id: number;
  name: string;
}

/**
 * What a run makes of the chosen image. One question at a time: each starts a trainer, and only the last of many is of interest.
 * What is shown stays while the next answer is made. A better epoch does not ask by itself, which would go on all through a training.
 */
export function useInspection(run: () => RunDetail) {
  const inspected = useInspected();
  /** To go through: the validation images, and first the one that was chosen elsewhere. Null until known. */
  const images = shallowRef<InspectedImage[] | null>(null);
  const answer = shallowRef<Inspection | null>(null);
  const problem = ref<string | null>(null);
  const cancelled = ref(false);
  const loading = ref(false);
  /** Questions so far: one that comes while another is answered waits, and of several only the last is put. */
  let asked = 0;

  const image = computed(() => images.value?.find(({ id }) => id === inspected.imageId) ?? images.value?.[0] ?? null);
  const isOld = computed(() => answer.value !== null && answer.value.epoch !== run().bestEpoch);

  async function loadImages(): Promise<void> {
    try {
      const list: InspectedImage[] = [];
      let total: number;
      do {
        const page = await studioClient().images.list.query({
          filter: { split: 'validation' },
          offset: list.length,
          limit: 1000,
        });
        list.push(...page.items.map(({ id, name }) => ({ id, name })));
        total = page.items.length === 0 ? list.length : page.total;
      } while (list.length < total);
      const wanted = inspected.imageId;
      if (wanted !== null && !list.some(({ id }) => id === wanted)) {
        const { id, name } = await studioClient().images.get.query({ imageId: wanted });
        list.unshift({ id, name });
      }
      images.value = list;
    } catch (error) {
      problem.value = messageOf(error);
    }
  }

  async function ask(): Promise<void> {
    asked += 1;
    if (loading.value) return;
    loading.value = true;
    for (let answered = 0; answered < asked;) {
      answered = asked;
      if (image.value && run().bestEpoch !== null) await askOnce(image.value);
    }
    loading.value = false;
  }

  async function askOnce({ id }: InspectedImage): Promise<void> {
    const { layer, instanceId } = inspected;
    try {
      answer.value = await studioClient().runs.inspect.mutate({
        run: run().id,
        imageId: id,
        ...(id === inspected.imageId && instanceId !== null && { instanceId }),
        ...(layer !== null && { layer }),
      });
      problem.value = null;
      cancelled.value = false;
    } catch (error) {
      const code = error instanceof StudioError ? error.code : null;
      // The layer was another run's.
      if (code === 'not found' && layer !== null) {
        inspected.layer = null;
        asked += 1;
        return;
      }
      cancelled.value = code === 'cancelled';
      problem.value = messageOf(error);
    }
  }

  function step(by: 1 | -1): void {
    const list = images.value ?? [];
    const next = list[list.findIndex(({ id }) => id === image.value?.id) + by];
    if (next) inspected.choose(next.id);
  }

  watch(
    () => [image.value?.id, inspected.instanceId, inspected.layer, run().bestEpoch === null],
    () => void ask(),
  );
  void loadImages();

  return { images, image, answer, isOld, problem, cancelled, loading, ask, step, loadImages };
}
