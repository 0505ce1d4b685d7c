import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate, migrations } from './index.ts';
import { verdicts } from './0014-verdicts.ts';

it('keeps the runs and predictions that were there, and takes one verdict of each run on an instance', () => {
  const database = new Database(':memory:');
  migrate(database, migrations.slice(0, verdicts.version - 1));
  database.exec(`
    INSERT INTO runs (id, status, recipe, note, created_at, snapshot) VALUES (1, 'finished', '{}', '', 'now', '{}');
    INSERT INTO predictions (run_id, instance_id, image_id, landmarks) VALUES (1, 1, 1, x'00');`);
  migrate(database, migrations.slice(0, verdicts.version));
  expect(database.prepare('SELECT count(*) FROM predictions').pluck().get()).toBe(1);
  const add = (run: number, verdict: string) =>
    database.exec(`INSERT INTO verdicts (run_id, instance_id, image_id, verdict, at, made_by, landmarks)
      VALUES (${run}, 1, 1, '${verdict}', 'now', 'anna', x'00')`);
  add(1, 'label wrong');
  add(2, 'ambiguous');
  expect(() => add(1, 'model wrong')).toThrow(/UNIQUE/);
  expect(() => add(3, 'perhaps')).toThrow(/CHECK/);
});
