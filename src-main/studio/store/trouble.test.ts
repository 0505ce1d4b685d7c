import Database from 'better-sqlite3';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StudioError } from '../../contract/index.ts';
import { createProjectFolder } from '../project/create-project.ts';
import {
  incoming,
  landmarks,
  openForTest,
  smallSchema,
  temporaryFolder,
  temporaryProject,
} from '../testing/temporary-project.ts';
import type { Store } from './interface.ts';

const code = (wanted: string) => expect.objectContaining({ code: wanted }) as Error;
const move = (store: Store, x: number) =>
  store.applyEdit({
    label: `To ${x}`,
    changes: [{ kind: 'move landmarks', instanceId: 1, landmarks: [{ index: 0, landmark: landmarks(x)[0]! }] }],
  });
const placeOf = (store: Store) => store.instance(1)!.landmarks[0]!.x;

/** Mounts and unmounts when the test ends; only root may, on Linux. */
function mount(target: string, ...options: string[]): void {
  execFileSync('mount', [...options, target], { stdio: 'pipe' });
  onTestFinished(() => void execFileSync('umount', ['-l', target]));
}

const mayMount = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = '/tmp';
  try {
    // In a namespace of its own, which goes with the command.
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', folder], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!mayMount)('on a disk of its own (skipped where disks cannot be mounted: needs root on Linux)', () => {
  it('that is full: an edit is refused by name and changes nothing, the next one is kept once there is room', () => {
    const disk = temporaryFolder();
    mount(disk, '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs');
    const folder = join(disk, 'test.kps');
    createProjectFolder(folder, 'test', smallSchema);
    const store = openForTest(folder);
    store.importImages([incoming('a', null, [1])], 'Import');
    const file = join(folder, 'project.sqlite');
    const filler = join(disk, 'filler');
    expect(() => {
      for (let size = 3_900_000; size > 0; size -= 4096)
        try {
          writeFileSync(filler, Buffer.alloc(size));
          return;
        } catch {
          // Less fits.
        }
    }).not.toThrow();
    let kept = placeOf(store);
    const refused: unknown[] = [];
    for (let x = 100; x < 2100; x += 1)
      try {
        move(store, x);
        kept = x;
      } catch (error) {
        refused.push(error);
      }
    expect(refused.length).toBeGreaterThan(0);
    for (const error of refused) {
      expect(error).toBeInstanceOf(StudioError);
      expect(error).toMatchObject({ code: 'failed' });
      expect((error as Error).message).toContain(file);
    }
    expect((refused[0] as Error).message).toMatch(/The disk is full.*Free some space/);
    expect(placeOf(store)).toBe(kept);
    rmSync(filler);
    move(store, 7);
    expect(placeOf(store)).toBe(7);
    store.close();
    const database = new Database(file, { readonly: true });
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    database.close();
    const again = openForTest(folder);
    expect(placeOf(again)).toBe(7);
    again.undo();
    expect(placeOf(again)).toBe(kept);
  });

  it('that allows no writing: it is refused by name, and can be read', () => {
    const folder = temporaryProject();
    const writer = openForTest(folder);
    writer.importImages([incoming('a', null, [1])], 'Import');
    writer.close();
    mount(folder, '--bind', folder);
    execFileSync('mount', ['-o', 'remount,ro,bind', folder]);
    expect(() => openForTest(folder)).toThrow(code('read only'));
    expect(() => openForTest(folder)).toThrow(folder);
    const reader = openForTest(folder, { readOnly: true });
    expect(placeOf(reader)).toBe(1);
    expect(() => move(reader, 2)).toThrow(code('read only'));
    expect(readdirSync(folder)).toEqual(['project.sqlite']);
  });
});

it('another program that holds the write lock: told by name, nothing changed, nobody waits long, and it is kept afterwards', () => {
  const folder = temporaryProject();
  const store = openForTest(folder);
  store.importImages([incoming('a', null, [1])], 'Import');
  const file = join(folder, 'project.sqlite');
  const other = new Database(file);
  onTestFinished(() => void other.close());
  other.exec('BEGIN IMMEDIATE');
  expect(() => move(store, 5)).toThrow(code('in use'));
  expect(() => move(store, 5)).toThrow(`Another program is writing ${file}`);
  expect(() => store.undo()).toThrow(code('in use'));
  // Reading goes on.
  expect(store.images.list({ filter: {}, order: 'name', offset: 0, limit: 10 }).total).toBe(1);
  expect(placeOf(store)).toBe(1);
  store.close();
  expect(() => openForTest(folder)).toThrow(code('in use'));
  expect(readdirSync(folder)).not.toContain('project.lock');
  expect(placeOf(openForTest(folder, { readOnly: true }))).toBe(1);
  other.exec('ROLLBACK');
  const again = openForTest(folder);
  move(again, 5);
  expect(placeOf(again)).toBe(5);
});

describe('a project folder that is not where it was opened', () => {
  it('moved: edits are refused saying where it is, and are kept once it is back', () => {
    const folder = temporaryProject();
    const store = openForTest(folder);
    store.importImages([incoming('a', null, [1])], 'Import');
    expect(store.place()).toEqual({ kind: 'there' });
    const moved = `${folder} moved`;
    renameSync(folder, moved);
    expect(store.place()).toEqual(process.platform === 'linux' ? { kind: 'moved', to: moved } : { kind: 'gone' });
    expect(() => move(store, 2)).toThrow(code('failed'));
    expect(() => move(store, 2)).toThrow(folder);
    if (process.platform === 'linux') expect(() => move(store, 2)).toThrow(`was moved to ${moved}`);
    expect(placeOf(store)).toBe(1);
    renameSync(moved, folder);
    expect(store.place()).toEqual({ kind: 'there' });
    move(store, 2);
    expect(placeOf(store)).toBe(2);
  });

  it('moved and closed there: all that was saved is in the new place, which opens', () => {
    const folder = temporaryProject();
    const store = openForTest(folder);
    store.importImages([incoming('a', null, [1])], 'Import');
    move(store, 3);
    const moved = `${folder} moved`;
    renameSync(folder, moved);
    store.close();
    const again = openForTest(moved);
    expect(placeOf(again)).toBe(3);
    move(again, 4);
    expect(placeOf(again)).toBe(4);
  });

  it('deleted: said so, and the whole database can be written to another file', () => {
    const folder = temporaryProject();
    const store = openForTest(folder);
    store.importImages([incoming('a', null, [1])], 'Import');
    move(store, 3);
    rmSync(folder, { recursive: true });
    expect(store.place()).toEqual({ kind: 'gone' });
    expect(() => move(store, 4)).toThrow(/is not there any more/);
    mkdirSync(folder);
    store.copyTo(join(folder, 'project.sqlite'));
    store.close();
    expect(placeOf(openForTest(folder))).toBe(3);
  });

  it('with another project at its place: neither is written', () => {
    const folder = temporaryProject();
    const store = openForTest(folder);
    store.importImages([incoming('a', null, [1])], 'Import');
    renameSync(folder, `${folder} moved`);
    createProjectFolder(folder, 'another', smallSchema);
    const file = join(folder, 'project.sqlite');
    const before = readFileSync(file);
    expect(() => move(store, 2)).toThrow(code('failed'));
    store.close();
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(openForTest(folder).summary()).toMatchObject({ name: 'another', images: 0 });
  });
});
