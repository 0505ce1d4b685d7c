import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../store/open-store.ts';
import { runFolder } from './run-folder.ts';
import { readLog } from './run-log.ts';
import { takeSnapshot } from './snapshot.ts';
import { createTestProject, removeTestProjects, testRecipe } from './test-project.ts';

afterAll(removeTestProjects);

it('reads the end of a log by whole lines, and nothing of one that is not there', async () => {
  const store = openStore(await createTestProject(), { readOnly: false });
  onTestFinished(() => store.close());
  const { summary } = takeSnapshot(store, testRecipe());
  const run = store.runs.create({ recipe: testRecipe(), note: '', snapshot: summary });
  const file = join(runFolder(store, run), 'log.txt');
  expect(readLog(store, run, 100)).toEqual({ file, text: '', bytes: null, isEnd: false });

  mkdirSync(runFolder(store, run), { recursive: true });
  writeFileSync(file, 'erste Zeile\nzweite, mit ü\ndritte\n');
  expect(readLog(store, run, 100)).toMatchObject({ text: 'erste Zeile\nzweite, mit ü\ndritte\n', isEnd: false });
  // 8 bytes back is in the middle of nothing, 9 in the middle of the ü.
  for (const bytes of [8, 9, 10]) expect(readLog(store, run, bytes)).toMatchObject({ text: 'dritte\n', isEnd: true });
  expect(() => readLog(store, 99, 100)).toThrow(/There is no run 99/);
});
