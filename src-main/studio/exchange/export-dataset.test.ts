import { mkdir, readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Landmark } from '../../contract/index.ts';
import type { Store } from '../store/interface.ts';
import { exportDataset } from './export-dataset.ts';
import { importDataset } from './import-dataset.ts';
import { drawDataset, immFolder, job, newProject, temporaryFolder } from './test-dataset.ts';

const containing = (text: string): string => expect.stringContaining(text) as string;

async function projectOf(folder: string, people = 2, poses = 2): Promise<Store & Disposable> {
  const data = join(folder, 'data');
  await drawDataset(data, people, poses);
  const store = newProject(join(folder, 'project'));
  await importDataset(store, { path: data, format: 'asf', copyImages: false }, job());
  return store;
}

function setLandmarks(store: Store, image: number, changes: [number, Partial<Landmark>][]): void {
  const instance = store.images.withInstances({})[image]!.instances[0]!;
  const landmarks = changes.map(([index, change]) => ({
    index,
    landmark: { ...instance.landmarks[index]!, ...change },
  }));
  store.applyEdit({ label: 'Test', changes: [{ kind: 'move landmarks', instanceId: instance.id, landmarks }] });
}

/** Largest distance in px between the same landmarks of two projects; throws where they hold other images or faces. */
function farthest(one: Store, other: Store): number {
  const found = new Map(other.images.withInstances({}).map((entry) => [entry.image.name, entry]));
  let most = 0;
  for (const { image, instances } of one.images.withInstances({})) {
    const twin = found.get(image.name);
    expect(twin?.image).toMatchObject({ contentHash: image.contentHash, group: image.group });
    expect(twin?.instances.map(({ box }) => box)).toEqual(instances.map(({ box }) => box));
    for (const [face, instance] of instances.entries())
      for (const [index, landmark] of instance.landmarks.entries()) {
        const back = twin!.instances[face]!.landmarks[index]!;
        expect(back.visibility).toBe(landmark.visibility);
        if (landmark.visibility === 'absent') continue;
        most = Math.max(most, Math.hypot(back.x - landmark.x, back.y - landmark.y));
      }
  }
  expect(found.size).toBe(one.summary().images);
  return most;
}

const request = { filter: {}, copyImages: true };

describe('read back, an export gives the same', () => {
  test('COCO: points to 1e-4 px, occluded, absent, a box, a second face, an image with none', async () => {
    await using folder = await temporaryFolder();
    using store = await projectOf(folder.path);
    setLandmarks(store, 0, [
      [3, { visibility: 'occluded', x: 12.3456789 }],
      [4, { visibility: 'absent' }],
    ]);
    const [first, second] = store.images.withInstances({});
    store.applyEdit({
      label: 'Test',
      changes: [
        { kind: 'set box', instanceId: first!.instances[0]!.id, box: { x: 1, y: 2, width: 3.25, height: 4 } },
        { kind: 'add instance', imageId: first!.image.id, box: null, landmarks: second!.instances[0]!.landmarks },
        { kind: 'delete instance', instanceId: second!.instances[0]!.id },
      ],
    });
    const out = join(folder.path, 'out');
    const report = await exportDataset(store, { format: 'coco', out, ...request }, job());
    expect(report).toEqual({ out, files: 5, images: 4, instances: 4, problems: [] });
    using back = newProject(join(folder.path, 'back'));
    const imported = await importDataset(back, { path: out, format: 'auto', copyImages: false }, job());
    expect(imported).toMatchObject({ format: 'coco', problems: [] });
    expect(farthest(store, back)).toBeLessThan(1e-4);
    const again = await importDataset(store, { path: out, format: 'auto', copyImages: false }, job());
    expect(again).toMatchObject({ imagesAdded: 0, instancesAdded: 0, problems: [] });
  });

  test('ASF: points to 1e-4 px and persons; what it cannot hold is reported', async () => {
    await using folder = await temporaryFolder();
    using store = await projectOf(folder.path);
    setLandmarks(store, 0, [[3, { x: 12.3456789, y: -4.5 }]]);
    const { image, instances } = store.images.withInstances({})[0]!;
    store.applyEdit({
      label: 'Test',
      changes: [
        {
          kind: 'add instance',
          imageId: image.id,
          box: null,
          landmarks: instances[0]!.landmarks.map((landmark) => ({ ...landmark, x: landmark.x + 40 })),
        },
      ],
    });
    const out = join(folder.path, 'out');
    const report = await exportDataset(store, { format: 'asf', out, ...request }, job());
    expect(report).toEqual({ out, files: 9, images: 4, instances: 5, problems: [] });
    using back = newProject(join(folder.path, 'back'));
    const imported = await importDataset(back, { path: out, format: 'auto', copyImages: false }, job());
    expect(imported).toMatchObject({ format: 'asf', imagesAdded: 4, instancesAdded: 5 });
    expect(farthest(store, back)).toBeLessThan(1e-4);

    setLandmarks(store, 1, [[5, { visibility: 'occluded' }]]);
    setLandmarks(store, 2, [[6, { visibility: 'absent' }]]);
    const names = store.images.withInstances({}).map((entry) => entry.image.name);
    const lossy = await exportDataset(store, { format: 'asf', out, ...request }, job());
    expect(lossy).toMatchObject({ images: 4, instances: 4 });
    expect(lossy.problems).toEqual([
      { file: `${names[1]}.asf`, line: null, message: containing('occluded; written as visible: jaw 6') },
      { file: `${names[2]}.asf`, line: null, message: containing('jaw 7 is; COCO keeps them') },
    ]);
    expect(existsSync(join(out, `${names[2]}.asf`))).toBe(false);
    expect(existsSync(join(out, `${names[2]}.jpg`))).toBe(true);
  });

  test('PTS: the same points and a second face; what it cannot hold is reported', async () => {
    await using folder = await temporaryFolder();
    using store = await projectOf(folder.path);
    setLandmarks(store, 0, [[3, { x: 12.3456789, y: -4.5 }]]);
    const { image, instances } = store.images.withInstances({})[0]!;
    const landmarks = instances[0]!.landmarks.map((landmark) => ({ ...landmark, x: landmark.x + 40 }));
    store.applyEdit({ label: 'Test', changes: [{ kind: 'add instance', imageId: image.id, box: null, landmarks }] });
    const out = join(folder.path, 'out');
    const report = await exportDataset(store, { format: 'pts', out, ...request }, job());
    expect(report).toEqual({ out, files: 9, images: 4, instances: 5, problems: [] });
    using back = newProject(join(folder.path, 'back'));
    const imported = await importDataset(back, { path: out, format: 'auto', copyImages: false }, job());
    expect(imported).toMatchObject({ format: 'pts', imagesAdded: 4, instancesAdded: 5 });
    expect(farthest(store, back)).toBeLessThan(1e-8);

    setLandmarks(store, 2, [[6, { visibility: 'absent' }]]);
    const lossy = await exportDataset(store, { format: 'pts', out, filter: {}, copyImages: false }, job());
    expect(lossy.instances).toBe(4);
    expect(lossy.problems.map(({ message }) => message)).toEqual([
      containing('PTS has no place for absent landmarks'),
      containing('put them beside the images'),
    ]);
  });

  test.each(['asf', 'coco'] as const)('%s without copies points to the images where they are', async (format) => {
    await using folder = await temporaryFolder();
    using store = await projectOf(folder.path, 1, 2);
    const out = join(folder.path, 'out');
    await exportDataset(store, { format, out, filter: {}, copyImages: false }, job());
    expect((await readdir(out, { recursive: true })).filter((name) => name.endsWith('.jpg'))).toEqual([]);
    const again = await importDataset(store, { path: out, format: 'auto', copyImages: false }, job());
    expect(again).toMatchObject({ imagesAdded: 0, imagesUnchanged: 2, instancesUnchanged: 2, problems: [] });
  });

  test.skipIf(!existsSync(immFolder)).each(['asf', 'pts', 'coco'] as const)(
    'the whole IMM Face Database as %s',
    async (format) => {
      await using folder = await temporaryFolder();
      using store = newProject(join(folder.path, 'project'));
      await importDataset(store, { path: immFolder, format: 'auto', copyImages: false }, job());
      const out = join(folder.path, 'out');
      const report = await exportDataset(store, { format, out, ...request }, job());
      expect(report).toMatchObject({ images: 240, instances: 240, problems: [] });
      using back = newProject(join(folder.path, 'back'));
      await importDataset(back, { path: out, format: 'auto', copyImages: false }, job());
      expect(farthest(store, back)).toBeLessThan(1e-4);
    },
    120_000,
  );
});

describe('the folder', () => {
  test('of somebody else is refused and left as it was', async () => {
    await using folder = await temporaryFolder();
    using store = await projectOf(folder.path, 1, 1);
    const out = join(folder.path, 'out');
    await mkdir(out);
    await writeFile(join(out, 'thesis.txt'), 'mine');
    const exporting = exportDataset(store, { format: 'coco', out, ...request }, job());
    await expect(exporting).rejects.toThrow(/is not empty and not from an earlier export \(it has thesis.txt\)/);
    expect(await readdir(out)).toEqual(['thesis.txt']);
    await expect(
      exportDataset(store, { format: 'coco', out: join(out, 'thesis.txt'), ...request }, job()),
    ).rejects.toThrow(/it is a file/);
  });

  test('of an earlier export is replaced, what others put there stays, nothing of theirs is overwritten', async () => {
    await using folder = await temporaryFolder();
    using store = await projectOf(folder.path, 2, 1);
    const out = join(folder.path, 'out');
    const [first] = store.images.withInstances({});
    await exportDataset(store, { format: 'coco', out, ...request }, job());
    await writeFile(join(out, 'notes.txt'), 'mine');
    await exportDataset(store, { format: 'asf', out, filter: { group: '01' }, copyImages: true }, job());
    const name = first!.image.name;
    expect((await readdir(out)).sort()).toEqual(
      [`${name}.asf`, `${name}.jpg`, 'keypoint-studio-export.json', 'notes.txt'].sort(),
    );
    await writeFile(join(out, 'annotations.json'), 'mine');
    await expect(exportDataset(store, { format: 'coco', out, ...request }, job())).rejects.toThrow(
      /annotations.json is there and not from/,
    );
    expect(await readFile(join(out, 'annotations.json'), 'utf8')).toBe('mine');
    expect(existsSync(join(out, `${name}.asf`))).toBe(true);
  });

  test('whose mark names files elsewhere is refused', async () => {
    await using folder = await temporaryFolder();
    using store = await projectOf(folder.path, 1, 1);
    const out = join(folder.path, 'out');
    await mkdir(out);
    await writeFile(join(folder.path, 'victim.txt'), 'mine');
    const mark = { format: 'keypoint-studio-export', version: 1, content: 'coco', files: ['../victim.txt'] };
    await writeFile(join(out, 'keypoint-studio-export.json'), JSON.stringify(mark));
    await expect(exportDataset(store, { format: 'coco', out, ...request }, job())).rejects.toThrow(
      /not from an earlier export/,
    );
    expect(existsSync(join(folder.path, 'victim.txt'))).toBe(true);
  });

  test('is not left behind by a cancelled export', async () => {
    await using folder = await temporaryFolder();
    using store = await projectOf(folder.path);
    const out = join(folder.path, 'out');
    await expect(exportDataset(store, { format: 'coco', out, ...request }, job(1))).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(existsSync(out)).toBe(false);
  });

  test('the same project gives the same bytes', async () => {
    await using folder = await temporaryFolder();
    using store = await projectOf(folder.path, 1, 1);
    const [one, other] = ['one', 'other'].map((name) => join(folder.path, name));
    for (const out of [one!, other!]) await exportDataset(store, { format: 'coco', out, ...request }, job());
    const files = (await readdir(one!, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    expect(files).toHaveLength(3);
    for (const { parentPath, name } of files) {
      const place = join(parentPath, name);
      expect(await readFile(place.replace(one!, other!))).toEqual(await readFile(place));
    }
  });
});

test('an image that is not there any more is told, its landmarks are exported', async () => {
  await using folder = await temporaryFolder();
  using store = await projectOf(folder.path, 1, 2);
  const { image } = store.images.withInstances({})[0]!;
  await unlink(store.images.file(image));
  const report = await exportDataset(store, { format: 'asf', out: join(folder.path, 'out'), ...request }, job());
  expect(report).toMatchObject({ files: 3, images: 2, instances: 2 });
  expect(report.problems).toMatchObject([{ message: containing('is not there any more') }]);
});
