import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { snapshotSchema, type Change, type Landmark } from '../../contract/index.ts';
import type { Store } from '../store/interface.ts';
import { openStore } from '../store/open-store.ts';
import { createProjectFolder } from '../project/create-project.ts';
import { snapshotFile } from './run-folder.ts';
import { changesSince, takeSnapshot } from './snapshot.ts';
import { createTestProject, removeTestProjects, testRecipe, testSchema } from './test-project.ts';

afterAll(removeTestProjects);

async function drawnStore(): Promise<Store> {
  const store = openStore(await createTestProject(), { readOnly: false });
  onTestFinished(() => store.close());
  return store;
}

function moveNose(store: Store, instanceId: number, landmark: Landmark): void {
  const change: Change = { kind: 'move landmarks', instanceId, landmarks: [{ index: 2, landmark }] };
  store.applyEdit({ label: 'Moved nose', changes: [change] });
}

/** Takes a snapshot and keeps it as a run's, as the run manager does. */
function freeze(store: Store): number {
  const { snapshot, summary } = takeSnapshot(store, testRecipe());
  const run = store.runs.create({ recipe: testRecipe(), note: '', snapshot: summary });
  mkdirSync(dirname(snapshotFile(store, run)), { recursive: true });
  writeFileSync(snapshotFile(store, run), JSON.stringify(snapshot));
  return run;
}

describe('takeSnapshot', () => {
  it('freezes every labelled image of the split with its file, size, group and landmarks', async () => {
    const store = await drawnStore();
    const { snapshot, summary } = takeSnapshot(store, testRecipe());
    expect(snapshotSchema.parse(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
    expect(snapshot.images).toHaveLength(24);
    expect(snapshot.images[0]).toMatchObject({
      id: 1,
      name: 'picture 1',
      file: join(store.projectFolder, 'images', '1.png'),
      width: 64,
      height: 48,
      group: '1',
      part: 'train',
      landmarks: [
        [4, 8],
        [20, 8],
        [12, 20],
      ],
    });
    expect(summary).toEqual({
      hash: snapshot.hash,
      schemaName: 'test-3',
      split: { train: 18, validation: 6, none: 0 },
      excluded: [],
      changedSincePrevious: null,
    });
  });

  it('leaves out what cannot be used and counts it by its reason', async () => {
    const store = await drawnStore();
    store.setStatus([1, 2], 'rejected');
    rmSync(join(store.projectFolder, 'images', '3.png'));
    appendFileSync(join(store.projectFolder, 'images', '4.png'), 'more');
    moveNose(store, 5, { x: 0, y: 0, visibility: 'absent' });
    store.applyEdit({ label: 'Deleted', changes: [{ kind: 'delete instance', instanceId: 6 }] });
    const { snapshot, summary } = takeSnapshot(store, testRecipe());
    expect(snapshot.images.map(({ id }) => id)).toEqual(Array.from({ length: 18 }, (_, index) => index + 7));
    expect(summary.excluded).toEqual([
      { reason: 'rejected', images: 2 },
      { reason: 'file missing', images: 1 },
      { reason: 'file changed since it was imported', images: 1 },
      { reason: 'no landmarks that the recipe learns', images: 2 },
    ]);
    expect(summary.split).toEqual({ train: 12, validation: 6, none: 0 });
    // Of use to a recipe that learns its eyes, the nose then being null.
    const all = takeSnapshot(store, testRecipe({ landmarks: 'all' })).snapshot;
    expect(all.images[0]).toMatchObject({ id: 5, landmarks: [expect.any(Array), expect.any(Array), null] });
  });

  it('has one entry for each instance of an image', async () => {
    const store = await drawnStore();
    const landmarks = testSchema.landmarks.map((_, index): Landmark => ({
      x: index,
      y: index,
      visibility: 'occluded',
    }));
    store.applyEdit({ label: 'Added', changes: [{ kind: 'add instance', imageId: 1, box: null, landmarks }] });
    const { snapshot, summary } = takeSnapshot(store, testRecipe());
    expect(snapshot.images.filter(({ id }) => id === 1).map((image) => image.landmarks[2])).toEqual([
      [12, 20],
      [2, 2],
    ]);
    expect(summary.split.train).toBe(18);
  });

  it('says what to do when there is no split, no part to validate on, or no such landmark', async () => {
    const folder = join(dirname(await createTestProject()), 'empty.kps');
    createProjectFolder(folder, 'Empty', testSchema);
    const empty = openStore(folder, { readOnly: false });
    onTestFinished(() => empty.close());
    expect(() => takeSnapshot(empty, testRecipe())).toThrow(/no split yet. Set a split first/);
    expect(() => takeSnapshot(empty, testRecipe({ landmarks: ['chin'] }))).toThrow(/chin/);

    const store = await drawnStore();
    const validation = store.images.ids({ split: 'validation' });
    store.setStatus(validation, 'rejected');
    expect(() => takeSnapshot(store, testRecipe())).toThrow(/no images to validate on. Left out: 6 rejected/);
    store.setStatus(store.images.ids({}), 'rejected');
    expect(() => takeSnapshot(store, testRecipe())).toThrow(/no images to train on/);
  });

  it('has the same hash for the same data in another project, and another when a label, the split or the schema differs', async () => {
    const [store, copy] = [await drawnStore(), await drawnStore()];
    const hash = takeSnapshot(store, testRecipe()).snapshot.hash;
    expect(takeSnapshot(copy, testRecipe()).snapshot.hash).toBe(hash);
    store.setSplit({ by: 'group', validation: '6-8' });
    const moved = takeSnapshot(store, testRecipe()).snapshot.hash;
    store.undo();
    expect(takeSnapshot(store, testRecipe()).snapshot.hash).toBe(hash);
    moveNose(copy, 1, { x: 12.001, y: 20, visibility: 'visible' });
    expect(new Set([hash, moved, takeSnapshot(copy, testRecipe()).snapshot.hash]).size).toBe(3);
  });

  it('counts boxes only where the recipe crops, and leaves out faces that have none', async () => {
    const store = await drawnStore();
    const crop = testRecipe({ input: { width: 16, height: 16, channels: 'gray', crop: 'box' } });
    const hashes = () => [testRecipe(), crop].map((recipe) => takeSnapshot(store, recipe).snapshot.hash);
    const [plain, cropped] = hashes();
    const box = { x: 1, y: 2, width: 30, height: 40 };
    store.applyEdit({ label: 'Box', changes: [{ kind: 'set box', instanceId: 1, box }] });
    const [plainNow, croppedNow] = hashes();
    expect(plainNow).toBe(plain);
    expect(croppedNow).not.toBe(cropped);
    expect(takeSnapshot(store, crop).snapshot.images[0]).toMatchObject({ instanceId: 1, box });

    const absent = { x: 0, y: 0, visibility: 'absent' } as const;
    const landmarks = [0, 1].map((index) => ({ index, landmark: absent }));
    store.applyEdit({ label: 'One left', changes: [{ kind: 'move landmarks', instanceId: 2, landmarks }] });
    expect(takeSnapshot(store, testRecipe()).summary.excluded).toEqual([]);
    expect(takeSnapshot(store, crop).summary.excluded).toEqual([
      { reason: expect.stringMatching(/^no box to crop by/) as string, images: 1 },
    ]);
  });

  it('tells what was corrected since the newest run whose data is still there', async () => {
    const store = await drawnStore();
    const first = freeze(store);
    expect(takeSnapshot(store, testRecipe()).summary.changedSincePrevious).toEqual({
      landmarks: 0,
      images: 0,
      meanMovePx: 0,
      previousRun: first,
    });
    moveNose(store, 1, { x: 12 + 3, y: 20 + 4, visibility: 'visible' });
    store.applyEdit({
      label: 'Eye hidden, other eye moved',
      changes: [
        {
          kind: 'move landmarks',
          instanceId: 1,
          landmarks: [
            { index: 0, landmark: { x: 4, y: 8, visibility: 'absent' } },
            { index: 1, landmark: { x: 20, y: 9, visibility: 'visible' } },
          ],
        },
      ],
    });
    moveNose(store, 2, {
      x: store.instance(2)!.landmarks[2]!.x,
      y: store.instance(2)!.landmarks[2]!.y + 1e-8,
      visibility: 'visible',
    });
    const changed = { landmarks: 3, images: 1, meanMovePx: 3, previousRun: first };
    expect(takeSnapshot(store, testRecipe()).summary.changedSincePrevious).toEqual(changed);

    const second = freeze(store);
    expect(takeSnapshot(store, testRecipe()).summary.changedSincePrevious).toMatchObject({
      landmarks: 0,
      previousRun: second,
    });
    rmSync(snapshotFile(store, second));
    expect(takeSnapshot(store, testRecipe()).summary.changedSincePrevious).toEqual(changed);
  });

  it('tells before a run what changed since the newest, or since any other, with the images that came and went', async () => {
    const store = await drawnStore();
    expect(changesSince(store, testRecipe())).toBeNull();
    const first = freeze(store);
    moveNose(store, 1, { x: 12 + 3, y: 20 + 4, visibility: 'visible' });
    const second = freeze(store);
    store.setStatus([5, 6], 'rejected');
    const none = { landmarks: 0, images: 0, meanMovePx: 0, imagesAdded: 0, imagesRemoved: 2 };
    expect(changesSince(store, testRecipe())).toEqual({ ...none, previousRun: second });
    const moved = { landmarks: 1, images: 1, meanMovePx: 5, imagesAdded: 0, imagesRemoved: 2, previousRun: first };
    expect(changesSince(store, testRecipe(), first)).toEqual(moved);
    freeze(store);
    store.setStatus([5], 'new');
    expect(changesSince(store, testRecipe())).toMatchObject({ imagesAdded: 1, imagesRemoved: 0 });
    rmSync(snapshotFile(store, first));
    expect(() => changesSince(store, testRecipe(), first)).toThrow(/cannot be read from .*snapshot.json/);
  });
});
