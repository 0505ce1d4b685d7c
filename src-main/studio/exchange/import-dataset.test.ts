import { copyFile, mkdir, readFile, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Landmark } from '../../contract/index.ts';
import type { Store } from '../store/interface.ts';
import { importDataset } from './import-dataset.ts';
import {
  drawDataset,
  drawInto,
  face58,
  face68,
  helenFolder,
  immFolder,
  job,
  newProject,
  temporaryFolder,
} from './test-dataset.ts';

const containing = (text: string): string => expect.stringContaining(text) as string;

const asFound = { format: 'auto', copyImages: false } as const;

function landmarksOf(store: Store, name: string): Landmark[][] {
  const found = store.images.withInstances({}).find(({ image }) => image.name === name);
  return found?.instances.map(({ landmarks }) => landmarks) ?? [];
}

describe('ASF', () => {
  test('images, points and persons are imported, and a second time nothing', async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, 'data');
    const faces = await drawDataset(data, 2, 2);
    using store = newProject(join(folder.path, 'project'));
    const first = await importDataset(store, { path: data, ...asFound }, job());
    expect(first).toEqual({
      format: 'asf',
      path: data,
      imagesAdded: 4,
      instancesAdded: 4,
      imagesUnchanged: 0,
      instancesUnchanged: 0,
      groups: 2,
      problems: [],
    });
    for (const face of faces)
      for (const [index, landmark] of (landmarksOf(store, face.name)[0] ?? []).entries()) {
        expect(landmark.x).toBeCloseTo(face.landmarks[index]!.x, 6);
        expect(landmark.y).toBeCloseTo(face.landmarks[index]!.y, 6);
      }
    expect(store.split().groups.map(({ group }) => group)).toEqual(['01', '02']);
    const second = await importDataset(store, { path: data, ...asFound }, job());
    expect(second).toMatchObject({ imagesAdded: 0, instancesAdded: 0, imagesUnchanged: 4, instancesUnchanged: 4 });
  });

  test('what is broken is told by file and line, the rest is imported', async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, 'data');
    const faces = await drawDataset(data, 2, 6);
    const [nan, count, noImage, broken, outside, renamed, unreadable, binary] = faces.map(({ name, shape }) => ({
      name,
      file: `${name}.asf`,
      lines: shape.split('\n'),
    }));
    const firstPoint = nan!.lines.findIndex((line) => line.startsWith('0 \t'));
    const rewrite = async (face: typeof nan, change: (lines: string[]) => void): Promise<void> => {
      change(face!.lines);
      await writeFile(join(data, face!.file), face!.lines.join('\r\n'));
    };
    const setPoint = (lines: string[], index: number, x: string): void => {
      const columns = lines[firstPoint + index]!.split(/\s+/);
      lines[firstPoint + index] = [...columns.slice(0, 2), x, ...columns.slice(3)].join(' ');
    };
    await rewrite(nan, (lines) => setPoint(lines, 3, 'NaN'));
    await rewrite(count, (lines) => lines.splice(firstPoint + 9, 1));
    await unlink(join(data, `${noImage!.name}.jpg`));
    await rewrite(broken, (lines) => (lines[firstPoint + 52] = '6 4 0.5'));
    await rewrite(outside, (lines) => setPoint(lines, 5, '1.5'));
    await rewrite(renamed, (lines) => lines.splice(-2, 1, 'SOMEBODY.BMP'));
    await writeFile(join(data, `${unreadable!.name}.jpg`), 'not a picture');
    await writeFile(join(data, binary!.file), Buffer.from([0, 1, 2, 0]));
    await mkdir(join(data, 'folder.asf'));

    using store = newProject(join(folder.path, 'project'));
    const report = await importDataset(store, { path: data, ...asFound }, job());
    expect(report.problems.map(({ file, line }) => [file, line]).sort()).toEqual(
      [
        [nan!.file, firstPoint + 4],
        [count!.file, null],
        [noImage!.file, noImage!.lines.length - 1],
        [broken!.file, firstPoint + 53],
        [outside!.file, firstPoint + 6],
        [renamed!.file, renamed!.lines.length - 1],
        [`${unreadable!.name}.jpg`, null],
        [binary!.file, null],
      ].sort(),
    );
    expect(report).toMatchObject({ imagesAdded: 10, instancesAdded: 8 });
    expect(landmarksOf(store, nan!.name)[0]![3]!.visibility).toBe('absent');
    expect(landmarksOf(store, broken!.name)[0]![52]!.visibility).toBe('absent');
    expect(landmarksOf(store, outside!.name)[0]![5]).toMatchObject({ x: 240, visibility: 'visible' });
    expect(landmarksOf(store, count!.name)).toEqual([]);
    expect(landmarksOf(store, renamed!.name)).toHaveLength(1);
  });

  test('the image is found whatever its case, and by the stem where the file names none', async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, 'data');
    const [one, other] = await drawDataset(data, 1, 2);
    await rename(join(data, one!.picture), join(data, one!.picture.toUpperCase()));
    await writeFile(join(data, `${other!.name}.asf`), other!.shape.replace(other!.picture, ''));
    using store = newProject(join(folder.path, 'project'));
    const report = await importDataset(store, { path: data, ...asFound }, job());
    expect(report).toMatchObject({ imagesAdded: 2, instancesAdded: 2, groups: 1, problems: [] });
  });

  test('an image outside the folder is refused, one entry twice is taken once', async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, 'data');
    const [face] = await drawDataset(data, 1, 1);
    await copyFile(join(data, face!.picture), join(folder.path, 'secret.jpg'));
    await writeFile(join(data, 'thief.asf'), face!.shape.replace(face!.picture, '../secret.jpg'));
    await writeFile(join(data, 'twice.asf'), face!.shape);
    using store = newProject(join(folder.path, 'project'));
    const report = await importDataset(store, { path: data, ...asFound }, job());
    expect(report).toMatchObject({ imagesAdded: 1, instancesAdded: 1 });
    expect(report.problems.map(({ file }) => file)).toEqual(['thief.asf', 'twice.asf']);
    expect(report.problems[0]!.message).toContain('outside the imported folder');
  });

  test('a schema of another size is refused with the numbers', async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, 'data');
    await drawDataset(data, 1, 1);
    const nose = {
      ...face58,
      name: 'nose',
      landmarks: face58.landmarks.slice(0, 1),
      contours: [],
      mirrorPairs: [],
      outerEyeCorners: null,
      template: null,
    };
    using store = newProject(join(folder.path, 'project'), nose);
    await expect(importDataset(store, { path: data, ...asFound }, job())).rejects.toThrow(/58 points .* nose has 1/);
    expect(store.summary().images).toBe(0);
  });

  test('one shape file alone brings its own image and no other', async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, 'data');
    const [face] = await drawDataset(data, 1, 3);
    using store = newProject(join(folder.path, 'project'));
    const report = await importDataset(store, { path: join(data, `${face!.name}.asf`), ...asFound }, job());
    expect(report).toMatchObject({ format: 'asf', imagesAdded: 1, instancesAdded: 1, problems: [] });
  });

  test('a corrected face is not put beside itself by the export made before', async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, 'data');
    const [face] = await drawDataset(data, 1, 1);
    using store = newProject(join(folder.path, 'project'));
    await importDataset(store, { path: data, ...asFound }, job());
    const instanceId = store.images.withInstances({})[0]!.instances[0]!.id;
    const move = (x: number): void => {
      const landmarks = [{ index: 52, landmark: { x, y: 50, visibility: 'visible' as const } }];
      store.applyEdit({
        label: 'Moved',
        changes: [{ kind: 'move landmarks', instanceId, landmarks }],
      });
    };
    move(70);
    const shifted = face!.shape.replace(/(0\.\d{10})\d\d/, '$100');
    await writeFile(join(data, `${face!.name}.asf`), shifted);
    const report = await importDataset(store, { path: data, ...asFound }, job());
    expect(report).toMatchObject({ imagesAdded: 0, instancesAdded: 0, instancesUnchanged: 1 });
    expect(report.problems[0]!.message).toContain("the project's were kept");
    expect(landmarksOf(store, face!.name).map((landmarks) => landmarks[52]!.x)).toEqual([70]);
  });

  test.each([
    ['looking at images', 2],
    ['copying them', 6],
  ])('cancelled while %s, it leaves nothing behind', async (_, steps) => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, 'data');
    await drawDataset(data, 2, 2);
    using store = newProject(join(folder.path, 'project'));
    const request = { path: data, format: 'auto', copyImages: true } as const;
    await expect(importDataset(store, request, job(steps))).rejects.toMatchObject({ code: 'cancelled' });
    expect(store.summary().images).toBe(0);
    expect(existsSync(join(folder.path, 'project/images'))).toBe(false);
  });
});

describe('PTS', () => {
  async function ptsDataset(data: string) {
    const faces = await drawDataset(data, 1, 5);
    return Promise.all(
      faces.map(async ({ name, landmarks, picture }) => {
        await rm(join(data, `${name}.asf`));
        const rows = landmarks.map(({ x, y }) => `${x + 0.5} ${y + 0.5}`);
        const text = ['version: 1', 'n_points: 58', '{', ...rows, '}', ''].join('\n');
        await writeFile(join(data, `${name}.pts`), text);
        return { name, file: join(data, `${name}.pts`), landmarks, picture: join(data, picture), text, rows };
      }),
    );
  }

  test('images, points and persons are imported, from files without a header as well', async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, 'data');
    const faces = await ptsDataset(data);
    await writeFile(faces[2]!.file, faces[2]!.rows.join('\n'));
    using store = newProject(join(folder.path, 'project'));
    const report = await importDataset(store, { path: data, ...asFound }, job());
    expect(report).toMatchObject({ format: 'pts', imagesAdded: 5, instancesAdded: 5, groups: 1, problems: [] });
    for (const { name, landmarks } of faces)
      for (const [index, landmark] of (landmarksOf(store, name)[0] ?? []).entries()) {
        expect(landmark.x).toBeCloseTo(landmarks[index]!.x, 9);
        expect(landmark.y).toBeCloseTo(landmarks[index]!.y, 9);
      }
  });

  test('what is broken is told by file and line, the rest is imported', async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, 'data');
    const [nan, count, header, noImage, whole] = await ptsDataset(data);
    await writeFile(nan!.file, nan!.text.replace(nan!.rows[3]!, 'nan nan'));
    await writeFile(count!.file, count!.rows.slice(1).join('\n'));
    await writeFile(header!.file, header!.text.replace('58', '68'));
    await unlink(noImage!.picture);
    using store = newProject(join(folder.path, 'project'));
    const report = await importDataset(store, { path: data, ...asFound }, job());
    expect(report.problems).toEqual([
      { file: `${nan!.name}.pts`, line: 7, message: containing('nan nan') },
      { file: `${count!.name}.pts`, line: 57, message: containing('57 points where the schema face-58 has 58') },
      { file: `${header!.name}.pts`, line: 2, message: 'the file says 68 points and has 58' },
      { file: `${noImage!.name}.pts`, line: null, message: containing(`there is no ${noImage!.name}.jpg`) },
    ]);
    expect(report).toMatchObject({ imagesAdded: 4, instancesAdded: 2 });
    expect(landmarksOf(store, nan!.name)[0]![3]!.visibility).toBe('absent');
    expect(landmarksOf(store, whole!.name)).toHaveLength(1);
    await expect(importDataset(store, { path: data, format: 'asf', copyImages: false }, job())).rejects.toThrow(
      /There are no .asf files/,
    );
  });
});

describe('COCO', () => {
  async function cocoDataset(folder: string, fileName: (picture: string) => string) {
    const face = await drawInto(folder, 1, 1);
    const keypoints = face.landmarks.flatMap(({ x, y }) => [x, y, 2]);
    const text = JSON.stringify({
      categories: [{ id: 1, keypoints: [] }],
      images: [{ id: 1, file_name: fileName(face.picture), width: face.width, height: face.height, group: 'anna' }],
      annotations: [{ id: 1, image_id: 1, category_id: 1, keypoints }],
    });
    return { face, text };
  }

  test.each([
    ['beside the file', 'data', 'data', (picture: string) => picture],
    ['in images/ beside it', 'data/images', 'data', (picture: string) => picture],
    ['with folders of Windows', 'data/pictures', 'data', (picture: string) => `pictures\\${picture}`],
    ['elsewhere in the dataset', 'data/val2017', 'data/annotations', (picture: string) => picture],
  ])('finds images %s', async (_, images, annotations, fileName) => {
    await using folder = await temporaryFolder();
    const { face, text } = await cocoDataset(join(folder.path, images), fileName);
    await mkdir(join(folder.path, annotations), { recursive: true });
    await writeFile(join(folder.path, annotations, 'keypoints.json'), text);
    await writeFile(join(folder.path, annotations, 'other.json'), '{"not": "COCO"}');
    using store = newProject(join(folder.path, 'project'));
    const report = await importDataset(store, { path: join(folder.path, 'data'), ...asFound }, job());
    expect(report).toMatchObject({ format: 'coco', imagesAdded: 1, instancesAdded: 1, groups: 1, problems: [] });
    expect(landmarksOf(store, face.name)).toEqual([face.landmarks]);
    expect(store.images.withInstances({})[0]!.image.group).toBe('anna');
  });

  test.each(['../secret.jpg', '..\\secret.jpg', '/etc/hostname', 'images/../../secret.jpg'])(
    'refuses %s',
    async (name) => {
      await using folder = await temporaryFolder();
      const { face, text } = await cocoDataset(join(folder.path, 'data'), () => name);
      await copyFile(join(folder.path, 'data', face.picture), join(folder.path, 'secret.jpg'));
      await writeFile(join(folder.path, 'data/keypoints.json'), text);
      using store = newProject(join(folder.path, 'project'));
      const report = await importDataset(store, { path: join(folder.path, 'data'), ...asFound }, job());
      expect(report.imagesAdded).toBe(0);
      expect(report.problems).toMatchObject([{ file: 'keypoints.json', message: containing('never read') }]);
    },
  );

  test('numbers too large to be places are absent, and told', async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, 'data');
    const { face, text } = await cocoDataset(data, (picture) => picture);
    await writeFile(join(data, 'keypoints.json'), text.replace(/"keypoints":\[[\d.]+,/, '"keypoints":[1e308,'));
    using store = newProject(join(folder.path, 'project'));
    const report = await importDataset(store, { path: data, ...asFound }, job());
    expect(report.problems).toMatchObject([{ message: containing('jaw 1 is millions of px') }]);
    expect(
      landmarksOf(store, face.name)[0]!
        .map(({ visibility }) => visibility)
        .indexOf('absent'),
    ).toBe(0);
  });

  test('another number of keypoints is refused', async () => {
    await using folder = await temporaryFolder();
    const { text } = await cocoDataset(join(folder.path, 'data'), (picture) => picture);
    await writeFile(
      join(folder.path, 'data/keypoints.json'),
      text.replace(/"keypoints":\[[^\]]+\]/, '"keypoints":[1,2,2]'),
    );
    using store = newProject(join(folder.path, 'project'));
    const importing = importDataset(store, { path: join(folder.path, 'data'), ...asFound }, job());
    await expect(importing).rejects.toThrow(/None of the 1 annotations fits .* face-58 \(58 landmarks\)/);
  });
});

describe('images alone', () => {
  test('are found in every folder once, links in circles notwithstanding, and named apart', async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, 'data');
    const one = await drawInto(join(data, 'a'), 1, 1);
    const other = await drawInto(join(data, 'b'), 2, 1);
    await rename(join(data, 'a', one.picture), join(data, 'a/1.jpg'));
    await rename(join(data, 'b', other.picture), join(data, 'b/1.jpg'));
    await symlink(data, join(data, 'b/again'), 'junction');
    using store = newProject(join(folder.path, 'project'));
    const report = await importDataset(store, { path: data, ...asFound }, job());
    expect(report).toMatchObject({ format: 'images', imagesAdded: 2, instancesAdded: 0, groups: 0, problems: [] });
    expect(store.images.withInstances({}).map(({ image }) => image.name)).toEqual(['a/1', 'b/1']);
    const part = await importDataset(store, { path: join(data, 'a'), ...asFound }, job());
    expect(part).toMatchObject({ imagesAdded: 0, imagesUnchanged: 1 });
  });

  test('copied in, they stay when the dataset goes', async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, 'data');
    const { picture, name } = await drawInto(data, 1, 1);
    const bytes = await readFile(join(data, picture));
    using store = newProject(join(folder.path, 'project'));
    await importDataset(store, { path: data, format: 'images', copyImages: true }, job());
    await rm(data, { recursive: true });
    const image = store.images.withInstances({})[0]!.image;
    expect(image).toMatchObject({ name, path: `images/${picture}` });
    expect(await readFile(store.images.file(image))).toEqual(bytes);
  });

  test('a folder with none, and a folder that is not there, are told', async () => {
    await using folder = await temporaryFolder();
    using store = newProject(join(folder.path, 'project'));
    await mkdir(join(folder.path, 'empty'));
    const importing = (name: string) => importDataset(store, { path: join(folder.path, name), ...asFound }, job());
    await expect(importing('empty')).rejects.toThrow(/There are no images .* in .*empty/);
    await expect(importing('nowhere')).rejects.toThrow(/There is no file or folder .*nowhere/);
  });
});

// The photographs may not be passed on, so they lie outside the repository and only some machines have them.
test.skipIf(!existsSync(immFolder))(
  'the whole IMM Face Database is imported without a problem',
  async () => {
    await using folder = await temporaryFolder();
    using store = newProject(join(folder.path, 'project'));
    const report = await importDataset(store, { path: immFolder, ...asFound }, job());
    expect(report).toMatchObject({ format: 'asf', imagesAdded: 240, instancesAdded: 240, groups: 40, problems: [] });
    const nose = landmarksOf(store, '01-1m')[0]![52]!;
    expect([nose.x, nose.y]).toEqual([0.4907006 * 640, 0.63137436 * 480]);
  },
  120_000,
);

test.skipIf(!existsSync(helenFolder))(
  'Helen, whose files lost their headers, is imported without a problem',
  async () => {
    await using folder = await temporaryFolder();
    using store = newProject(join(folder.path, 'project'), face68);
    const report = await importDataset(store, { path: helenFolder, ...asFound }, job());
    expect(report).toMatchObject({ format: 'pts', imagesAdded: 360, instancesAdded: 360, problems: [] });
    const first = landmarksOf(store, '100040721_2')[0]![0]!;
    expect([first.x, first.y]).toEqual([215.338071 - 0.5, 280.960156 - 0.5]);
    store.setSplit({ by: 'group fraction', fraction: 1 / 6, seed: 1 });
    expect(store.split().counts).toEqual({ train: 300, validation: 60, none: 0 });
  },
  120_000,
);
