import { readFileSync, statSync } from 'node:fs';
import {
  snapshotSchema,
  StudioError,
  type Instance,
  type LabelChanges,
  type Landmark,
  type LandmarkSchema,
  type Recipe,
  type Snapshot,
  type SnapshotSummary,
} from '../../contract/index.ts';
import type { ReadableStore, StoredImage } from '../store/interface.ts';
import { hashOf } from './canonical-json.ts';
import { learnedLandmarks } from './recipes.ts';
import { snapshotFile } from './run-folder.ts';
import { boxOfInstance } from './seen-by-run.ts';

type SnapshotImage = Snapshot['images'][number];

/** A landmark that moved less than this, px, has not moved. */
const movedPx = 1e-6;

/**
 * Freezes what a recipe trains on: one entry an instance of every image that can be used. Images that cannot (rejected,
 * file missing or changed, nothing labelled that the recipe learns or no box where it crops, in no part of the split) are counted with their
 * reason in the summary. Throws StudioError 'bad input' saying what to do when there is nothing to train or validate on.
 */
export function takeSnapshot(store: ReadableStore, recipe: Recipe): { snapshot: Snapshot; summary: SnapshotSummary } {
  const schema = store.schema();
  const learned = learnedLandmarks(recipe, schema).map(({ index }) => index);
  const crops = recipe.input.crop === 'box';
  if (store.split().rule === null)
    throw new StudioError(
      'bad input',
      'The project has no split yet. Set a split first: which images train, which validate.',
    );

  const excluded = new Map<string, number>();
  const images: SnapshotImage[] = [];
  const counts = { train: 0, validation: 0, none: 0 };
  for (const { image, instances } of store.images.withInstances({})) {
    const file = store.images.file(image);
    const labelled = instances.filter(({ landmarks }) => learned.some((index) => isPresent(landmarks[index])));
    const usable = crops ? labelled.filter((instance) => boxOfInstance(instance) !== null) : labelled;
    const reason = reasonToExclude(image, file, labelled, usable);
    if (reason !== null) excluded.set(reason, (excluded.get(reason) ?? 0) + 1);
    if (reason === null || reason === inNoPart) counts[image.split]++;
    if (reason !== null) continue;
    for (const instance of usable) images.push(snapshotImage(image, instance, file));
  }
  const left = [...excluded].map(([reason, count]) => ({ reason, images: count }));
  requireBothParts(counts, left);

  const hash = snapshotHash(schema, images, crops);
  const snapshot: Snapshot = { version: 1, hash, schema, images };
  const changedSincePrevious = compareWithPrevious(store, snapshot);
  return {
    snapshot,
    summary: { hash, schemaName: schema.name, split: counts, excluded: left, changedSincePrevious },
  };
}

/** The frozen data of a run. Throws StudioError 'failed' naming the file when it is gone or damaged. */
export function readSnapshot(store: ReadableStore, runId: number): Snapshot {
  const file = snapshotFile(store, runId);
  try {
    return snapshotSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const message = `What run ${runId} was trained on cannot be read from ${file}: ${(cause as Error).message}`;
    throw new StudioError('failed', message, { cause });
  }
}

const inNoPart = 'in no part of the split';
export const noBox = 'no box to crop by, nor landmarks apart from each other to make one of';

function reasonToExclude(image: StoredImage, file: string, labelled: Instance[], usable: Instance[]): string | null {
  if (image.status === 'rejected') return 'rejected';
  if (labelled.length === 0) return 'no landmarks that the recipe learns';
  if (usable.length === 0) return noBox;
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return 'file missing';
  if (found.size !== image.byteSize) return 'file changed since it was imported';
  return image.split === 'none' ? inNoPart : null;
}

function snapshotImage(image: StoredImage, instance: Instance, file: string): SnapshotImage {
  return {
    id: image.id,
    instanceId: instance.id,
    name: image.name,
    file,
    contentHash: image.contentHash,
    width: image.width,
    height: image.height,
    group: image.group,
    part: image.split as SnapshotImage['part'],
    landmarks: instance.landmarks.map((landmark) => (isPresent(landmark) ? [landmark.x, landmark.y] : null)),
    box: instance.box,
  };
}

function isPresent(landmark: Landmark | undefined): boolean {
  return landmark !== undefined && landmark.visibility !== 'absent';
}

function requireBothParts(counts: { train: number; validation: number }, excluded: SnapshotSummary['excluded']): void {
  if (counts.train > 0 && counts.validation > 0) return;
  const reasons = excluded.map(({ reason, images }) => `${images} ${reason}`).join(', ');
  const leftOut = reasons ? ` Left out: ${reasons}.` : '';
  throw new StudioError(
    'bad input',
    counts.train === 0
      ? `There are no images to train on.${leftOut} Label images, or change the split so that some train.`
      : `There are no images to validate on.${leftOut} Change the split so that some labelled images validate.`,
  );
}

/** SHA-256 of what is learned from, and of nothing else: not of ids, names and places, which differ between copies of a dataset, nor of boxes where none is looked at. */
function snapshotHash(schema: LandmarkSchema, images: SnapshotImage[], crops: boolean): string {
  const entries = images.map(({ contentHash, part, landmarks, box }) =>
    JSON.stringify([contentHash, part, landmarks, ...(crops ? [box] : [])]),
  );
  return hashOf({ schema, images: entries.sort() });
}

/**
 * What a recipe would learn from now against what a run learned from: run `since`, or the newest one of the same landmarks; null where there is none.
 * Throws what `takeSnapshot` throws; StudioError 'failed' where the snapshot of `since` cannot be read, 'bad input' where it is of other landmarks.
 */
export function changesSince(store: ReadableStore, recipe: Recipe, since?: number): LabelChanges | null {
  const { snapshot, summary } = takeSnapshot(store, recipe);
  const previousRun = since ?? summary.changedSincePrevious?.previousRun;
  if (previousRun === undefined) return null;
  const before = readSnapshot(store, previousRun);
  if (landmarkNames(before) !== landmarkNames(snapshot))
    throw new StudioError('bad input', `Run ${previousRun} was trained with other landmarks than the project has now.`);
  const idsOf = ({ images }: Snapshot): Set<number> => new Set(images.map(({ id }) => id));
  const [earlier, now] = [idsOf(before), idsOf(snapshot)];
  return {
    ...labelChanges(before, snapshot),
    previousRun,
    imagesAdded: now.difference(earlier).size,
    imagesRemoved: earlier.difference(now).size,
  };
}

/** Compares with the newest run of the same landmarks whose snapshot can still be read. */
function compareWithPrevious(store: ReadableStore, snapshot: Snapshot): SnapshotSummary['changedSincePrevious'] {
  const ids = store.runs.all().map(({ id }) => id);
  for (const previousRun of ids.sort((one, other) => other - one)) {
    try {
      const previous = readSnapshot(store, previousRun);
      // Of another schema: its labels are not to be set against these place by place.
      if (landmarkNames(previous) !== landmarkNames(snapshot)) continue;
      return { ...labelChanges(previous, snapshot), previousRun };
    } catch {
      continue;
    }
  }
  return null;
}

function landmarkNames({ schema }: Snapshot): string {
  return JSON.stringify(schema.landmarks.map(({ name }) => name));
}

/**
 * Labels of instances that are in both snapshots and differ: landmarks that moved by more than 1e-6 px or became absent
 * or present, the images they are on, and the mean move in px of those that moved (0 when none did).
 */
export function labelChanges(
  before: Snapshot,
  after: Snapshot,
): { landmarks: number; images: number; meanMovePx: number } {
  const earlier = new Map(before.images.map((image) => [image.instanceId, image.landmarks]));
  const images = new Set<number>();
  let landmarks = 0;
  let moved = 0;
  let movePx = 0;
  for (const image of after.images) {
    const old = earlier.get(image.instanceId);
    if (!old) continue;
    for (const [index, point] of image.landmarks.entries()) {
      const oldPoint = old[index] ?? null;
      const distance = point && oldPoint ? Math.hypot(point[0] - oldPoint[0], point[1] - oldPoint[1]) : 0;
      if (distance <= movedPx && (point === null) === (oldPoint === null)) continue;
      landmarks++;
      images.add(image.id);
      if (distance > movedPx) {
        moved++;
        movePx += distance;
      }
    }
  }
  return { landmarks, images: images.size, meanMovePx: moved === 0 ? 0 : movePx / moved };
}
