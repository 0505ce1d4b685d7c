import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { JobHandle } from '../context.ts';
import { inParallel } from '../exchange/in-parallel.ts';
import { throwIfCancelled } from '../exchange/walk-folder.ts';
import type { IncomingImage, Store } from '../store/interface.ts';
import { drawFace } from './draw-face.ts';
import { PEOPLE } from './person.ts';
import { HEIGHT, WIDTH } from './scene.ts';
import { VIEWS } from './view.ts';

const QUALITY = 90;

/**
 * Draws the sample's 240 faces (40 people in 6 views, 640 × 480 JPEG, 58 landmarks each) into a folder and imports them
 * into a project with the schema `face-58`, in one transaction at the end.
 * @throws StudioError 'cancelled'
 */
export async function drawSample(store: Store, imagesFolder: string, seed: number, handle: JobHandle): Promise<void> {
  await mkdir(imagesFolder, { recursive: true });
  const all = Array.from({ length: PEOPLE * VIEWS }, (_, index) => ({
    identity: Math.floor(index / VIEWS) + 1,
    pose: (index % VIEWS) + 1,
  }));
  const images = await inParallel(all, availableParallelism(), handle, ({ identity, pose }) =>
    drawImage(imagesFolder, seed, identity, pose),
  );
  throwIfCancelled(handle.signal);
  store.importImages(images, 'Sample of drawn faces');
}

async function drawImage(folder: string, seed: number, identity: number, pose: number): Promise<IncomingImage> {
  const { svg, landmarks, group, name } = drawFace(seed, identity, pose);
  const bytes = await sharp(Buffer.from(svg)).removeAlpha().jpeg({ quality: QUALITY }).toBuffer();
  const file = join(folder, `${name}.jpg`);
  await writeFile(`${file}.partial`, bytes);
  await rename(`${file}.partial`, file);
  return {
    name,
    file,
    contentHash: createHash('sha256').update(bytes).digest('hex'),
    byteSize: bytes.length,
    width: WIDTH,
    height: HEIGHT,
    group,
    instances: [{ box: null, landmarks, origin: { kind: 'import', source: 'drawn face' } }],
  };
}
