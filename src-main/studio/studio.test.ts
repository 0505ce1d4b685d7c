import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { usualFlagNames, type StudioEvent } from '../contract/index.ts';
import { inspectImage } from './pictures/inspect-image.ts';
import { createStudioCaller } from './router/index.ts';
import { createStudio, type Studio } from './studio.ts';
import { incoming, landmarks, smallSchema, temporaryFolder } from './testing/temporary-project.ts';
import { createProjectFolder } from './project/create-project.ts';

const resourcesFolder = fileURLToPath(new URL('../../resources/', import.meta.url));

let folder: string;
let studio: Studio;
let caller: ReturnType<typeof createStudioCaller>;
beforeEach(() => {
  folder = temporaryFolder();
  studio = openStudio();
  caller = createStudioCaller(studio);
});

function openStudio(): Studio {
  const made = createStudio({
    resourcesFolder,
    userFolder: join(folder, 'user'),
    runtimeFile: join(folder, 'runtime.json'),
    databaseCopier: join(import.meta.dirname, 'backups', 'copier.ts'),
    stepWorker: join(import.meta.dirname, 'store', 'step-worker.ts'),
    trainer: { executable: process.execPath, entry: join(folder, 'no-trainer.ts'), environment: {} },
    version: '0.1.0',
  });
  onTestFinished(() => made.close());
  return made;
}

/** Everything the studio tells from now on. */
function listen(): StudioEvent[] {
  const heard: StudioEvent[] = [];
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const events = studio.events(abort.signal);
  void (async () => {
    for await (const event of events) heard.push(event);
  })();
  return heard;
}

/** Lets those who listen read what was told. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 10));
const small = (name: string) => {
  const path = join(folder, name);
  createProjectFolder(path, name, smallSchema);
  return path;
};

describe('a project', () => {
  it('is created from a shipped schema, shown, remembered, closed and opened again', async () => {
    expect(await caller.project.current()).toBeNull();
    await expect(caller.images.list()).rejects.toThrow(/No project is open/);
    const path = join(folder, 'IMM faces.kps');
    const made = await caller.project.create({ path, schema: 'face-58' });
    expect(made).toMatchObject({ path, name: 'IMM faces', schemaName: 'face-58', landmarkCount: 58 });
    expect(await caller.project.current()).toEqual(made);
    expect((await caller.schema.get()).landmarks).toHaveLength(58);
    await caller.project.close();
    expect(await caller.project.current()).toBeNull();
    expect(existsSync(join(path, 'project.lock'))).toBe(false);
    expect(await caller.project.recent()).toMatchObject([
      { path, name: 'IMM faces', exists: true, schemaName: 'face-58' },
    ]);
    expect(await caller.project.open({ path: join(path, 'project.sqlite') })).toEqual(made);
    await caller.project.forgetRecent({ path });
    expect(await caller.project.recent()).toEqual([]);
  });

  it('gives way to another, but not to one that cannot be opened', async () => {
    const [one, two] = [small('one.kps'), small('two.kps')];
    await caller.project.open({ path: one });
    await expect(caller.project.open({ path: join(folder, 'gone.kps') })).rejects.toThrow(/is not there/);
    expect(studio.project().store.projectFolder).toBe(one);
    await caller.project.open({ path: two });
    expect(studio.project().store.projectFolder).toBe(two);
    expect(existsSync(join(one, 'project.lock'))).toBe(false);
  });

  it('opened twice is opened once, and may change between writing and looking', async () => {
    const path = small('one.kps');
    await caller.project.open({ path });
    const { store } = studio.project();
    await Promise.all([caller.project.open({ path }), caller.project.open({ path })]);
    expect(studio.project().store).toBe(store);
    expect(await caller.project.open({ path, readOnly: true })).toMatchObject({ readOnly: true });
    await expect(caller.split.set({ by: 'group', validation: '1' })).rejects.toThrow(/read-only/);
    expect(await caller.project.open({ path })).toMatchObject({ readOnly: false });
  });

  it.skipIf(process.platform === 'win32')('has one name, whichever link leads to it', async () => {
    const path = small('one.kps');
    symlinkSync(path, join(folder, 'link.kps'));
    await caller.project.open({ path: join(folder, 'link.kps') });
    await caller.project.open({ path });
    expect(await caller.project.recent()).toHaveLength(1);
  });

  it('in use by another studio says so, and can be looked at', async () => {
    const path = small('one.kps');
    await studio.openProject(path, false);
    const other = openStudio();
    await expect(other.openProject(path, false)).rejects.toMatchObject({ code: 'in use' });
    expect(await other.openProject(path, true)).toMatchObject({ readOnly: true });
  });
});

describe('a project whose folder is not where it was opened', () => {
  const opened = async () => {
    const path = small('one.kps');
    await caller.project.open({ path });
    studio.project().store.importImages([incoming('face', null, [1])], 'Import');
    return path;
  };
  const nudge = (x: number) =>
    caller.annotations.edit({
      label: 'Moved',
      changes: [{ kind: 'move landmarks', instanceId: 1, landmarks: [{ index: 0, landmark: landmarks(x)[0]! }] }],
    });
  const place = async () => (await caller.images.get({ imageId: 1 })).instanceList[0]!.landmarks[0]!.x;

  it.skipIf(process.platform === 'win32')('moved: windows are told, and it is opened where it is now', async () => {
    const path = await opened();
    const { createdAt } = (await caller.project.current())!;
    await nudge(3);
    const heard = listen();
    const moved = join(folder, 'moved.kps');
    renameSync(path, moved);
    await expect(nudge(4)).rejects.toThrow(/nothing was changed/);
    await vi.waitFor(() => expect(heard.map(({ kind }) => kind)).toContain('project'), 5000);
    const [event] = heard.filter(({ kind }) => kind === 'project');
    expect(event).toMatchObject({
      project: { path, place: process.platform === 'linux' ? { kind: 'moved', to: moved } : { kind: 'gone' } },
    });
    expect(await caller.project.open({ path: moved })).toMatchObject({
      path: moved,
      createdAt,
      place: { kind: 'there' },
    });
    expect(await place()).toBe(3);
    await nudge(4);
    expect(await place()).toBe(4);
    expect(existsSync(path)).toBe(false);
  });

  it.skipIf(process.platform === 'win32')('deleted: its database is written there again, and it goes on', async () => {
    const path = await opened();
    await nudge(3);
    await expect(caller.project.putBack()).rejects.toThrow(/is where it was/);
    rmSync(path, { recursive: true });
    expect((await caller.project.current())!.place).toEqual({ kind: 'gone' });
    await expect(nudge(4)).rejects.toThrow(/nothing was changed/);
    small('one.kps');
    await expect(caller.project.putBack()).rejects.toThrow(/another project now, which is not written over/);
    rmSync(path, { recursive: true });
    expect(await caller.project.putBack()).toMatchObject({ path, place: { kind: 'there' }, images: 1 });
    expect(await place()).toBe(3);
    await caller.annotations.undo();
    expect(await place()).toBe(1);
    await nudge(5);
    await caller.project.close();
    await caller.project.open({ path });
    expect(await place()).toBe(5);
  });
});

describe('edits', () => {
  it('go through the contract, and every window is told what changed', async () => {
    await studio.openProject(small('one.kps'), false);
    const heard = listen();
    studio.project().store.importImages([incoming('a', '01', [1]), incoming('b', '02')], 'Import');
    await caller.split.set({ by: 'group', validation: '2' });
    const result = await caller.annotations.edit({
      label: 'Moved tip',
      changes: [
        {
          kind: 'move landmarks',
          instanceId: 1,
          landmarks: [{ index: 2, landmark: { x: 9, y: 9, visibility: 'occluded' } }],
        },
      ],
    });
    expect(result).toMatchObject({ imageIds: [1], canUndo: true });
    await settle();
    expect(heard).toMatchObject([
      { kind: 'images', imageIds: [1, 2] },
      { kind: 'project', project: { images: 2, split: { train: 0, validation: 0, none: 2 } } },
      { kind: 'images', imageIds: [1, 2] },
      { kind: 'project', project: { split: { train: 1, validation: 1, none: 0 } } },
      { kind: 'images', imageIds: [1] },
    ]);
    expect((await caller.annotations.undo()).canRedo).toBe(true);
    expect((await caller.images.get({ imageId: 1 })).instanceList[0]?.landmarks).toEqual(landmarks(1));
    expect((await caller.annotations.history()).entries).toHaveLength(3);
    await expect(caller.images.get({ imageId: 9 })).rejects.toThrow(/no image 9/);
  });

  it('of very many images are told as many', async () => {
    await studio.openProject(small('one.kps'), false);
    const heard = listen();
    studio.project().store.importImages(
      Array.from({ length: 501 }, (_, index) => incoming(`f${index}`)),
      'Import',
    );
    await settle();
    expect(heard[0]).toEqual({ kind: 'images', imageIds: null });
    expect((await caller.images.list({ limit: 3, filter: { text: 'f1' } })).items.map((item) => item.name)).toEqual([
      'f1',
      'f10',
      'f11',
    ]);
    expect(await caller.images.position({ imageId: 12 })).toBe(11);
  });
});

it('pictures are given by id and nothing else', async () => {
  const path = small('one.kps');
  mkdirSync(join(path, 'images'));
  const file = join(path, 'images', 'a.png');
  await sharp({ create: { width: 20, height: 10, channels: 3, background: '#fff' } }).toFile(file);
  expect(await studio.picture('images/1')).toBeNull();
  await studio.openProject(path, false);
  studio.project().store.importImages([{ ...incoming('a'), file, ...(await inspectImage(file)) }], 'Import');
  expect((await studio.picture('images/1'))?.contentType).toBe('image/png');
  expect((await studio.picture('thumbnails/1?v=abc'))?.contentType).toBe('image/jpeg');
  for (const address of [
    'images/2',
    'images/0',
    'images/../1',
    'images/1/x',
    '/images/1',
    'images/a.png',
    'other/1',
    '',
    'runs/1/filters/1',
    'runs/../filters/1',
    'runs/1/filters/../../../secret',
  ])
    expect(await studio.picture(address), address).toBeNull();
});

it('jobs of a project end with it', async () => {
  await studio.openProject(small('one.kps'), false);
  const job = studio.job(
    'Import',
    ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error()))),
  );
  const cancelled = expect(job).rejects.toMatchObject({ code: 'cancelled' });
  expect(await caller.system.jobs()).toMatchObject([{ title: 'Import' }]);
  await studio.closeProject();
  await cancelled;
  expect(studio.jobs()).toEqual([]);
});

describe('the sample', { timeout: 300_000 }, () => {
  /** Begins to draw and cancels once faces are being drawn. */
  async function drawAndCancel(path: string): Promise<unknown> {
    const made = caller.project.createSample({ path }).catch((error: unknown) => error);
    const drawing = await vi.waitUntil(() => studio.jobs().find((job) => job.done > 0), { timeout: 60_000 });
    expect(readdirSync(path)).toContain('project.sqlite');
    await caller.system.cancelJob({ jobId: drawing.id });
    return made;
  }

  it('that is cancelled leaves nothing behind, and a folder that was there as it was', async () => {
    const path = join(folder, 'sample.kps');
    expect(await drawAndCancel(path)).toMatchObject({ message: expect.stringContaining('cancelled') as string });
    expect(existsSync(path)).toBe(false);
    mkdirSync(path);
    expect(await drawAndCancel(path)).toMatchObject({ message: expect.stringContaining('cancelled') as string });
    expect(readdirSync(path)).toEqual([]);
    expect(await caller.project.current()).toBeNull();
  });

  it('is a project of 40 persons split as IMM is, open when it is drawn', async () => {
    const path = join(folder, 'sample.kps');
    expect(await caller.project.createSample({ path, seed: 3 })).toEqual({
      path,
      place: { kind: 'there' },
      name: 'sample',
      createdAt: expect.stringMatching(/^\d{4}-/) as string,
      readOnly: false,
      schemaName: 'face-58',
      landmarkCount: 58,
      images: 240,
      labelledImages: 240,
      groups: 40,
      split: { train: 192, validation: 48, none: 0 },
      runs: 0,
      agreement: null,
      flagNames: usualFlagNames,
    });
    expect((await studio.picture('thumbnails/1'))?.contentType).toBe('image/jpeg');
  });
});
