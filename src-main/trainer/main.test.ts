import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { beforeAll, expect, test, vi } from 'vitest';
import { recipeSchema } from '../contract/recipe.ts';
import { beginningWords } from '../contract/runs.ts';
import { modelMetadataSchema, type Snapshot, type TrainerJob, type TrainerMessage } from '../contract/trainer.ts';
import { toPictures } from './data/batches.ts';
import { decodeImage } from './data/decode-image.ts';
import { modelOf, readModel } from './model-files.ts';
import { loadEngine } from './engines/engine.ts';
import { blobRecipe, makeBlobs, writeJson } from './testing/blobs.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

// Each test starts trainers, and each of those TensorFlow.
vi.setConfig({ testTimeout: 180_000 });

const folder = await temporaryFolder();
const program = fileURLToPath(new URL('main.ts', import.meta.url));
const cacheFolder = join(folder, 'cache');
let snapshot: Snapshot;
let snapshotFile: string;

type Kind = TrainerMessage['kind'];
type OfKind<K extends Kind> = Extract<TrainerMessage, { kind: K }>;
type TrainJob = Extract<TrainerJob, { kind: 'train' }>;

const of = <K extends Kind>(messages: TrainerMessage[], kind: K): OfKind<K>[] =>
  messages.filter((message): message is OfKind<K> => message.kind === kind);

const losses = (messages: TrainerMessage[]): [number, number, number][] =>
  of(messages, 'epoch').map(({ result }) => [result.epoch, result.trainLoss, result.validationLoss]);

beforeAll(async () => {
  snapshot = await makeBlobs(join(folder, 'images'), 64);
  snapshotFile = await writeJson(join(folder, 'snapshot.json'), snapshot);
});

async function trainJob(name: string, change: Partial<TrainJob> = {}): Promise<TrainJob> {
  const runFolder = join(folder, name);
  await mkdir(runFolder, { recursive: true });
  return {
    kind: 'train',
    runId: 5,
    recipe: blobRecipe(),
    snapshotFile,
    cacheFolder,
    runFolder,
    resume: false,
    transferFolder: null,
    ...change,
  };
}

/** Runs a job as the studio does; `onMessage` may answer with a command or end the process. */
async function runJob(
  job: TrainerJob,
  onMessage: (message: TrainerMessage, child: ChildProcess) => void = () => undefined,
): Promise<{ messages: TrainerMessage[]; code: number | null }> {
  const file = await writeJson(join(folder, `job-${crypto.randomUUID()}.json`), job);
  const child = fork(program, [file], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const messages: TrainerMessage[] = [];
  child.on('message', (message: TrainerMessage) => {
    messages.push(message);
    onMessage(message, child);
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return { messages, code };
}

const end = (epoch: number) => (message: TrainerMessage, child: ChildProcess) => {
  if (message.kind === 'epoch' && message.result.epoch === epoch) child.kill('SIGKILL');
};

test('a run tells its device, progress, network and epochs, and learns: far below the mean shape', async () => {
  const { messages, code } = await runJob(await trainJob('learns', { recipe: blobRecipe({ epochs: 40 }) }));
  expect(code).toBe(0);
  const order = [...new Set(messages.map(({ kind }) => kind))];
  expect(order).toEqual(['device', 'preparing', 'described', 'filters', 'step', 'epoch', 'ended']);
  expect(of(messages, 'preparing').at(-1)).toMatchObject({ done: 64, total: 64 });
  const [described] = of(messages, 'described');
  expect(described!.layers.map(({ name }) => name)).toContain('conv 3×3, 8, relu');
  expect(described!.samples).toHaveLength(8);
  const epochs = of(messages, 'epoch');
  expect(epochs).toHaveLength(40);
  expect(epochs.at(-1)!.result.trainLoss).toBeLessThan(0.1 * described!.baselineLoss);
  expect(epochs.at(-1)!.bestValidationLoss).toBeLessThan(0.5 * described!.baselineLoss);
  expect(of(messages, 'ended')).toMatchObject([{ how: 'finished' }]);
});

test('the model that is left loads as a plain TensorFlow.js model and answers what the run measured and predicts', async () => {
  const job = await trainJob('exports', { recipe: blobRecipe({ epochs: 6 }) });
  const trained = await runJob(job);
  const { tf } = await loadEngine();
  const best = join(job.runFolder, 'best');
  const metadata = modelMetadataSchema.parse(JSON.parse(await readFile(join(best, 'metadata.json'), 'utf8')));
  const model = await modelOf(tf, await readModel(best));
  const last = of(trained.messages, 'epoch').at(-1)!;
  expect(metadata).toMatchObject({
    runId: 5,
    datasetHash: 'blobs',
    epoch: last.bestEpoch,
    input: { width: 32, height: 24 },
  });
  expect(metadata.validationLoss).toBe(last.bestValidationLoss);

  const images = snapshot.images.filter(({ part }) => part === 'validation');
  const { messages, code } = await runJob({
    kind: 'predict',
    runFolder: job.runFolder,
    cacheFolder,
    images: images.map(({ id, file, contentHash }) => ({
      key: id,
      file,
      contentHash: id % 8 === 0 ? null : contentHash,
      box: null,
    })),
  });
  expect(code).toBe(0);
  const predicted = new Map(of(messages, 'predicted').map((message) => [message.key, message]));
  let sum = 0;
  let coordinates = 0;
  for (const { id, file, contentHash, landmarks } of images) {
    const picture = await decodeImage({ file, contentHash, box: null }, metadata.input, cacheFolder);
    const answer = tf.tidy(() => [...(model.predict(toPictures(tf, [picture], metadata.input)) as Tensor).dataSync()]);
    const { width, height, landmarks: points } = predicted.get(id)!;
    expect([width, height]).toEqual([64, 48]);
    for (const [index, point] of points.entries()) {
      expect(Math.abs(point[0] / width - answer[2 * index]!)).toBeLessThan(1e-6);
      expect(Math.abs(point[1] / height - answer[2 * index + 1]!)).toBeLessThan(1e-6);
      const truth = landmarks[index];
      if (!truth) continue;
      sum += ((point[0] - truth[0]) / width) ** 2 + ((point[1] - truth[1]) / height) ** 2;
      coordinates += 2;
    }
  }
  expect(Math.abs(sum / coordinates - metadata.validationLoss)).toBeLessThan(1e-6);
  expect(of(messages, 'ended')).toMatchObject([{ how: 'finished' }]);
});

test('one seed gives the same losses bit for bit, also through a kill and a resume; another seed gives others', async () => {
  const recipe = blobRecipe({ epochs: 6 });
  const uninterrupted = await runJob(await trainJob('uninterrupted', { recipe }));
  const job = await trainJob('killed', { recipe });
  const killed = await runJob(job, end(3));
  expect(killed.code).toBeNull();
  expect(of(killed.messages, 'ended')).toEqual([]);
  const resumed = await runJob({ ...job, resume: true });
  // Epochs from before the kill are sent again, so that the studio misses none.
  expect(losses(resumed.messages)).toEqual(losses(uninterrupted.messages));
  expect(of(resumed.messages, 'epoch').map(({ bestEpoch }) => bestEpoch)).toEqual(
    of(uninterrupted.messages, 'epoch').map(({ bestEpoch }) => bestEpoch),
  );
  const weights = (name: string): Promise<Buffer> => readFile(join(folder, name, 'best', 'weights.bin'));
  expect((await weights('killed')).equals(await weights('uninterrupted'))).toBe(true);

  const other = await runJob(await trainJob('other-seed', { recipe: { ...recipe, seed: 2 } }));
  expect(losses(other.messages)).not.toEqual(losses(uninterrupted.messages));
});

test('a run killed before its first checkpoint resumes from the start; a finished one has nothing left to do', async () => {
  const job = await trainJob('early', { recipe: blobRecipe({ epochs: 2 }) });
  await runJob(job, (message, child) => {
    if (message.kind === 'described') child.kill('SIGKILL');
  });
  const resumed = await runJob({ ...job, resume: true });
  expect(losses(resumed.messages)).toHaveLength(2);
  const again = await runJob({ ...job, resume: true });
  expect(losses(again.messages)).toEqual(losses(resumed.messages));
  expect(of(again.messages, 'step')).toEqual([]);
  expect(of(again.messages, 'ended')).toMatchObject([{ how: 'finished' }]);
});

test('a run that begins with another begins far below it, and goes on without it', async () => {
  const source = await trainJob('source', { recipe: blobRecipe({ epochs: 30 }) });
  const first = of((await runJob(source)).messages, 'epoch');
  const begin = join(folder, 'begin');
  await cp(join(source.runFolder, 'best'), begin, { recursive: true });
  const recipe = blobRecipe({ epochs: 3, seed: 2, transfer: { from: 5, freeze: 1 } });
  const job = await trainJob('begun', { recipe, transferFolder: begin });
  const whole = await runJob(job);
  const [described] = of(whole.messages, 'described');
  expect(beginningWords(described!.layers)).toBe('3 of 3 layers');
  expect(described!.layers[1]).toMatchObject({ frozen: true });
  expect(described!.parameters).toBe(described!.layers.reduce((sum, row) => sum + row.parameters, 0) - 80);
  const [begun] = of(whole.messages, 'epoch');
  expect(begun!.result.validationLoss).toBeLessThan(0.3 * first[0]!.result.validationLoss);

  const broken = await trainJob('begun-broken', { recipe, transferFolder: begin });
  await runJob(broken, end(1));
  const resumed = await runJob({ ...broken, resume: true });
  expect(losses(resumed.messages)).toEqual(losses(whole.messages));

  const { messages, code } = await runJob({
    kind: 'describe',
    recipe,
    snapshotFile,
    cacheFolder,
    transferFolder: folder,
  });
  expect(code).toBe(1);
  expect(of(messages, 'failed')[0]!.message).toMatch(/metadata of the model cannot be read/);
});

test('a checkpoint of another recipe is not gone on from', async () => {
  const job = await trainJob('changed', { recipe: blobRecipe({ epochs: 1 }) });
  await runJob(job);
  const { messages, code } = await runJob({ ...job, resume: true, recipe: blobRecipe({ epochs: 2, batch: 4 }) });
  expect(code).toBe(1);
  expect(of(messages, 'failed')[0]!.message).toMatch(/another recipe or dataset/);
});

test('paused it rests until told to go on, while preparing too, and comes to the same losses', async () => {
  const whole = await runJob(await trainJob('undisturbed'));
  const { messages, code } = await runJob(await trainJob('paused'), (message, child) => {
    if (message.kind === 'device' || (message.kind === 'epoch' && message.result.epoch === 1))
      child.send({ kind: 'pause' });
    if (message.kind !== 'paused' || !message.paused) return;
    // Long enough that a trainer that went on would have told of it.
    setTimeout(() => child.send({ kind: 'continue' }), 500);
  });
  expect(code).toBe(0);
  const rests = messages.flatMap((message, place) => (message.kind === 'paused' && message.paused ? [place] : []));
  expect(rests.map((place) => messages[place + 1])).toMatchObject([
    { kind: 'paused', paused: false },
    { kind: 'paused', paused: false },
  ]);
  // The first one before the network was described: while images were decoded.
  expect(rests[0]).toBeLessThan(messages.findIndex(({ kind }) => kind === 'described'));
  expect(losses(messages)).toEqual(losses(whole.messages));
});

test('stop keeps the best epoch so far', async () => {
  const job = await trainJob('stopped', { recipe: blobRecipe({ epochs: 5000 }) });
  const { messages, code } = await runJob(job, (message, child) => {
    if (message.kind === 'epoch' && message.result.epoch === 2) child.send({ kind: 'stop' });
  });
  expect(code).toBe(0);
  expect(of(messages, 'ended')).toMatchObject([{ how: 'stopped' }]);
  const last = of(messages, 'epoch').at(-1)!;
  const metadata = modelMetadataSchema.parse(
    JSON.parse(await readFile(join(job.runFolder, 'best/metadata.json'), 'utf8')),
  );
  expect([metadata.epoch, metadata.validationLoss]).toEqual([last.bestEpoch, last.bestValidationLoss]);
});

test('cancel, SIGTERM and a studio that goes away end the trainer at once, without a word', async () => {
  const leave: ((child: ChildProcess) => void)[] = [
    (child) => void child.send({ kind: 'cancel' }),
    (child) => void child.kill('SIGTERM'),
    (child) => child.disconnect(),
  ];
  for (const [index, how] of leave.entries()) {
    const job = await trainJob(`left-${index}`, { recipe: blobRecipe({ epochs: 5000 }) });
    const { messages, code } = await runJob(job, (message, child) => {
      if (message.kind === 'epoch' && message.result.epoch === 1) how(child);
    });
    expect(code).toBe(0);
    expect([...of(messages, 'ended'), ...of(messages, 'failed')]).toEqual([]);
  }
});

test('a broken picture is reported and the rest is trained on; with none left the run fails', async () => {
  const broken = join(folder, 'broken.jpg');
  await writeFile(broken, 'not a picture');
  const spoil = async (name: string, count: number): Promise<string> => {
    const images = snapshot.images.map((image, index) =>
      index < count ? { ...image, file: broken, contentHash: `${'0'.repeat(60)}${1000 + index}` } : image,
    );
    return writeJson(join(folder, `${name}.json`), { ...snapshot, images });
  };
  const one = await trainJob('one-broken', { snapshotFile: await spoil('one', 1), recipe: blobRecipe({ epochs: 1 }) });
  const some = await runJob(one);
  expect(of(some.messages, 'unreadable')).toMatchObject([{ file: broken }]);
  expect(of(some.messages, 'ended')).toMatchObject([{ how: 'finished' }]);

  const all = await trainJob('all-broken', { snapshotFile: await spoil('all', 64) });
  const none = await runJob(all);
  expect(none.code).toBe(1);
  expect(of(none.messages, 'unreadable')).toHaveLength(64);
  expect(of(none.messages, 'failed')[0]!.message).toMatch(/None of the train images can be read/);
});

test('a training that diverges fails with what to try and keeps the best model', async () => {
  const recipe = blobRecipe({ epochs: 60, optimizer: { kind: 'adam', learningRate: 10 }, network: deep });
  const { messages, code } = await runJob(await trainJob('diverges', { recipe }));
  expect(code).toBe(1);
  expect(of(messages, 'failed')[0]!.message).toMatch(/diverged\. Try a lower learning rate, such as 1 instead of 10/);
});

/** Without a ReLU to die, so that steps that are too large grow without end. */
const deep = blobRecipe({
  network: [
    { layer: 'flatten' },
    ...Array.from({ length: 12 }, () => ({ layer: 'dense', units: 64, activation: 'none' }) as const),
    { layer: 'coordinates' },
  ],
}).network;

test('a preview describes what a run would train, and writes nothing but decoded pictures', async () => {
  const { messages, code } = await runJob({ kind: 'describe', recipe: blobRecipe(), snapshotFile, cacheFolder });
  const run = await runJob(await trainJob('described', { recipe: blobRecipe({ epochs: 1 }) }));
  expect(code).toBe(0);
  expect(messages.map(({ kind }) => kind)).toEqual(['device', 'described']);
  expect(of(messages, 'described')).toEqual(of(run.messages, 'described'));
});

test('a preview of a recipe that changes its pictures has a proof sheet, of the epoch asked for', async () => {
  const augmentation = { rotation: 15, brightness: 0.2 };
  const recipe = recipeSchema.parse({ ...blobRecipe({ batch: 6 }), augmentation });
  const ask = async (epoch: number) => {
    const { messages } = await runJob({ kind: 'describe', recipe, epoch, snapshotFile, cacheFolder });
    expect(messages.map(({ kind }) => kind)).toEqual(['device', 'proof sheet', 'described']);
    return of(messages, 'proof sheet')[0]!.sheet;
  };
  const [first, again, second] = [await ask(1), await ask(1), await ask(2)];
  expect(first).toEqual(again);
  expect(first).toMatchObject({ epoch: 1, sides: [null, null], alarm: null });
  expect(first.samples).toHaveLength(16);
  expect(new Set(first.samples.map(({ imageId }) => imageId)).size).toBe(16);
  expect(second.samples.map(({ imageId }) => imageId)).not.toEqual(first.samples.map(({ imageId }) => imageId));
});

test('run by hand, without a channel, it prints its messages; what is wrong is one sentence and exit code 1', async () => {
  const run = promisify(execFile);
  const file = await writeJson(join(folder, 'by-hand.json'), {
    kind: 'describe',
    recipe: blobRecipe(),
    snapshotFile,
    cacheFolder,
  });
  const { stdout } = await run(process.execPath, [program, file], { maxBuffer: 1e8 });
  const kinds = stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as TrainerMessage).kind);
  expect(kinds).toEqual(['device', 'described']);

  const wrong = await writeJson(join(folder, 'wrong.json'), { kind: 'describe', recipe: { epochs: 0 } });
  const failed = await run(process.execPath, [program, wrong]).catch(
    (problem: unknown) => problem as { code: number; stdout: string },
  );
  expect(failed).toMatchObject({ code: 1 });
  expect(JSON.parse(failed.stdout)).toMatchObject({
    version: 1,
    kind: 'failed',
    message: expect.stringMatching(/job .*wrong\.json/) as string,
  });
});

test('a prediction without a model says so; an unreadable image does not end it', async () => {
  const none = await runJob({ kind: 'predict', runFolder: join(folder, 'nowhere'), cacheFolder, images: [] });
  expect(none.code).toBe(1);
  expect(of(none.messages, 'failed')[0]!.message).toMatch(/no model yet/);

  const job = await trainJob('predicts', { recipe: blobRecipe({ epochs: 1 }) });
  await runJob(job);
  const missing = join(folder, 'missing.jpg');
  const { messages, code } = await runJob({
    kind: 'predict',
    runFolder: job.runFolder,
    cacheFolder,
    images: [
      { key: 1, file: missing, contentHash: null, box: null },
      { key: 2, file: snapshot.images[0]!.file, contentHash: null, box: null },
    ],
  });
  expect(code).toBe(0);
  expect(of(messages, 'unreadable')).toMatchObject([{ file: missing }]);
  expect(of(messages, 'predicted').map(({ key }) => key)).toEqual([2]);
});
