import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import {
  isUnderWay,
  type EpochResult,
  type GridAxis,
  type LandmarkSchema,
  type Recipe,
  type RunDetail,
  type RunSummary,
} from '../../src-main/contract/index.ts';
import { useNotices } from './notices.ts';
import { onStudioEvent, studioClient, useStudio } from './studio.ts';

/** Puts an epoch among those known, in order; one that is there already (after a resume) is replaced. */
export function withEpoch(epochs: readonly EpochResult[], result: EpochResult): EpochResult[] {
  return [...epochs.filter(({ epoch }) => epoch !== result.epoch), result].sort(
    (one, other) => one.epoch - other.epoch,
  );
}

/** Whether a detail that was loaded before lacks what the studio now knows: its layers and samples, epochs it was not told of, or how it ended. */
export function isOutdated(detail: RunDetail, summary: RunSummary): boolean {
  return (
    detail.status !== summary.status ||
    detail.baselineLoss !== summary.baselineLoss ||
    detail.device?.title !== summary.device?.title ||
    (detail.epochs.at(-1)?.epoch ?? 0) !== summary.epochsDone
  );
}

/** Lets one call of `work` run at a time; calls meanwhile are answered by one more at the end. */
function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const begin = (): Promise<void> => {
    running = work().finally(() => {
      running = null;
    });
    return running;
  };
  return () => {
    if (!running) return begin();
    // What began before the call may have missed what the caller wants to see.
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        return begin();
      });
    return next;
  };
}

/** The project's runs, kept up to date while they train, and what can be done with them. */
export const useRuns = defineStore('runs', () => {
  const studio = useStudio();
  const notices = useNotices();

  const recipes = shallowRef<Recipe[] | null>(null);
  /** The project's, by which recipes name what they learn. */
  const schema = shallowRef<LandmarkSchema | null>(null);
  /** Newest first; null until asked for. */
  const runs = shallowRef<RunSummary[] | null>(null);
  const details = shallowRef<ReadonlyMap<number, RunDetail>>(new Map());
  /** The run Train shows; null shows a grid, or else the run that would be started. */
  const chosenId = ref<number | null>(null);
  /** The grid Train shows, by the number of its first run; null while a run is chosen. */
  const gridId = ref<number | null>(null);

  const chosen = computed(() => (chosenId.value === null ? null : (details.value.get(chosenId.value) ?? null)));
  /** The run that trains, or the first that waits. */
  const active = computed(() => {
    const underWay = runs.value?.filter((run) => isUnderWay(run.status)) ?? [];
    return underWay.find((run) => run.status !== 'queued') ?? underWay.at(-1) ?? null;
  });
  /** Runs with something to compare: they have a best epoch. */
  const comparable = computed(() => runs.value?.filter((run) => run.bestEpoch !== null) ?? []);

  function keep(detail: RunDetail): void {
    details.value = new Map(details.value).set(detail.id, detail);
  }

  async function loadDetail(runId: number): Promise<void> {
    const path = studio.project?.path;
    const detail = await studioClient().runs.get.query({ runId });
    if (studio.project?.path === path) keep(detail);
  }

  const refresh = oneAtATime(async () => {
    const path = studio.project?.path;
    if (!path) return;
    const list = await studioClient().runs.list.query();
    // Another project may have been opened meanwhile.
    if (studio.project?.path !== path) return;
    runs.value = list;
    if (chosenId.value !== null && !list.some((run) => run.id === chosenId.value)) chosenId.value = null;
    if (gridId.value !== null && !list.some(({ grid }) => grid?.id === gridId.value)) gridId.value = null;
    for (const summary of list) {
      const detail = details.value.get(summary.id);
      if (!detail) continue;
      if (isOutdated(detail, summary)) await loadDetail(summary.id);
      else keep({ ...detail, ...summary });
    }
  });

  /** Loads recipes, schema and runs when they are not there yet. */
  async function load(): Promise<void> {
    try {
      recipes.value ??= await studioClient().runs.recipes.query();
      schema.value ??= await studioClient().schema.get.query();
      if (!runs.value) await refresh();
    } catch (error) {
      notices.fail('The runs could not be read', error);
    }
  }

  async function show(runId: number | null): Promise<void> {
    chosenId.value = runId;
    gridId.value = null;
    await ensureDetail(runId);
  }

  async function showGrid(wanted: number): Promise<void> {
    chosenId.value = null;
    gridId.value = wanted;
    await ensureGridDetails();
  }

  /** The losses of every run of the grid that is shown. */
  async function ensureGridDetails(): Promise<void> {
    const members = runs.value?.filter(({ grid }) => grid !== null && grid.id === gridId.value) ?? [];
    for (const { id } of members) await ensureDetail(id);
  }

  async function ensureDetail(runId: number | null): Promise<void> {
    if (runId === null || details.value.has(runId)) return;
    try {
      await loadDetail(runId);
    } catch (error) {
      notices.fail(`Run ${runId} could not be read`, error);
    }
  }

  /** Starts a run (or queues it behind the one that trains) and shows it. False when the studio refused, which is told. */
  async function start(recipe: Recipe, note: string): Promise<boolean> {
    try {
      const run = await studioClient().runs.start.mutate({ recipe, note });
      await refresh();
      await show(run.id);
      return true;
    } catch (error) {
      notices.fail('The run could not be started', error);
      return false;
    }
  }

  /** Queues a run for each combination of values and shows them side by side. Throws what the studio refuses. */
  async function startGrid(recipe: Recipe, note: string, axes: GridAxis[]): Promise<void> {
    const [first] = await studioClient().runs.startGrid.mutate({ recipe, note, axes });
    await refresh();
    if (first?.grid) await showGrid(first.grid.id);
  }

  /** Does one thing to a run and tells when the studio refuses. */
  async function act(
    action: 'pause' | 'continue' | 'stop' | 'cancel' | 'resume' | 'delete',
    runId: number,
  ): Promise<void> {
    try {
      await studioClient().runs[action].mutate({ runId });
      if (action === 'delete') {
        const rest = new Map(details.value);
        rest.delete(runId);
        details.value = rest;
      }
      await refresh();
    } catch (error) {
      const done = {
        pause: 'paused',
        continue: 'continued',
        stop: 'stopped',
        cancel: 'cancelled',
        resume: 'resumed',
        delete: 'deleted',
      }[action];
      notices.fail(`Run ${runId} could not be ${done}`, error);
    }
  }

  async function setNote(runId: number, note: string): Promise<void> {
    try {
      await studioClient().runs.setNote.mutate({ runId, note });
      await refresh();
    } catch (error) {
      notices.fail(`The note of run ${runId} could not be kept`, error);
    }
  }

  /** Moves a run that waits to a place of the queue, from 0. */
  async function moveInQueue(runId: number, place: number): Promise<void> {
    try {
      await studioClient().runs.moveInQueue.mutate({ runId, place });
      await refresh();
    } catch (error) {
      notices.fail(`Run ${runId} could not be moved`, error);
    }
  }

  /** Holds the runs that wait, or lets them begin. */
  async function holdQueue(held: boolean): Promise<void> {
    try {
      await studioClient().runs.holdQueue.mutate({ held });
      await refresh();
    } catch (error) {
      notices.fail(held ? 'The queue could not be held' : 'The queue could not be started', error);
    }
  }

  onStudioEvent((event) => {
    if (event.kind === 'schema' || event.kind === 'reconnected') {
      schema.value = null;
      if (runs.value !== null) void load();
    }
    if (runs.value === null) return;
    if (event.kind === 'run epoch') {
      const detail = details.value.get(event.runId);
      if (detail) keep({ ...detail, epochs: withEpoch(detail.epochs, event.result) });
    }
    if (event.kind === 'run' || event.kind === 'reconnected') {
      if (event.kind === 'reconnected') details.value = new Map();
      void refresh()
        .then(() => Promise.all([ensureDetail(chosenId.value), ensureGridDetails()]))
        .catch((error: unknown) => notices.fail('The runs could not be read', error));
    }
  });

  watch(
    () => studio.project?.path,
    () => {
      schema.value = null;
      runs.value = null;
      details.value = new Map();
      chosenId.value = null;
      gridId.value = null;
    },
  );

  return {
    recipes,
    schema,
    runs,
    chosenId,
    gridId,
    details,
    chosen,
    active,
    comparable,
    load,
    show,
    showGrid,
    ensureDetail,
    start,
    startGrid,
    act,
    setNote,
    moveInQueue,
    holdQueue,
  };
});
