import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import {
  modelMetadataSchema,
  StudioError,
  type exportModelSchema,
  type ExportReport,
  type ModelMetadata,
} from '../../contract/index.ts';
import { readReplacedFolder } from '../../files/replaced-folder.ts';
import type { JobHandle } from '../context.ts';
import { runFolder } from '../runs/run-folder.ts';
import { resolveTrainedRun } from '../runs/run-reference.ts';
import type { ReadableStore } from '../store/interface.ts';
import { ExportFolder } from './export-folder.ts';
import { inParallel } from './in-parallel.ts';
import { modelFiles } from './model-files.ts';
import { describeModel } from './model-readme.ts';

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
  const best = join(runFolder(store, resolveTrainedRun(store, request.run).id), 'best');
  const folder = await ExportFolder.write(request.out, 'tfjs', async (out) => {
    // Its run may still go on, and write a better model over the one that is being copied.
    const metadata = await readReplacedFolder(best, async (from) => {
      await inParallel(modelFiles, 1, handle, async (file) => copyFile(join(from, file), await out.place(file)));
      return readMetadata(join(from, 'metadata.json'));
    });
    if (!metadata) throw new StudioError('not found', `The model of the run is missing: there is no folder ${best}.`);
    await writeFile(await out.place('README.txt'), describeModel(metadata));
  });
  return { out: folder.path, files: folder.fileCount, images: 0, instances: 0, problems: [] };
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
