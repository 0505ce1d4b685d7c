import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { recipeSchema, StudioError, type LandmarkSchema, type Recipe, type StudioEvent } from '../../contract/index.ts';
import type { JobHandle, OpenProject, StudioContext, StudioOptions } from '../context.ts';
import { createProjectFolder } from '../project/create-project.ts';
import type { IncomingImage, Store } from '../store/interface.ts';
import { openStore } from '../store/open-store.ts';
import { RunManager } from './run-manager.ts';

/** For tests: a project of small drawn pictures, opened with a real store and real trainers. */
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

/** False on a machine where set-up left no TensorFlow: tests that need a trainer are skipped there. */
export const trainerIsThere =
  existsSync(runtimeFile) && (JSON.parse(readFileSync(runtimeFile, 'utf8')) as { state: string }).state === 'ready';

export const options: StudioOptions = {
  resourcesFolder: join(repository, 'resources'),
  userFolder: tmpdir(),
  runtimeFile,
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
export function testRecipe(change: Partial<Recipe> = {}): Recipe {
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
  const folder = join(mkdtempSync(join(tmpdir(), 'kps-runs-')), 'test.kps');
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

/** Opens the project as the studio does: the store's edits are told as events, lost runs are marked. */
export function openTestProject(
  folder: string,
  settings: { readOnly?: boolean; options?: StudioOptions } = {},
): TestProject {
  const bus = new TestContext(settings.options ?? options);
  const store = openStore(folder, {
    readOnly: settings.readOnly ?? false,
    onEdit: (imageIds) => bus.emit({ kind: 'images', imageIds }),
  });
  const runs = new RunManager(store, bus);
  bus.open({ store, runs });
  if (!store.readOnly) runs.markInterruptedRuns();
  return {
    folder,
    store,
    runs,
    context: bus,
    events: bus.seen,
    until: (wanted) => bus.until(wanted),
    async [Symbol.asyncDispose]() {
      await runs.close();
      store.close();
    },
  };
}

/** What of the studio's context runs and evaluation use. */
class TestContext implements StudioContext {
  readonly options: StudioOptions;
  readonly seen: StudioEvent[] = [];
  readonly #listeners = new Set<() => void>();
  #project: OpenProject | null = null;

  constructor(used: StudioOptions) {
    this.options = used;
  }

  open(parts: Pick<OpenProject, 'store' | 'runs'>): void {
    this.#project = { ...parts, lastImport: null, pictures: null as never };
  }

  project(): OpenProject {
    if (!this.#project) throw new StudioError('no project', 'No project is open.');
    return this.#project;
  }

  currentProject(): OpenProject | null {
    return this.#project;
  }

  emit(event: StudioEvent): void {
    this.seen.push(event);
    for (const listener of [...this.#listeners]) listener();
  }

  until(wanted: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!wanted()) return;
        this.#listeners.delete(look);
        resolve();
      };
      this.#listeners.add(look);
      look();
    });
  }

  async *events(signal: AbortSignal): AsyncIterable<StudioEvent> {
    let next = this.seen.length;
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    while (!signal.aborted) {
      const event = this.seen[next];
      if (event) {
        next++;
        yield event;
      } else await Promise.race([aborted, this.until(() => this.seen.length > next)]);
    }
  }

  job<Result>(_title: string, work: (handle: JobHandle) => Promise<Result>): Promise<Result> {
    return work({ signal: new AbortController().signal, progress: () => undefined });
  }

  jobs = unused;
  cancelJob = unused;
  openProject = unused;
  createProject = unused;
  closeProject = unused;
  systemInfo = unused;
}

function unused(): never {
  throw new Error('Not part of these tests');
}
