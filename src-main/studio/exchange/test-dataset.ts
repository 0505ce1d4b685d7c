import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import type { JobHandle } from '../context.ts';
import { writeAsf } from '../formats/write-asf.ts';
import { createProjectFolder } from '../project/create-project.ts';
import { shippedSchema } from '../project/shipped-schemas.ts';
import { drawFace } from '../sample/draw-face.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/interface.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** Real faces for local tests; not part of the repository. */
export const immFolder = join(repository, '../shared/data/imm_face_db');
export const helenFolder = join(repository, '../shared/data/helen_68');

export const face58 = shippedSchema(join(repository, 'resources'), 'face-58');
export const face68 = shippedSchema(join(repository, 'resources'), 'face-68');

/** A folder that goes away with the test's scope. */
export async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'keypoint-studio-exchange-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** A new project in a folder, open for writing; closed with the test's scope. */
export function newProject(folder: string, schema = face58): Store & Disposable {
  createProjectFolder(folder, 'Test', schema);
  const store = openStore(folder, { readOnly: false });
  return Object.assign(store, { [Symbol.dispose]: () => store.close() });
}

/** A job nobody watches, cancelled once it has told its progress `cancelAfter` times. */
export function job(cancelAfter = Number.POSITIVE_INFINITY): JobHandle {
  const controller = new AbortController();
  let told = 0;
  return {
    signal: controller.signal,
    progress: () => {
      told += 1;
      if (told >= cancelAfter) controller.abort();
    },
  };
}

const SIZE = { width: 160, height: 120 };

/** Writes a drawn face as JPEG, 160 × 120, and answers what is known of it. */
export async function drawInto(folder: string, identity: number, pose: number) {
  await mkdir(folder, { recursive: true });
  const face = drawFace(1, identity, pose, SIZE);
  const picture = `${face.name}.jpg`;
  await sharp(Buffer.from(face.svg)).removeAlpha().jpeg().toFile(join(folder, picture));
  return { ...face, ...SIZE, picture };
}

/** Writes drawn faces as IMM has its own: a JPEG and an `.asf` each. */
export async function drawDataset(folder: string, people: number, poses: number) {
  const faces = [];
  for (let identity = 1; identity <= people; identity += 1)
    for (let pose = 1; pose <= poses; pose += 1) {
      const face = await drawInto(folder, identity, pose);
      const points = face.landmarks.map(({ x, y }): [number, number] => [x, y]);
      const shape = writeAsf(face58, { points, ...SIZE, hostImage: face.picture, group: null });
      await writeFile(join(folder, `${face.name}.asf`), shape);
      faces.push({ ...face, shape });
    }
  return faces;
}
