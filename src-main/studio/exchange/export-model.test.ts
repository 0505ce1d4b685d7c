import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { recipeSchema, type ModelMetadata } from '../../contract/index.ts';
import { runFolder } from '../runs/run-folder.ts';
import type { Store } from '../store/interface.ts';
import { exportModel } from './export-model.ts';
import { face58, job, newProject, temporaryFolder } from './test-dataset.ts';

const recipe = recipeSchema.parse({
  version: 1,
  name: 'test',
  title: 'Test recipe',
  description: '',
  input: { width: 16, height: 8, channels: 'gray' },
  landmarks: ['nose 6'],
  network: [{ layer: 'flatten' }, { layer: 'coordinates' }],
  loss: 'mse',
  optimizer: { kind: 'adam', learningRate: 0.001 },
  epochs: 1,
  batch: 1,
  seed: 1,
});

function metadataOf(runId: number, change: Partial<ModelMetadata['input']> = {}): ModelMetadata {
  return {
    format: 'keypoint-studio-model',
    version: 1,
    runId,
    recipe,
    datasetHash: 'ab'.repeat(32),
    schema: face58,
    landmarks: [{ index: 52, name: 'nose 6' }],
    input: {
      width: 16,
      height: 8,
      channels: 'gray',
      crop: 'whole image',
      margin: 0,
      resize: 'stretch',
      normalisation: { divideBy: 255, add: -0.5 },
      ...change,
    },
    output: { meaning: 'x/W, y/H of each landmark in turn' },
    epoch: 3,
    trainLoss: 0.001,
    validationLoss: 0.002,
    baselineLoss: 0.005,
  };
}

/** A network whose x is the picture's mean brightness and whose y is a quarter, as the trainer would save it. */
async function saveModel(store: Store, runId: number, change: Partial<ModelMetadata['input']> = {}): Promise<void> {
  const folder = join(runFolder(store, runId), 'best');
  store.runs.update(runId, { status: 'finished', bestEpoch: 3 });
  const model = tf.sequential();
  model.add(tf.layers.flatten({ inputShape: [8, 16, 1] }));
  model.add(tf.layers.dense({ units: 2 }));
  model.setWeights([tf.tensor2d(Array.from({ length: 128 }, () => [1 / 128, 0])), tf.tensor1d([0.5, 0.25])]);
  await mkdir(folder, { recursive: true });
  await model.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
      const manifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
      await writeFile(join(folder, 'model.json'), JSON.stringify({ modelTopology, weightsManifest: manifest }));
      await writeFile(join(folder, 'weights.bin'), new Uint8Array(weightData as ArrayBuffer));
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  await writeFile(join(folder, 'metadata.json'), JSON.stringify(metadataOf(runId, change)));
}

function addRun(store: Store): number {
  const snapshot = {
    hash: 'ab',
    schemaName: 'face-58',
    split: { train: 0, validation: 0, none: 0 },
    excluded: [],
    changedSincePrevious: null,
  };
  return store.runs.create({ recipe, note: '', snapshot });
}

const grayPicture = (width: number, height: number, value: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: value, g: value, b: value } } })
    .png()
    .toBuffer();

/** As a reader would: the lines into a file beside the model, the packages installed, the picture there. */
async function runAsReader(
  out: string,
  readme: string,
  folder: string,
  picture: Buffer,
  box: string[] = [],
): Promise<string> {
  const elsewhere = await mkdtemp(join(folder, 'elsewhere-'));
  await cp(out, elsewhere, { recursive: true });
  await writeFile(join(elsewhere, 'run.mjs'), readme.slice(readme.indexOf('import ')));
  await symlink(
    fileURLToPath(new URL('../../../node_modules', import.meta.url)),
    join(elsewhere, 'node_modules'),
    'junction',
  );
  await writeFile(join(elsewhere, 'face.png'), picture);
  const { stdout } = await promisify(execFile)(process.execPath, ['run.mjs', 'face.png', ...box], { cwd: elsewhere });
  return stdout;
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('the newest run with a model is exported, and its README is a program that runs it', async () => {
  await using folder = await temporaryFolder();
  using store = newProject(join(folder.path, 'project'));
  const [old, newer, unfinished] = [addRun(store), addRun(store), addRun(store)];
  for (const run of [old, newer]) await saveModel(store, run);
  await mkdir(join(store.projectFolder, 'runs', String(unfinished), 'best'), { recursive: true });
  const out = join(folder.path, 'model');
  const report = await exportModel(store, { run: 'latest', format: 'tfjs', out }, job());
  expect(report).toEqual({ out, files: 4, images: 0, instances: 0, problems: [] });
  expect((await readdir(out)).sort()).toEqual([
    'README.txt',
    'keypoint-studio-export.json',
    'metadata.json',
    'model.json',
    'weights.bin',
  ]);
  const readme = await readFile(join(out, 'README.txt'), 'utf8');
  expect(readme).toContain(`run ${newer}, epoch 3`);

  const stdout = await runAsReader(out, readme, folder.path, await grayPicture(200, 100, 102));
  const answer = /^nose 6 (\S+) (\S+)$/m.exec(stdout);
  expect(Number(answer?.[1])).toBeCloseTo(0.4 * 200, 3);
  expect(Number(answer?.[2])).toBeCloseTo(0.25 * 100, 3);
}, 60_000);

test('the program of a model that crops feeds the grown box, and answers px of the picture', async () => {
  await using folder = await temporaryFolder();
  using store = newProject(join(folder.path, 'project'));
  const run = addRun(store);
  await saveModel(store, run, { crop: 'box', margin: 0.25 });
  const out = join(folder.path, 'model');
  await exportModel(store, { run, format: 'tfjs', out }, job());
  const readme = await readFile(join(out, 'README.txt'), 'utf8');
  expect(readme).toContain('0.25 of its longer side');
  const picture = await grayPicture(200, 100, 102);
  const answerOf = (stdout: string): number[] => /^nose 6 (\S+) (\S+)$/m.exec(stdout)!.slice(1).map(Number);
  // 40×20 with 10 px on each side is 60×40, twice as wide as high 80×40: from -30, 60, partly outside.
  const [x, y] = answerOf(await runAsReader(out, readme, folder.path, picture, ['-10', '70', '40', '20']));
  expect(x).toBeCloseTo(-30 + 0.4 * 80, 3);
  expect(y).toBeCloseTo(60 + 0.25 * 40, 3);
  const whole = answerOf(await runAsReader(out, readme, folder.path, picture));
  expect(whole[0]).toBeCloseTo(0.4 * 200, 3);
  expect(whole[1]).toBeCloseTo(0.25 * 100, 3);
}, 60_000);

test('a run without a model, a run that is not there and a project without runs are told apart', async () => {
  await using folder = await temporaryFolder();
  using store = newProject(join(folder.path, 'project'));
  const out = join(folder.path, 'model');
  const exporting = (run: number | 'latest') => exportModel(store, { run, format: 'tfjs', out }, job());
  await expect(exporting('latest')).rejects.toThrow('no run yet');
  const run = addRun(store);
  await expect(exporting(run)).rejects.toThrow(`Run ${run} has no model`);
  await expect(exporting(run + 1)).rejects.toThrow(`There is no run ${run + 1}`);
  await saveModel(store, run);
  await writeFile(join(store.projectFolder, 'runs', String(run), 'best/metadata.json'), '{}');
  await expect(exporting(run)).rejects.toThrow(/metadata.json cannot be read/);
});
