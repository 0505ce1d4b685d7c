import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ProjectSummary } from '../../contract/index.ts';
import type { StudioContext } from '../context.ts';
import { drawSample } from '../sample/create-sample.ts';
import { openStore } from '../store/open-store.ts';
import { createProjectFolder } from './create-project.ts';
import { projectNameOf } from './project-name.ts';
import { shippedSchema } from './shipped-schemas.ts';

/**
 * Makes a project of drawn faces with exact landmarks, split by person as the write-up splits IMM, and opens it. The same seed
 * draws the same faces. Cancelled or failed, it leaves nothing behind.
 */
export async function createSample(context: StudioContext, path: string, seed: number): Promise<ProjectSummary> {
  const folder = resolve(path);
  await context.job('Drawing the sample project', async (handle) => {
    const wasThere = existsSync(folder);
    createProjectFolder(folder, projectNameOf(folder), shippedSchema(context.options.resourcesFolder, 'face-58'));
    try {
      const store = openStore(folder, { readOnly: false });
      try {
        await drawSample(store, join(folder, 'images'), seed, handle);
        handle.signal.throwIfAborted();
        store.setSplit({ by: 'group', validation: '33-40' });
      } finally {
        store.close();
      }
    } catch (error) {
      // An empty folder that a person had made stays theirs.
      const ours = wasThere ? readdirSync(folder).map((name) => join(folder, name)) : [folder];
      for (const place of ours) rmSync(place, { recursive: true, force: true });
      throw error;
    }
  });
  return context.openProject(folder, false);
}
