import { ref, shallowRef } from 'vue';
import {
  StudioError,
  type LandmarkSchema,
  type ProjectSummary,
  type RecentProject,
} from '../../../src-main/contract/index.ts';
import { messageOf } from '../../app/messages.ts';
import { folderOfPath, freeName, joinPath, nameOfPath } from '../../app/paths.ts';
import { useAnnotation } from '../../stores/annotation.ts';
import { useNavigation } from '../../stores/navigation.ts';
import { studioClient } from '../../stores/studio.ts';

/** Opening and making projects: one thing at a time, with what went wrong. */
export function useProjects() {
  const annotation = useAnnotation();
  const navigation = useNavigation();
  const isBusy = ref(false);
  const problem = ref('');
  /** A project that cannot be written now, for which reason: it can be opened read-only. */
  const unwritable = shallowRef<{ path: string; why: 'in use' | 'read only' } | null>(null);

  /** Runs work that ends with a project open. Null when it failed; then `problem` says why (nothing when it was cancelled). */
  async function attempt<Result>(work: () => Promise<Result>): Promise<Result | null> {
    isBusy.value = true;
    problem.value = '';
    unwritable.value = null;
    try {
      // The project that is open may have edits on their way; they belong to it.
      await annotation.flush();
      return await work();
    } catch (error) {
      if (!(error instanceof StudioError && error.code === 'cancelled')) problem.value = messageOf(error);
      return null;
    } finally {
      isBusy.value = false;
    }
  }

  async function open(path: string, readOnly = false): Promise<ProjectSummary | null> {
    const opened = await attempt(async () => {
      try {
        return await studioClient().project.open.mutate({ path, readOnly });
      } catch (error) {
        if (error instanceof StudioError && (error.code === 'in use' || error.code === 'read only'))
          unwritable.value = { path, why: error.code };
        throw error;
      }
    });
    if (opened) navigation.go('annotate');
    return opened;
  }

  /** Makes a backup the project's state again and opens it. */
  async function restore(path: string, name: string): Promise<ProjectSummary | null> {
    const restored = await attempt(() => studioClient().project.restoreBackup.mutate({ path, name }));
    return restored && open(path);
  }

  return { isBusy, problem, unwritable, attempt, open, restore };
}

/** The path of a project to be made: proposed until a person has written another. */
export function useProposedPath() {
  const path = ref('');
  let proposed = '';
  async function propose(name: string): Promise<void> {
    const next = await proposePath(name);
    if (path.value === proposed) path.value = proposed = next;
  }
  return { path, propose };
}

/** Folder the studio proposes for new projects, and a name in it that is not taken. */
async function proposePath(name: string): Promise<string> {
  const { home } = await studioClient().system.browse.query({});
  const folder = joinPath(home, 'Keypoint Studio');
  return joinPath(folder, freeName(name, await namesIn(folder)));
}

/** Names in a folder; none when there is no such folder yet. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    const { entries } = await studioClient().system.browse.query({ path: folder });
    return entries.map((entry) => entry.name);
  } catch (error) {
    if (error instanceof StudioError && error.code !== 'connection lost') return [];
    throw error;
  }
}

/** The schema that is proposed: that of the IMM Face Database and of the sample. */
export function usualSchema(schemas: readonly LandmarkSchema[]): string {
  return (schemas.find(({ name }) => name === 'face-58') ?? schemas[0])?.name ?? '';
}

/** Whether a project is there already, so that it can be opened instead. */
export async function isProject(path: string): Promise<boolean> {
  try {
    const { entries } = await studioClient().system.browse.query({ path: folderOfPath(path) });
    return entries.some((entry) => entry.kind === 'project' && entry.name === nameOfPath(path));
  } catch {
    return false;
  }
}

/** The schemas that come with the studio and the recent projects, as Welcome shows them. */
export function useWelcomeFacts() {
  const schemas = shallowRef<LandmarkSchema[]>([]);
  const recent = shallowRef<RecentProject[] | null>(null);

  async function load(): Promise<void> {
    const [allSchemas, allRecent] = await Promise.all([
      studioClient().schema.list.query(),
      studioClient().project.recent.query(),
    ]);
    schemas.value = allSchemas;
    recent.value = allRecent;
  }

  async function forget(path: string): Promise<void> {
    await studioClient().project.forgetRecent.mutate({ path });
    recent.value = (recent.value ?? []).filter((project) => project.path !== path);
  }

  return { schemas, recent, load, forget };
}
