import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import type { Box } from '../contract/geometry.ts';
import type { Snapshot } from '../contract/trainer.ts';
import { loadEngine } from './engines/engine.ts';
import type { Message } from './messages.ts';
import { predict } from './predict.ts';
import { createRandom } from './random.ts';
import { blobRecipe, blobSchema, writeJson } from './testing/blobs.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { trainRun } from './train-job.ts';
import { Pause } from './training/pause.ts';

const engine = await loadEngine();
const folder = await temporaryFolder();
const [width, height] = [160, 64];
const never = { requested: false };
let snapshot: Snapshot;

/** Two faces a picture, one in each half: a box of 32×32 px somewhere, a light dot and a dark one somewhere in it. */
async function makeFaces(count: number): Promise<Snapshot> {
  await mkdir(join(folder, 'images'), { recursive: true });
  const random = createRandom(3, 'faces');
  const images: Snapshot['images'] = [];
  for (let id = 1; id <= count; id += 1) {
    const boxes = [0, 80].map((left): Box => ({ x: left + 40 * random(), y: 28 * random(), width: 32, height: 32 }));
    const dots = boxes.map(({ x, y }) =>
      [0, 1].map((): [number, number] => [x + 6 + 20 * random(), y + 6 + 20 * random()]),
    );
    const pixels = Uint8Array.from({ length: width * height }, (_, index) => {
      const bump = ([x, y]: [number, number]): number =>
        Math.exp(-(((index % width) + 0.5 - x) ** 2 + (Math.floor(index / width) + 0.5 - y) ** 2) / 12);
      return dots.reduce((value, [light, dark]) => value + 120 * bump(light!) - 110 * bump(dark!), 120);
    });
    const file = join(folder, 'images', `${id}.png`);
    await sharp(pixels, { raw: { width, height, channels: 1 } })
      .png()
      .toFile(file);
    const contentHash = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    for (const [face, box] of boxes.entries())
      images.push({
        id,
        instanceId: 2 * id + face,
        name: `picture ${id}`,
        file,
        contentHash,
        width,
        height,
        group: null,
        part: id % 4 === 0 ? 'validation' : 'train',
        landmarks: dots[face] ?? [],
        box,
      });
  }
  return { version: 1, hash: 'faces', schema: blobSchema, images };
}

beforeAll(async () => {
  snapshot = await makeFaces(48);
});

test('a run on boxes learns each of two faces in a picture, and predicts them in px of the picture', async () => {
  const runFolder = join(folder, 'run');
  const cacheFolder = join(folder, 'cache');
  await mkdir(runFolder);
  const recipe = blobRecipe({
    input: { width: 24, height: 24, channels: 'gray', crop: 'box', margin: 0.125 },
    network: 'heatmap-small',
    loss: [{ kind: 'smooth-l1' }, { kind: 'heatmap cross-entropy', sigma: 1.5 }],
    epochs: 20,
  });
  const snapshotFile = await writeJson(join(folder, 'snapshot.json'), snapshot);
  const messages: Message[] = [];
  const send = (message: Message): void => void messages.push(message);
  const paths = { snapshotFile, cacheFolder, runFolder };
  await trainRun(
    engine.tf,
    { kind: 'train', runId: 1, recipe, ...paths, resume: false, transferFolder: null },
    send,
    never,
    new Pause(),
  );
  const described = messages.find((message) => message.kind === 'described')!;
  // A sample's landmarks are of the crop: of 32 px and 4 on each side they keep off the outer 10.
  for (const [x, y] of described.samples.flatMap(({ landmarks }) => landmarks.filter((point) => point !== null)))
    for (const part of [x, y]) expect(Math.abs(part - 0.5)).toBeLessThan(0.28);
  const last = messages.findLast((message) => message.kind === 'epoch')!;
  expect(last.bestValidationLoss).toBeLessThan(0.1 * described.baselineLoss);

  const faces = snapshot.images.filter(({ part }) => part === 'validation');
  const images = faces.map(({ instanceId, file, contentHash, box }) => ({ key: instanceId, file, contentHash, box }));
  await predict(engine, { kind: 'predict', runFolder, cacheFolder, images }, send, never);
  const predicted = messages.filter((message) => message.kind === 'predicted');
  expect(predicted.map(({ key }) => key)).toEqual(faces.map(({ instanceId }) => instanceId));
  let sum = 0;
  const sizes: number[] = [];
  for (const [index, { landmarks, width: seenWidth }] of predicted.entries()) {
    expect(seenWidth).toBe(width);
    const truth = faces[index]!.landmarks as [number, number][];
    const errors = landmarks.map(([x, y], place) => [x - truth[place]![0], y - truth[place]![1]] as const);
    sum += errors.reduce((total, [dx, dy]) => total + (dx / 40) ** 2 + (dy / 40) ** 2, 0) / 4;
    const size = Math.sqrt(Math.abs((truth[0]![0] - truth[1]![0]) * (truth[0]![1] - truth[1]![1])));
    sizes.push(errors.reduce((total, [dx, dy]) => total + Math.hypot(dx, dy), 0) / 2 / size);
  }
  // The run's figures are of the model that was kept: the loss over the crop of 40 px, the NME over the face in px.
  const best = messages.find((message) => message.kind === 'epoch' && message.result.epoch === last.bestEpoch);
  expect(best).toMatchObject({
    result: { validationLoss: expect.closeTo(sum / faces.length, 6) as number, nmeBy: 'box' },
  });
  const nme = sizes.reduce((total, size) => total + size, 0) / faces.length;
  expect((best as Extract<Message, { kind: 'epoch' }>).result.nme).toBeCloseTo(nme, 5);

  // So many that the network is compiled for them.
  const many = Array.from({ length: 256 + 44 }, (_, key) => ({ ...images[key % images.length]!, key }));
  const compiled: Message[] = [];
  await predict(
    engine,
    { kind: 'predict', runFolder, cacheFolder, images: many },
    (sent) => compiled.push(sent),
    never,
  );
  expect(compiled.map((message) => message.kind === 'predicted' && message.key)).toEqual([...many.keys(), false]);
  for (const [index, { landmarks }] of compiled.filter((message) => message.kind === 'predicted').entries())
    for (const [place, [x, y]] of landmarks.entries()) {
      const [expectedX, expectedY] = predicted[index % images.length]!.landmarks[place]!;
      expect(x).toBeCloseTo(expectedX, 3);
      expect(y).toBeCloseTo(expectedY, 3);
    }
}, 120_000);
