import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { incoming, openForTest, temporaryProject } from '../testing/temporary-project.ts';
import { BackupKeeper, changedSinceBackup, keptBackups } from './backup-keeper.ts';
import { backupName, backupNames, backupsFolder, listBackups } from './backup-list.ts';
import { restoreBackup } from './restore-backup.ts';

const copier = join(import.meta.dirname, 'copier.ts');

function keeperOf(folder: string) {
  const store = openForTest(folder);
  const keeper = new BackupKeeper(store, copier, () => undefined);
  onTestFinished(() => keeper.close());
  return { store, keeper };
}

describe('a backup', () => {
  it('holds what was saved, also what is still in the log; one of an unchanged project is not made again', async () => {
    const folder = temporaryProject();
    const { store, keeper } = keeperOf(folder);
    store.importImages([incoming('a', null, [0, 100])], 'Import');
    expect(await keeper.backUp()).not.toBeNull();
    expect(await keeper.backUp()).toBeNull();
    expect(readdirSync(backupsFolder(folder))).toHaveLength(1);
    expect(listBackups(folder)).toEqual([
      expect.objectContaining({ name: backupNames(folder)[0], counts: { images: 1, faces: 2, runs: 0 } }),
    ]);
    store.setStatus([1], 'rejected');
    expect(changedSinceBackup(folder)).toBe(true);
    expect(await keeper.backUp()).not.toBeNull();
    expect(listBackups(folder)).toHaveLength(2);
  });

  it('beyond the tenth makes the oldest go', async () => {
    const folder = temporaryProject();
    mkdirSync(backupsFolder(folder));
    for (let day = 1; day <= 12; day += 1)
      writeFileSync(join(backupsFolder(folder), backupName(new Date(Date.UTC(2020, 0, day)))), 'old');
    writeFileSync(join(backupsFolder(folder), 'mine.txt'), 'not ours');
    const { keeper } = keeperOf(folder);
    const name = await keeper.backUp();
    const names = backupNames(folder);
    expect(names).toHaveLength(keptBackups);
    expect(names[0]).toBe(name);
    expect(names.at(-1)).toContain('2020-01-04');
    expect(existsSync(join(backupsFolder(folder), 'mine.txt'))).toBe(true);
    // A file that is no database is listed, and said to be unreadable.
    expect(listBackups(folder).at(-1)?.counts).toBeNull();
  });

  it('that cannot be written leaves nothing and says why', async () => {
    const folder = temporaryProject();
    writeFileSync(backupsFolder(folder), 'a file where the folder should be');
    const { keeper } = keeperOf(folder);
    await expect(keeper.backUp()).rejects.toThrow(/backups/);
    expect(readFileSync(backupsFolder(folder), 'utf8')).toContain('a file');
  });
});

describe('restoring', () => {
  it('brings back what was there, undo included, and keeps what it replaces', async () => {
    const folder = temporaryProject();
    const { store, keeper } = keeperOf(folder);
    store.importImages([incoming('a', null, [0])], 'Import');
    store.setStatus([1], 'done');
    store.setStatus([1], 'rejected');
    const name = (await keeper.backUp())!;
    await keeper.close();
    store.importImages([incoming('b', null, [0])], 'Import of b');
    await expect(restoreBackup(folder, name)).rejects.toMatchObject({ code: 'in use' });
    store.close();
    mkdirSync(join(folder, 'runs', '7'), { recursive: true });

    const { restored, kept } = await restoreBackup(folder, name);
    expect(restored.counts).toEqual({ images: 1, faces: 1, runs: 0 });
    const again = openForTest(folder);
    expect(again.summary().images).toBe(1);
    expect(again.images.one(1)?.status).toBe('rejected');
    again.undo();
    expect(again.images.one(1)?.status).toBe('done');
    again.close();

    await restoreBackup(folder, kept);
    const after = openForTest(folder);
    expect(after.summary().images).toBe(2);
    // The first, what was before each restore, and no file half made.
    expect(readdirSync(backupsFolder(folder)).filter((file) => !file.endsWith('.sqlite'))).toEqual([]);
    expect(backupNames(folder)).toHaveLength(3);
  });

  it('of a damaged backup changes nothing; a damaged project can be restored, and its bytes are kept', async () => {
    const folder = temporaryProject();
    const { store, keeper } = keeperOf(folder);
    store.importImages([incoming('a', null, [0])], 'Import');
    const good = (await keeper.backUp())!;
    await keeper.close();
    store.close();
    const bad = backupName(new Date(Date.UTC(2020, 0, 1)));
    const whole = readFileSync(join(backupsFolder(folder), good));
    writeFileSync(join(backupsFolder(folder), bad), Buffer.concat([whole.subarray(0, 4096), Buffer.alloc(8192, 7)]));
    await expect(restoreBackup(folder, bad)).rejects.toMatchObject({ code: 'bad input' });
    await expect(restoreBackup(folder, backupName(new Date(0)))).rejects.toMatchObject({ code: 'not found' });
    expect(readdirSync(folder)).not.toContain('project.sqlite.restoring');

    const database = join(folder, 'project.sqlite');
    copyFileSync(join(backupsFolder(folder), bad), database);
    utimesSync(database, new Date(), new Date());
    const damaged = readFileSync(database);
    const { kept } = await restoreBackup(folder, good);
    expect(openForTest(folder).summary().images).toBe(1);
    expect(readFileSync(join(backupsFolder(folder), kept))).toEqual(damaged);
  });

  it('gives a new run no folder of a run that was made after the backup', async () => {
    const folder = temporaryProject();
    const { store, keeper } = keeperOf(folder);
    const name = (await keeper.backUp())!;
    await keeper.close();
    store.close();
    mkdirSync(join(folder, 'runs', '7'), { recursive: true });
    await restoreBackup(folder, name);
    const again = openForTest(folder);
    const snapshot = { hash: '', schemaName: '', split: { train: 0, validation: 0, none: 0 }, excluded: [] };
    const id = again.runs.create({
      recipe: {} as never,
      note: '',
      snapshot: { ...snapshot, changedSincePrevious: null },
    });
    expect(id).toBe(8);
  });
});
