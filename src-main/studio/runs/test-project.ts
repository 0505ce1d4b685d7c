import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import {
  recipeSchema,
  type LandmarkSchema,
  type Recipe,
  type RecipeInput,
  type StudioEvent,
} from '../../contract/index.ts';
import type { StudioContext, StudioOptions } from '../context.ts';
import { createProjectFolder } from '../project/create-project.ts';
import type { IncomingImage, Store } from '../store/interface.ts';
import { openStore } from '../store/open-store.ts';
import { createStudio } from '../studio.ts';
import type { RunManager } from './run-manager.ts';

/** For tests: a project of small drawn pictures, opened in a real studio with real trainers. */
export interface TestProject extends AsyncDisposable {
  folder: string;
  store: Store;
  runs: RunManager;
  context: StudioContext;
  /** What windows were told so far. */
  events: StudioEvent[];
  /** Settles once the events told so far, or those to come, satisfy `wanted`. */
  until(wanted: () => boolean): Promise<void>;
}

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const runtimeFile = join(repository, 'node_modules/.cache/keypoint-studio/runtime.json');

/** All that this file's functions write, in a folder of this process's own. */
const scratch = join(realpathSync(tmpdir()), `keypoint-studio-runs-${process.pid}`);

/** To be called after all tests of a file. */
export function removeTestProjects(): void {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}

/** False on a machine where set-up left no TensorFlow: tests that need a trainer are skipped there. */
export const trainerIsThere =
  existsSync(runtimeFile) && (JSON.parse(readFileSync(runtimeFile, 'utf8')) as { state: string }).state === 'ready';

export const options: StudioOptions = {
  resourcesFolder: join(repository, 'resources'),
  userFolder: join(scratch, 'user'),
  runtimeFile,
  databaseCopier: join(repository, 'src-main/studio/backups/copier.ts'),
  stepWorker: join(repository, 'src-main/studio/store/step-worker.ts'),
  trainer: { executable: process.execPath, entry: join(repository, 'src-main/trainer/main.ts'), environment: {} },
  version: 'test',
};

/** Eye corners and a nose; the picture has a dark disc where the nose is and a bright one at each eye. */
export const testSchema: LandmarkSchema = {
  name: 'test-3',
  title: 'Nose and eyes',
  landmarks: [
    { name: 'left eye', group: 'eyes' },
    { name: 'right eye', group: 'eyes' },
    { name: 'nose', group: 'nose' },
  ],
  groups: [
    { name: 'eyes', colour: '#00ff00' },
    { name: 'nose', colour: '#ff0000' },
  ],
  contours: [],
  mirrorPairs: [[0, 1]],
  outerEyeCorners: [0, 1],
  template: null,
};

/** A network that a test can train in a second. */
export function testRecipe(change: Partial<RecipeInput> = {}): Recipe {
  return recipeSchema.parse({
    version: 1,
    name: 'tiny',
    title: 'Tiny',
    description: '',
    input: { width: 16, height: 12, channels: 'gray' },
    landmarks: ['nose'],
    network: [
      { layer: 'conv', filters: 4, kernel: 3 },
      { layer: 'max pool', size: 2 },
      { layer: 'flatten' },
      { layer: 'dense', units: 16 },
      { layer: 'coordinates' },
    ],
    loss: 'mse',
    optimizer: { kind: 'adam', learningRate: 0.003 },
    epochs: 3,
    batch: 8,
    seed: 1,
    ...change,
  });
}

/** 8 groups of 3 pictures, 64 × 48 px; groups 7 and 8 validate. */
export async function createTestProject(): Promise<string> {
  mkdirSync(scratch, { recursive: true });
  const folder = join(mkdtempSync(join(scratch, 'project-')), 'test.kps');
  createProjectFolder(folder, 'Test', testSchema);
  mkdirSync(join(folder, 'images'));
  const images = await Promise.all(
    Array.from({ length: 24 }, (_, index) => drawImage(join(folder, 'images', `${index + 1}.png`), index)),
  );
  const store = openStore(folder, { readOnly: false });
  store.importImages(images, 'Drawn');
  store.setSplit({ by: 'group', validation: '7-8' });
  store.close();
  return folder;
}

async function drawImage(file: string, index: number): Promise<IncomingImage> {
  const nose = { x: 12 + ((index * 17) % 40), y: 20 + ((index * 7) % 20) };
  const eyes = [-8, 8].map((dx) => ({ x: nose.x + dx, y: nose.y - 12 }));
  const discs = [...eyes.map((eye) => ({ ...eye, fill: 'white' })), { ...nose, fill: 'black' }].map(
    ({ x, y, fill }) => `<circle cx="${x}" cy="${y}" r="4" fill="${fill}"/>`,
  );
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"><rect width="64" height="48" fill="gray"/>${discs.join('')}</svg>`;
  const bytes = await sharp(Buffer.from(drawing)).png().toBuffer();
  writeFileSync(file, bytes);
  return {
    name: `picture ${index + 1}`,
    file,
    contentHash: createHash('sha256').update(bytes).digest('hex'),
    byteSize: bytes.length,
    width: 64,
    height: 48,
    group: String(Math.floor(index / 3) + 1),
    instances: [
      {
        box: null,
        landmarks: [...eyes, nose].map((place) => ({ ...place, visibility: 'visible' as const })),
        origin: { kind: 'import', source: 'drawn' },
      },
    ],
  };
}

/** Opens the project in a studio of its own. */
export async function openTestProject(
  folder: string,
  settings: { readOnly?: boolean; options?: StudioOptions } = {},
): Promise<TestProject> {
  const studio = createStudio(settings.options ?? options);
  const events: StudioEvent[] = [];
  const listeners = new Set<() => void>();
  const closed = new AbortController();
  const listening = (async () => {
    for await (const event of studio.events(closed.signal)) {
      events.push(event);
      for (const listener of [...listeners]) listener();
    }
  })();
  await studio.openProject(folder, settings.readOnly ?? false);
  const { store, runs } = studio.project();
  return {
    folder: store.projectFolder,
    store,
    runs,
    context: studio,
    events,
    until: (wanted) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!wanted()) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
      }),
    async [Symbol.asyncDispose]() {
      await studio.close();
      closed.abort();
      await listening;
    },
  };
}

/** Process ids of the trainers at work on a run. */
export function trainersOf(folder: string, runId: number): number[] {
  try {
    const found = execFileSync('pgrep', ['-f', join(folder, 'runs', String(runId), 'job.json')], { encoding: 'utf8' });
    return found.trim().split('\n').map(Number);
  } catch {
    // pgrep ends with 1 when it finds none.
    return [];
  }
}
