import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { EngineName } from '../../contract/runs.ts';
import type { TrainerMessage } from '../../contract/trainer.ts';
import { blobRecipe, makeBlobs, writeJson } from '../testing/blobs.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const folder = await temporaryFolder();
const snapshot = await makeBlobs(join(folder, 'images'), 16);
const snapshotFile = await writeJson(join(folder, 'snapshot.json'), snapshot);
const entry = fileURLToPath(new URL('../main.ts', import.meta.url));

/** The messages of a trainer on one engine, started by hand. */
async function run(engine: EngineName, job: object): Promise<TrainerMessage[]> {
  const file = await writeJson(join(folder, 'job.json'), { cacheFolder: join(folder, 'cache'), ...job });
  const { stdout } = await promisify(execFile)(process.execPath, [entry, file], {
    env: { ...process.env, KEYPOINT_STUDIO_ENGINE: engine },
  });
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as TrainerMessage);
}

test.each(['tensorflow', 'wasm'] as const)(
  'a model trained on %s answers the same on both',
  async (engine) => {
    const runFolder = join(folder, engine);
    await mkdir(runFolder);
    const recipe = blobRecipe({ epochs: 2 });
    await run(engine, { kind: 'train', runId: 1, recipe, snapshotFile, runFolder, resume: false });
    const images = snapshot.images.map(({ id: key, file, contentHash }) => ({ key, file, contentHash }));
    const answers = async (on: EngineName): Promise<number[]> =>
      (await run(on, { kind: 'predict', runFolder, images })).flatMap((message) =>
        message.kind === 'predicted' ? message.landmarks.flat() : [],
      );
    const [one, other] = [await answers('tensorflow'), await answers('wasm')];
    expect(one).toHaveLength(4 * images.length);
    // px of pictures 64 px wide: 1e-4 of their size.
    expect(Math.max(...one.map((value, index) => Math.abs(value - (other[index] ?? NaN))))).toBeLessThan(64e-4);
  },
  120_000,
);
