import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  recipeSchema,
  type Change,
  type Evaluation,
  type Recipe,
  type Strategy,
} from '../../src-main/contract/index.ts';
import { studioOptions } from '../../src-main/hosts/studio-options.ts';
import { createStudioCaller } from '../../src-main/studio/router/index.ts';
import { shuffle } from '../../src-main/studio/store/shuffle.ts';
import { createStudio, type Studio } from '../../src-main/studio/studio.ts';

type Caller = ReturnType<typeof createStudioCaller>;

/** What a person would place on an image, known from the dataset. */
export type Labels = Map<number, Extract<Change, { kind: 'add instance' }>[]>;

/** How large the experiment is. */
export interface Size {
  /** px of the network's input. */
  width: number;
  height: number;
  /** About so many steps of training, however few images are labelled: else more images would be more training too. */
  steps: number;
  batch: number;
  /** Labelled images: those drawn to begin with, at the end, and how many a round adds. */
  from: number;
  to: number;
  by: number;
}

/** A studio whose projects are in a folder of the benchmark's own. */
export async function withStudio<Result>(
  scratch: string,
  work: (caller: Caller, studio: Studio) => Promise<Result>,
): Promise<Result> {
  const studio = createStudio({ ...studioOptions(), userFolder: join(scratch, 'user') });
  try {
    return await work(createStudioCaller(studio), studio);
  } finally {
    await studio.close();
  }
}

/** A project of the IMM Face Database, persons 33 to 40 for validation with their labels, all others without: those are answered. */
export async function unlabelledImm(caller: Caller, folder: string, dataset: string): Promise<Labels> {
  await caller.project.create({ path: folder, schema: 'face-58' });
  await caller.exchange.import({ path: dataset });
  await caller.split.set({ by: 'group', validation: '33-40' });
  const imageIds = await caller.images.ids({ filter: { split: 'train' } });
  const labels: Labels = new Map();
  const taken: Change[] = [];
  for (const imageId of imageIds) {
    const { instanceList } = await caller.images.get({ imageId });
    labels.set(
      imageId,
      instanceList.map(({ box, landmarks }) => ({ kind: 'add instance', imageId, box, landmarks })),
    );
    taken.push(...instanceList.map(({ id }): Change => ({ kind: 'delete instance', instanceId: id })));
  }
  await caller.annotations.edit({ label: 'Took the labels away', changes: taken });
  await caller.images.setStatus({ imageIds, status: 'new' });
  await caller.project.close();
  return labels;
}

export async function label(caller: Caller, labels: Labels, imageIds: number[]): Promise<void> {
  const changes = imageIds.flatMap((imageId) => labels.get(imageId) ?? []);
  await caller.annotations.edit({ label: `Labelled ${imageIds.length}`, changes });
}

/** Of the images without labels, drawn by chance: the same for a seed. */
export function drawn(labels: Labels, count: number, seed: number): number[] {
  return shuffle([...labels.keys()], seed).slice(0, count);
}

/** Trains on what is labelled and measures on the held-out persons. */
export async function trainAndMeasure(
  caller: Caller,
  studio: Studio,
  size: Size,
  labelled: number,
  seed: number,
): Promise<Evaluation> {
  const ended = new AbortController();
  const events = studio.events(ended.signal)[Symbol.asyncIterator]();
  const { id } = await caller.runs.start({ recipe: recipeFor(size, labelled, seed), note: '' });
  for (;;) {
    const { status, problem } = await caller.runs.get({ runId: id });
    if (status === 'finished') break;
    if (status !== 'queued' && status !== 'starting' && status !== 'running')
      throw new Error(`Run ${id} is ${status}: ${problem ?? ''}`);
    await events.next();
  }
  ended.abort();
  return caller.evaluation.evaluate({ run: id, on: 'validation' });
}

/** The studio's own default on smaller pictures, which take a part of the time. */
function recipeFor({ width, height, steps, batch }: Size, labelled: number, seed: number): Recipe {
  const file = fileURLToPath(new URL('../../resources/recipes/heatmap-small.json', import.meta.url));
  const { input, augmentation, ...rest } = recipeSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return recipeSchema.parse({
    ...rest,
    input: { ...input, width, height },
    // px of the input.
    augmentation: { ...augmentation, translation: (augmentation.translation * width) / input.width },
    batch,
    epochs: Math.round(steps / Math.ceil(labelled / batch)),
    seed,
  });
}

/** Chooses, labels, trains and measures, round after round, in a copy of a project with a run on its first labels. */
export async function walkCurve(
  caller: Caller,
  studio: Studio,
  project: { from: string; to: string; labels: Labels },
  size: Size,
  { strategy, seed }: { strategy: Strategy; seed: number },
  tell: (labelled: number, evaluation: Evaluation) => void,
): Promise<void> {
  const { from, to, by } = size;
  cpSync(project.from, project.to, { recursive: true });
  await caller.project.open({ path: project.to });
  for (let labelled = from + by; labelled <= to; labelled += by) {
    // Another draw each round, the same for a seed.
    const { images } = await caller.images.choose({ strategy, count: by, seed: 1000 * seed + labelled });
    await label(
      caller,
      project.labels,
      images.map(({ image }) => image.id),
    );
    tell(labelled, await trainAndMeasure(caller, studio, size, labelled, seed));
  }
  await caller.project.close();
}
