import { defineStore } from 'pinia';
import { onScopeDispose, ref, shallowRef, getCurrentScope } from 'vue';
import type { ConnectionState, StudioClient, StudioConnection } from '../client/index.ts';
import {
  isUnderWay,
  type Job,
  type ProjectSummary,
  type RunProgress,
  type StudioEvent,
  type SystemInfo,
} from '../../src-main/contract/index.ts';

/** What the studio tells, and the window's own word that the connection is back: then ask again for what is shown. */
export type WindowEvent = StudioEvent | { kind: 'reconnected' };

let connected: StudioConnection | null = null;
const listeners = new Set<(event: WindowEvent) => void>();

/** The contract's client. Kept out of the store: Pinia would take the callable proxy for an action. */
export function studioClient(): StudioClient {
  if (!connected) throw new Error('the studio is not connected yet');
  return connected.client;
}

/** Follows what the studio tells; ends with the calling component, or by the function returned. */
export function onStudioEvent(listener: (event: WindowEvent) => void): () => void {
  listeners.add(listener);
  const stop = (): void => {
    listeners.delete(listener);
  };
  if (getCurrentScope()) onScopeDispose(stop);
  return stop;
}

function tell(event: WindowEvent): void {
  for (const listener of [...listeners]) listener(event);
}

/** What every place needs to know of the studio: the open project, the connection, what is being worked on. */
export const useStudio = defineStore('studio', () => {
  const connection = ref<ConnectionState>('connecting');
  const project = shallowRef<ProjectSummary | null>(null);
  const system = shallowRef<SystemInfo | null>(null);
  const jobs = shallowRef<Job[]>([]);
  /** Of the run that is going on; null when none is. */
  const progress = shallowRef<RunProgress | null>(null);
  /** False until the studio has said which project is open, if any. */
  const ready = ref(false);

  function take(event: StudioEvent): void {
    if (event.kind === 'project') {
      if (event.project?.path !== project.value?.path) progress.value = null;
      project.value = event.project;
    } else if (event.kind === 'job') {
      const others = jobs.value.filter((job) => job.id !== event.job.id);
      jobs.value = event.ended ? others : [...others, event.job].sort((a, b) => a.id - b.id);
    } else if (event.kind === 'run progress') {
      progress.value = isUnderWay(event.progress.status) ? event.progress : null;
    } else if (event.kind === 'run' && progress.value?.runId === event.runId) {
      // A run that failed or was cancelled tells no more progress; ask what became of it.
      void studioClient()
        .runs.get.query({ runId: event.runId })
        .then((run) => {
          if (progress.value?.runId === run.id && !isUnderWay(run.status)) progress.value = null;
        })
        .catch(() => {
          if (progress.value?.runId === event.runId) progress.value = null;
        });
    }
    tell(event);
  }

  async function refresh(): Promise<void> {
    const client = studioClient();
    const [nowOpen, nowSystem, nowJobs] = await Promise.all([
      client.project.current.query(),
      client.system.info.query(),
      client.system.jobs.query(),
    ]);
    project.value = nowOpen;
    system.value = nowSystem;
    jobs.value = nowJobs;
    ready.value = true;
  }

  /** A studio that was started anew after a crash has no project open: the window's own is opened again. */
  async function reopen(): Promise<void> {
    const before = project.value;
    if (!before || (await studioClient().project.current.query())) return;
    // When it cannot be opened, `refresh` finds none open and the window shows its start page.
    await studioClient()
      .project.open.mutate({ path: before.path, readOnly: before.readOnly })
      .catch(() => undefined);
  }

  /** Begins to follow the studio. Called once, when the window is connected. */
  async function start(studio: StudioConnection): Promise<void> {
    connected = studio;
    connection.value = studio.connection.state;
    studio.connection.onChange((state) => {
      connection.value = state;
      if (state !== 'connected') return;
      // The subscription goes on by itself; what was told meanwhile is lost.
      void reopen()
        .then(refresh)
        .then(() => tell({ kind: 'reconnected' }));
    });
    studio.client.system.events.subscribe(undefined, { onData: take });
    await refresh();
  }

  return { connection, project, system, jobs, progress, ready, start, refresh };
});
