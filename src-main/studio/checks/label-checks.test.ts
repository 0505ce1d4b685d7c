import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Landmark } from '../../contract/index.ts';
import type { JobHandle } from '../context.ts';
import { drawFace } from '../sample/draw-face.ts';
import type { IncomingImage, Store } from '../store/interface.ts';
import { openForTest, temporaryProject } from '../testing/temporary-project.ts';
import { LabelChecks } from './label-checks.ts';
import { drawnFaces, face68, indexOf, withMoved } from './test-faces.ts';

const nobody: JobHandle = { signal: new AbortController().signal, progress: () => undefined };
const all = { state: 'open', offset: 0, limit: 100 } as const;

const imageOf = (name: string, face: Landmark[], more: Partial<IncomingImage> = {}): IncomingImage => ({
  name,
  file: `/nowhere/${name}.jpg`,
  contentHash: Buffer.from(name).toString('hex').padEnd(64, '0'),
  byteSize: 1,
  width: 640,
  height: 480,
  group: null,
  instances: [{ box: null, landmarks: face, origin: { kind: 'import', source: name } }],
  ...more,
});

function checksOf(store: Store): LabelChecks {
  const checks = new LabelChecks(store, () => undefined);
  onTestFinished(() => checks.close());
  return checks;
}

/** 60 faces, of which `face 7` has its jaw 13 elsewhere. */
function projectWithMistake(): { folder: string; store: Store; checks: LabelChecks } {
  const folder = temporaryProject(face68);
  const store = openForTest(folder);
  const faces = drawnFaces(60);
  faces[7] = withMoved(faces[7]!, { 'jaw 13': { x: faces[7]![indexOf('jaw 13')]!.x + 30 } });
  store.importImages(
    faces.map((face, order) => imageOf(`face ${order}`, face)),
    'Faces',
  );
  return { folder, store, checks: checksOf(store) };
}

describe('labels', () => {
  it('are listed with image, place, words and a fix, which is one edit that undo takes back', async () => {
    const { store, checks } = projectWithMistake();
    expect(checks.list(all)).toMatchObject({ report: null, total: 0 });
    const report = await checks.run(nobody);
    expect(report).toMatchObject({ images: 60, faces: 60, newImages: 0 });
    const { items, counts } = checks.list(all);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      kind: 'off the shape',
      image: { name: 'face 7' },
      landmarks: [indexOf('jaw 13')],
      other: null,
    });
    expect(counts['off the shape']).toEqual({ open: 1, accepted: 0, ignored: 0 });
    const { area, image, instanceId } = items[0]!;
    const jaw = store.instance(instanceId!)!.landmarks[indexOf('jaw 13')]!;
    expect(jaw.x > area!.x && jaw.x < area!.x + area!.width && jaw.y > area!.y && jaw.y < area!.y + area!.height).toBe(
      true,
    );

    const fixed = checks.fix(items[0]!.id);
    expect(fixed).toMatchObject({ imageIds: [image.id], entry: { label: 'Put jaw 13 where the shape model has it' } });
    expect(checks.list(all).total).toBe(0);
    store.undo();
    expect(checks.list(all).items).toMatchObject([{ words: items[0]!.words }]);
  });

  it('are checked again after each edit, by what was usual at the last check', async () => {
    const { store, checks } = projectWithMistake();
    await checks.run(nobody);
    const other = store.checks.labelsOf(3)!.instances[0]!;
    const nose = other.landmarks[indexOf('nose base 3')]!;
    store.applyEdit({
      label: 'Moved',
      changes: [
        {
          kind: 'move landmarks',
          instanceId: other.id,
          landmarks: [{ index: indexOf('nose base 3'), landmark: { ...nose, y: nose.y + 25 } }],
        },
      ],
    });
    expect(checks.list({ ...all, imageId: 3 }).items).toMatchObject([{ landmarks: [indexOf('nose base 3')] }]);
    store.applyEdit({ label: 'Deleted', changes: [{ kind: 'delete instance', instanceId: other.id }] });
    store.setStatus([8], 'rejected');
    expect(checks.list(all).items).toMatchObject([{ instanceId: null, words: 'Done, but no face is marked on it' }]);
  });

  it('once accepted stay so over a restart and another check, until the landmark is moved; undo opens them again', async () => {
    const { folder, store, checks } = projectWithMistake();
    await checks.run(nobody);
    const [found] = checks.list(all).items;
    checks.decide([found!.id], 'accepted');
    expect(checks.list(all).total).toBe(0);
    expect(checks.list({ ...all, state: 'accepted' }).items).toMatchObject([
      { words: found!.words, state: 'accepted' },
    ]);
    await checks.close();
    store.close();

    const again = openForTest(folder);
    const after = checksOf(again);
    expect(after.list(all).total).toBe(0);
    await after.run(nobody);
    expect(after.list(all).total).toBe(0);
    const jaw = again.instance(found!.instanceId!)!.landmarks[indexOf('jaw 13')]!;
    const move = (x: number) =>
      again.applyEdit({
        label: 'Moved jaw 13',
        changes: [
          {
            kind: 'move landmarks',
            instanceId: found!.instanceId!,
            landmarks: [{ index: indexOf('jaw 13'), landmark: { ...jaw, x } }],
          },
        ],
      });
    move(jaw.x + 5);
    expect(after.list(all).total).toBe(1);
    move(jaw.x);
    expect(after.list(all).total).toBe(0);
    again.undo();
    again.undo();
    // The decision itself.
    again.undo();
    expect(after.list(all).items).toMatchObject([{ words: found!.words }]);
  });

  it('tells ignored from accepted, takes a decision back, and keeps both apart in the counts', async () => {
    const { checks } = projectWithMistake();
    await checks.run(nobody);
    const id = () => [...checks.list(all).items, ...checks.list({ ...all, state: 'ignored' }).items][0]!.id;
    checks.decide([id()], 'ignored');
    expect(checks.list(all).counts['off the shape']).toEqual({ open: 0, accepted: 0, ignored: 1 });
    checks.decide([id()], 'open');
    expect(checks.list(all).counts['off the shape']).toEqual({ open: 1, accepted: 0, ignored: 0 });
    expect(() => checks.decide([99_999], 'ignored')).toThrow(/not found any more/);
  });

  it('are found no more with another schema, until they are checked again', async () => {
    const { store, checks } = projectWithMistake();
    await checks.run(nobody);
    const renamed = {
      ...face68,
      landmarks: face68.landmarks.map((each, index) => (index === 0 ? { ...each, name: 'ear' } : each)),
    };
    store.setSchema({ schema: renamed, renamed: [{ from: face68.landmarks[0]!.name, to: 'ear' }] });
    expect(checks.list(all)).toMatchObject({ report: null, total: 0 });
    await checks.run(nobody);
    expect(checks.list(all).total).toBe(1);
  });

  it('leave everything as it was when the check is cancelled, and what changes while it runs is checked again', async () => {
    const { store, checks } = projectWithMistake();
    await checks.run(nobody);
    const abort = new AbortController();
    const cancelled = checks.run({ signal: abort.signal, progress: () => abort.abort() });
    await expect(cancelled).rejects.toThrow();
    expect(checks.list(all).total).toBe(1);
    const running = checks.run(nobody);
    store.setStatus([8], 'rejected');
    await running;
    expect(checks.list(all).total).toBe(0);
  });

  it('refuse to be checked in a project opened for reading', async () => {
    const { folder, store, checks } = projectWithMistake();
    await checks.run(nobody);
    await checks.close();
    store.close();
    const reading = checksOf(openForTest(folder, { readOnly: true }));
    expect(reading.list(all).total).toBe(1);
    await expect(reading.run(nobody)).rejects.toThrow(/reading only/);
  });
});

describe('pictures', () => {
  async function projectWithCopies() {
    const folder = temporaryProject(face68);
    const store = openForTest(folder);
    const pictures = join(folder, 'images');
    mkdirSync(pictures);
    const add = (name: string, bytes: Buffer, group: string, contentHash: string) => {
      writeFileSync(join(pictures, `${name}.jpg`), bytes);
      store.importImages(
        [
          imageOf(name, [], {
            file: join(pictures, `${name}.jpg`),
            contentHash: contentHash.padEnd(64, '0'),
            group,
            instances: [],
          }),
        ],
        name,
      );
    };
    const drawn = (person: number) => sharp(Buffer.from(drawFace(1, person, 1).svg)).removeAlpha();
    const first = await drawn(1).jpeg({ quality: 95 }).toBuffer();
    add('a', first, '1', 'aa');
    add('b', await drawn(2).jpeg().toBuffer(), '2', 'bb');
    add('a copy', first, '3', 'aa');
    add('a small', await sharp(first).resize(320).jpeg().toBuffer(), '4', 'cc');
    writeFileSync(join(pictures, 'broken.jpg'), 'no picture');
    add('broken', Buffer.from('no picture'), '5', 'dd');
    return { store, checks: checksOf(store) };
  }

  it('that are the same, or nearly, are found; those on both sides of the split are said so', async () => {
    const { store, checks } = await projectWithCopies();
    const report = await checks.run(nobody);
    expect(report.notes.join()).toMatch(/A picture could not be read.*broken\.jpg/);
    const found = () =>
      checks.list(all).items.map(({ kind, image, other, words }) => [kind, image.name, other?.name, words]);
    expect(found()).toEqual([
      ['same picture', 'a copy', 'a', 'The same picture as a'],
      ['similar picture', 'a small', 'a', 'Nearly the same picture as a'],
    ]);
    // Of two that are in both parts, the one that trains is named: what is measured by stays as it is.
    store.setSplit({ by: 'group', validation: '4' });
    expect(found()).toEqual([
      ['in both parts', 'a', 'a small', 'Nearly the same picture trains here and validates as a small'],
      ['same picture', 'a copy', 'a', 'The same picture as a'],
    ]);
    const leak = checks.list(all).items[0]!;
    checks.fix(leak.id);
    expect(store.images.one(leak.image.id)!.status).toBe('rejected');
    // Of the three that are alike two are left, still in both parts.
    expect(found()).toEqual([
      ['in both parts', 'a copy', 'a small', 'Nearly the same picture trains here and validates as a small'],
    ]);
    store.undo();
    expect(found()).toHaveLength(2);
  });
});
