import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Landmark, LandmarkSchema } from '../../contract/index.ts';
import { createProjectFolder } from '../project/create-project.ts';
import type { IncomingImage, Store } from '../store/interface.ts';
import { openStore, type OpenStoreOptions } from '../store/open-store.ts';

/** Three landmarks: enough to tell an order, few enough to read. */
export const smallSchema: LandmarkSchema = {
  name: 'small',
  title: 'Small',
  landmarks: ['left', 'right', 'tip'].map((name) => ({ name, group: 'all' })),
  groups: [{ name: 'all', colour: '#80ed99' }],
  contours: [],
  mirrorPairs: [[0, 1]],
  outerEyeCorners: null,
  template: null,
};

/** A folder of the test's own, removed when it ends. */
export function temporaryFolder(): string {
  // The real path: macOS's temporary folder is behind a link.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'keypoint-studio-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new, empty project on the disk. */
export function temporaryProject(schema: LandmarkSchema = smallSchema): string {
  const folder = join(temporaryFolder(), 'test.kps');
  createProjectFolder(folder, 'test', schema);
  return folder;
}

/** Opens a store that is closed when the test ends, if the test has not closed it. */
export function openForTest(folder: string, options: Partial<OpenStoreOptions> = {}): Store {
  const store = openStore(folder, { readOnly: false, ...options });
  onTestFinished(() => store.close());
  return store;
}

/** Three landmarks on a line, the first at (x, y). */
export function landmarks(x: number, y = 10): Landmark[] {
  return [0, 1, 2].map((step) => ({ x: x + step, y, visibility: 'visible' as const }));
}

/** An image as an importer gives it, with one instance for each start given. */
export function incoming(name: string, group: string | null = null, starts: number[] = []): IncomingImage {
  return {
    name,
    file: `/pictures/${name}.jpg`,
    contentHash: Buffer.from(name).toString('hex').padEnd(64, '0'),
    byteSize: 1000,
    width: 640,
    height: 480,
    group,
    instances: starts.map((start) => ({
      box: null,
      landmarks: landmarks(start),
      origin: { kind: 'import', source: `${name}.asf` },
    })),
  };
}
