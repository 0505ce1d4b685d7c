import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { currentVersion, migrate, migrations, userVersion } from './index.ts';

const step = (version: number, text: string) => ({
  version,
  up: (database: Database.Database) => {
    database.exec(text);
  },
});
const tables = (database: Database.Database) =>
  database.prepare('SELECT name FROM sqlite_schema ORDER BY name').pluck().all();

it('brings a database step by step to the newest form, and leaves one that is there alone', () => {
  const database = new Database(':memory:');
  const first = step(1, 'CREATE TABLE a (id INTEGER) STRICT');
  const second = step(2, 'CREATE TABLE b (id INTEGER) STRICT');
  migrate(database, [first]);
  expect(userVersion(database)).toBe(1);
  migrate(database, [first, second]);
  migrate(database, [first, second]);
  expect(userVersion(database)).toBe(2);
  expect(tables(database)).toEqual(['a', 'b']);
});

it('leaves everything as it was when a step fails', () => {
  const database = new Database(':memory:');
  const first = step(1, 'CREATE TABLE a (id INTEGER) STRICT');
  migrate(database, [first]);
  const broken = step(3, 'CREATE TABLE c (id INTEGER) STRICT; INSERT INTO nowhere VALUES (1)');
  expect(() => migrate(database, [first, step(2, 'CREATE TABLE b (id INTEGER) STRICT'), broken])).toThrow(/nowhere/);
  expect(userVersion(database)).toBe(1);
  expect(tables(database)).toEqual(['a']);
});

it('refuses a newer database naming both versions, and steps out of order', () => {
  const database = new Database(':memory:');
  database.pragma('user_version = 7');
  expect(() => migrate(database, [])).toThrow(/its format is 7, this studio knows up to 0/);
  expect(() => migrate(new Database(':memory:'), [step(2, '')])).toThrow(/stands in place 1/);
});

it('has its own steps in order', () => {
  expect(migrations.map(({ version }) => version)).toEqual(
    Array.from({ length: currentVersion }, (_, index) => index + 1),
  );
});
