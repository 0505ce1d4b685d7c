import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  modelMetadataSchema,
  StudioError,
  type exportModelSchema,
  type ExportReport,
  type ModelMetadata,
} from '../../contract/index.ts';
import type { JobHandle } from '../context.ts';
import type { ReadableStore } from '../store/interface.ts';
import { ExportFolder } from './export-folder.ts';
import { inParallel } from './in-parallel.ts';
import { describeModel } from './model-readme.ts';

/** What the trainer leaves in a run's `best` folder. */
const MODEL_FILES = ['model.json', 'weights.bin', 'metadata.json'] as const;

/**
 * Copies a run's best model to a folder, with a README that says how to run it.
 * @throws StudioError 'not found' when there is no such run or it has no model yet, 'bad input' when the folder holds
 * other files, 'failed' when the model's metadata is broken.
 */
export async function exportModel(
  store: ReadableStore,
  request: z.output<typeof exportModelSchema>,
  handle: JobHandle,
): Promise<ExportReport> {
  const best = findBest(store, request.run);
  const metadata = await readMetadata(join(best, 'metadata.json'));
  const folder = await ExportFolder.write(request.out, 'tfjs', async (out) => {
    await inParallel(MODEL_FILES, 1, handle, async (file) => copyFile(join(best, file), await out.place(file)));
    await writeFile(await out.place('README.txt'), describeModel(metadata));
  });
  return { out: folder.path, files: folder.fileCount, images: 0, instances: 0, problems: [] };
}

function findBest(store: ReadableStore, run: number | 'latest'): string {
  const bestOf = (id: number): string => join(store.projectFolder, 'runs', String(id), 'best');
  const isComplete = (id: number): boolean => MODEL_FILES.every((file) => existsSync(join(bestOf(id), file)));
  if (run === 'latest') {
    const newest = store
      .runs()
      .map(({ id }) => id)
      .filter(isComplete)
      .sort((one, other) => other - one)[0];
    if (newest === undefined) throw new StudioError('not found', 'No run has a model yet: train one first');
    return bestOf(newest);
  }
  if (store.run(run) === null) throw new StudioError('not found', `There is no run ${run} in this project`);
  if (!isComplete(run))
    throw new StudioError('not found', `Run ${run} has no best model yet: it is there once the first epoch is done`);
  return bestOf(run);
}

async function readMetadata(file: string): Promise<ModelMetadata> {
  try {
    return modelMetadataSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new StudioError('failed', `${file} cannot be read as a model's metadata: ${reason.slice(0, 300)}`, {
      cause: error,
    });
  }
}
