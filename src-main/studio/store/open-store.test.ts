import Database from 'better-sqlite3';
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { incoming, openForTest, temporaryFolder, temporaryProject } from '../testing/temporary-project.ts';
import { currentVersion } from './migrations/index.ts';
import { openStore } from './open-store.ts';

const code = (wanted: string) => expect.objectContaining({ code: wanted }) as Error;
const files = (folder: string) => readdirSync(folder).map((name) => `${name} ${statSync(join(folder, name)).mtimeMs}`);

describe('a project', () => {
  it('is settled on the disk the way edits need it', () => {
    const folder = temporaryProject();
    openForTest(folder).close();
    const database = new Database(join(folder, 'project.sqlite'), { readonly: true });
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    database.close();
  });

  it('leaves only its database behind when closed, and can be closed twice', () => {
    const folder = temporaryProject();
    const store = openForTest(folder);
    store.importImages([incoming('a')], 'Import');
    store.close();
    store.close();
    expect(readdirSync(folder)).toEqual(['project.sqlite']);
  });
});

describe('what is no project', () => {
  const wrong: [string, (file: string) => void, RegExp][] = [
    ['an empty file', (file) => writeFileSync(file, ''), /no SQLite file, or it is damaged/],
    ['some other file', (file) => writeFileSync(file, 'hello '.repeat(100)), /no SQLite file/],
    [
      'a database of another program',
      (file) => new Database(file).exec('CREATE TABLE a (id)').close(),
      /another program made it/,
    ],
  ];
  it.each(wrong)('%s is refused by name and left as it is', (_, write, message) => {
    const folder = temporaryFolder();
    const file = join(folder, 'project.sqlite');
    write(file);
    const before = files(folder);
    for (const readOnly of [false, true]) {
      expect(() => openStore(folder, { readOnly })).toThrow(message);
      expect(() => openStore(folder, { readOnly })).toThrow(file);
      expect(() => openStore(folder, { readOnly })).toThrow(code('bad input'));
    }
    expect(files(folder)).toEqual(before);
  });

  it('a folder without a database, or no folder, is said so', () => {
    const folder = temporaryFolder();
    expect(() => openStore(folder, { readOnly: false })).toThrow(/is not a project: it holds no project.sqlite/);
    expect(() => openStore(join(folder, 'gone'), { readOnly: true })).toThrow(/is not there/);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a damaged project', () => {
  const damages: [string, (file: string) => void][] = [
    ['cut short', (file) => truncateSync(file, 8192)],
    [
      'overwritten in the middle',
      (file) => {
        const bytes = readFileSync(file);
        bytes.fill(0x55, 4096, bytes.length - 4096);
        writeFileSync(file, bytes);
      },
    ],
  ];
  it.each(damages)('%s is refused, for writing and for reading', (_, damage) => {
    const folder = temporaryProject();
    const store = openForTest(folder);
    store.importImages(
      Array.from({ length: 200 }, (__, index) => incoming(`face ${index}`, null, [index])),
      'Import',
    );
    store.close();
    const file = join(folder, 'project.sqlite');
    damage(file);
    for (const readOnly of [false, true]) {
      expect(() => openStore(folder, { readOnly })).toThrow(/is damaged|no SQLite file/);
      expect(() => openStore(folder, { readOnly })).toThrow(file);
      expect(() => openStore(folder, { readOnly })).toThrow(code('bad input'));
    }
    expect(existsSync(join(folder, 'project.lock'))).toBe(false);
  });
});

it('a newer project is refused naming the file and both versions, and not touched', () => {
  const folder = temporaryProject();
  const file = join(folder, 'project.sqlite');
  const database = new Database(file);
  database.pragma('user_version = 99');
  database.close();
  const before = readFileSync(file);
  for (const readOnly of [false, true]) {
    expect(() => openStore(folder, { readOnly })).toThrow(
      new RegExp(`newer Keypoint Studio.*format is 99.*up to ${currentVersion}`),
    );
    expect(() => openStore(folder, { readOnly })).toThrow(code('newer file'));
  }
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(folder)).toEqual(['project.sqlite']);
});

describe('read-only', () => {
  it('makes and changes no file, and refuses every change', () => {
    const folder = temporaryProject();
    const writer = openForTest(folder);
    writer.importImages([incoming('a', null, [1])], 'Import');
    writer.close();
    const before = files(folder);
    const reader = openForTest(folder, { readOnly: true });
    expect(reader.summary()).toMatchObject({ images: 1, readOnly: true, path: folder });
    const doings = [
      () => reader.setStatus([1], 'rejected'),
      () => reader.undo(),
      () => reader.redo(),
      () => reader.importImages([incoming('b')], 'x'),
      () => reader.setSplit({ by: 'group', validation: 'a' }),
      () => reader.applyEdit({ label: 'x', changes: [{ kind: 'delete instance', instanceId: 1 }] }),
      () => reader.runs.create({ recipe: {} as never, note: '', snapshot: {} as never }),
      () => reader.runs.delete(1),
    ];
    for (const doing of doings) expect(doing).toThrow(code('read only'));
    reader.close();
    expect(files(folder)).toEqual(before);
  });

  it('reads along with a writer as it writes, and leaves it undisturbed', () => {
    const folder = temporaryProject();
    const writer = openForTest(folder);
    const reader = openForTest(folder, { readOnly: true });
    expect(reader.summary().images).toBe(0);
    writer.importImages([incoming('a')], 'Import');
    expect(reader.summary().images).toBe(1);
    reader.close();
    writer.importImages([incoming('b')], 'Import');
    writer.close();
    expect(openForTest(folder, { readOnly: true }).summary().images).toBe(2);
  });
});
