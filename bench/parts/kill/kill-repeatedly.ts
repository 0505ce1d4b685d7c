import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { setTimeout } from 'node:timers/promises';
import type { ImageDetail } from '../../../src-main/contract/index.ts';
import { programFolder } from '../../../src-main/hosts/studio-options.ts';
import { createProjectFolder } from '../../../src-main/studio/project/create-project.ts';
import { shippedSchema } from '../../../src-main/studio/project/shipped-schemas.ts';
import { randomFor } from '../../../src-main/studio/sample/random.ts';
import { openStore } from '../../../src-main/studio/store/open-store.ts';
import { imageIds, nextAction, present, type Expected, type ProjectState } from './expected-project.ts';
import { serveProject, type ServedProcess } from './served.ts';

export interface KillFigures {
  /** Edits, undos, redos and marks that the studio acknowledged. */
  acknowledged: number;
  /** Of these, those that a new studio process found done. */
  found: number;
  kills: number;
  /** Kills that hit while the studio was still opening the project. */
  killsWhileOpening: number;
  /** Actions on their way at a kill: saved but not acknowledged any more. */
  savedUnacknowledged: number;
  /** Steps undone at the end, each state compared. */
  undone: number;
}

/**
 * Edits a project in a real studio process, one action after another, and kills the process with SIGKILL at random moments,
 * again and again. After each kill the database must pass SQLite's checks, and journal and labels must be exactly what was
 * acknowledged (or one action more). At the end all is undone step by step.
 * Throws when anything is not so, saying what.
 */
export async function killRepeatedly(kills: number, longest: number, seed: number): Promise<KillFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'keypoint-studio-kill-'));
  const project = join(folder, 'kill.kps');
  const home = join(folder, 'home');
  const chance = randomFor('kill', seed);
  const random = () => chance.uniform(0, 1);
  const figures = { acknowledged: 0, found: 0, kills: 0, killsWhileOpening: 0, savedUnacknowledged: 0, undone: 0 };
  let expected = makeProject(project);
  /** What the project is to be when the action on its way at the kill was saved: its acknowledgement was cut off. */
  let pending: Expected | null = null;
  let number = 0;
  let studio: ServedProcess | null = null;
  try {
    for (;;) {
      const early = figures.kills > 0 && figures.kills < kills && random() < 0.15;
      studio = await serveProject(project, home, early ? random() * 1500 : undefined);
      if (!studio && !early) throw new Error('The studio ended by itself: see what it printed.');
      if (!studio) {
        figures.kills += 1;
        figures.killsWhileOpening += 1;
        continue;
      }
      if (pending && isDeepStrictEqual(journalOf(project), journalAs(pending))) {
        expected = pending;
        figures.savedUnacknowledged += 1;
      }
      pending = null;
      await compare(project, studio, expected);
      figures.found = figures.acknowledged;
      if (figures.kills >= kills) break;

      const killed = setTimeout(random() * longest).then(() => studio?.kill());
      while (!pending) {
        number += 1;
        const { action, after } = nextAction(expected, number, random);
        if ((await studio.call(action.path, 'mutation', action.input)) === null) pending = after;
        else {
          expected = after;
          figures.acknowledged += 1;
        }
      }
      await killed;
      figures.kills += 1;
    }
    figures.undone = await undoAll(project, studio, expected);
    return figures;
  } finally {
    await studio?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Three images with a face each. */
function makeProject(project: string): Expected {
  createProjectFolder(project, 'Kill', shippedSchema(join(programFolder, 'resources'), 'face-5'));
  const store = openStore(project, { readOnly: false });
  const face = Array.from({ length: 5 }, () => ({ x: 0, y: 0, visibility: 'visible' as const }));
  store.importImages(
    imageIds.map((id) => ({
      name: `image ${id}`,
      file: join(project, `${id}.jpg`),
      contentHash: String(id).repeat(64),
      byteSize: 1,
      width: 100,
      height: 100,
      group: null,
      instances: [{ box: null, landmarks: face, origin: { kind: 'import' as const, source: 'made' } }],
    })),
    'Import',
  );
  store.close();
  // The import itself is never undone here: the state before it has no images.
  const state: ProjectState = { x: [0, 0, 0], status: ['done', 'done', 'done'], faces: [1, 1, 1] };
  return { labels: [], states: [state], done: 0 };
}

type Journal = [label: string, undone: number][];

/** Without the import; read beside the studio that has the project. */
function journalOf(project: string): Journal {
  const database = new Database(join(project, 'project.sqlite'), { readonly: true });
  try {
    return database.prepare('SELECT label, undone FROM journal WHERE id > 1 ORDER BY id').raw().all() as Journal;
  } finally {
    database.close();
  }
}

function journalAs({ labels, done }: Expected): Journal {
  return labels.map((label, index) => [label, index < done ? 0 : 1]);
}

function requireJournal(project: string, expected: Expected): void {
  const [found, wanted] = [journalOf(project), journalAs(expected)];
  if (isDeepStrictEqual(found, wanted)) return;
  const first = wanted.findIndex((entry, index) => !isDeepStrictEqual(entry, found[index]));
  throw new Error(
    `Lost: the journal has ${found.length} entries, acknowledged were ${wanted.length}; entry ${first} is ` +
      `${JSON.stringify(found[first])} instead of ${JSON.stringify(wanted[first])}.`,
  );
}

async function compare(project: string, studio: ServedProcess, expected: Expected): Promise<void> {
  const database = new Database(join(project, 'project.sqlite'), { readonly: true });
  try {
    const integrity = database.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') throw new Error(`integrity_check: ${String(integrity)}`);
    const broken = database.pragma('foreign_key_check') as unknown[];
    if (broken.length > 0) throw new Error(`foreign_key_check: ${JSON.stringify(broken)}`);
  } finally {
    database.close();
  }
  requireJournal(project, expected);
  await requireState(studio, expected);
}

async function requireState(studio: ServedProcess, expected: Expected): Promise<void> {
  const found: ProjectState = { x: [], status: [], faces: [] };
  for (const imageId of imageIds) {
    const detail = (await studio.call('images.get', 'query', { imageId })) as ImageDetail;
    found.x.push(detail.instanceList[0]?.landmarks[0]?.x ?? NaN);
    found.status.push(detail.status);
    found.faces.push(detail.instances);
  }
  if (!isDeepStrictEqual(found, present(expected)))
    throw new Error(`The project holds ${JSON.stringify(found)} instead of ${JSON.stringify(present(expected))}.`);
}

async function undoAll(project: string, studio: ServedProcess, expected: Expected): Promise<number> {
  let undone = 0;
  for (let left = expected; left.done > 0; undone += 1) {
    await studio.call('annotations.undo', 'mutation');
    left = { ...left, done: left.done - 1 };
    await requireState(studio, left);
    if (left.done === 0) requireJournal(project, left);
  }
  return undone;
}
