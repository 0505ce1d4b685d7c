import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { incoming, openForTest, temporaryProject } from '../testing/temporary-project.ts';

const script = fileURLToPath(new URL('../testing/keeps-editing.ts', import.meta.url));

/** Kills an editing process some time after it acknowledged so many edits; answers the last it did acknowledge. */
async function editAndKill(folder: string, edits: number, extraMilliseconds: number): Promise<number> {
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  let last = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    if (last === edits) setTimeout(() => child.kill('SIGKILL'), extraMilliseconds);
  }
  await ended;
  expect(child.signalCode).toBe('SIGKILL');
  return last;
}

it(
  'a studio killed while it edits has kept every edit it acknowledged, and undo still works',
  { timeout: 120_000 },
  async () => {
    for (let round = 0; round < 4; round += 1) {
      const folder = temporaryProject();
      const before = openForTest(folder);
      before.importImages([incoming('a', null, [0])], 'Import');
      before.close();

      const edits = 5 + Math.floor(Math.random() * 200);
      const acknowledged = await editAndKill(folder, edits, Math.random() * 20);
      const what = `killed after ${acknowledged} edits`;
      expect(acknowledged, what).toBeGreaterThanOrEqual(edits);
      expect(existsSync(join(folder, 'project.lock')), what).toBe(true);

      const store = openForTest(folder);
      const x = () => store.instance(1)?.landmarks[0]?.x ?? NaN;
      // One more may have been saved whose acknowledgement the kill cut off.
      const saved = x();
      expect([acknowledged, acknowledged + 1], what).toContain(saved);
      const labels = store.history(10_000).entries.map((entry) => entry.label);
      expect(labels.reverse(), what).toEqual([
        'Import',
        ...Array.from({ length: saved }, (_, index) => `Edit ${index + 1}`),
      ]);
      expect(store.images.detail(1)?.instances, what).toBe(1 + Math.floor(saved / 10));

      store.undo();
      expect(x(), what).toBe(saved - 1);
      for (let left = saved - 1; left > 0; left -= 1) store.undo();
      expect(x(), what).toBe(0);
      expect(store.images.detail(1)?.instances, what).toBe(1);
      store.close();

      const database = new Database(join(folder, 'project.sqlite'), { readonly: true });
      expect(database.pragma('integrity_check', { simple: true }), what).toBe('ok');
      expect(database.pragma('foreign_key_check'), what).toEqual([]);
      database.close();
    }
  },
);

it('a project left behind by a kill can be looked at without touching it', { timeout: 60_000 }, async () => {
  const folder = temporaryProject();
  const before = openForTest(folder);
  before.importImages([incoming('a', null, [0])], 'Import');
  before.close();
  const acknowledged = await editAndKill(folder, 20, 0);
  const reader = openForTest(folder, { readOnly: true });
  expect(reader.instance(1)?.landmarks[0]?.x).toBeGreaterThanOrEqual(acknowledged);
  reader.close();
  // What the killed process had not yet moved into the database is still beside it.
  expect(existsSync(join(folder, 'project.sqlite-wal'))).toBe(true);
});
