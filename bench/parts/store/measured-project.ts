import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Snapshot } from '../../../src-main/contract/index.ts';
import { createProjectFolder } from '../../../src-main/studio/project/create-project.ts';
import { snapshotFile } from '../../../src-main/studio/runs/run-folder.ts';
import type { IncomingImage, StoredPrediction } from '../../../src-main/studio/store/interface.ts';
import { openStore } from '../../../src-main/studio/store/open-store.ts';
import { drawnRecipe, imageOf, schema } from './large-project.ts';

/**
 * A project of so many images with one face of 68 landmarks each, a tenth of them for validation, and a run that predicted them all.
 * Its pictures are not there, or those of `largeDataset` where its folder is given.
 */
export function measuredProject(folder: string, images: number, pictures?: string): void {
  createProjectFolder(folder, 'Measured', schema);
  const store = openStore(folder, { readOnly: false });
  store.importImages(
    Array.from({ length: images }, (_, number) => {
      const image = imageOf(number, join(folder, 'pictures'));
      return pictures === undefined ? image : drawn(image, number, pictures);
    }),
    'Imported',
  );
  store.setSplit({ by: 'group fraction', fraction: 0.1, seed: 1 });
  const faces = store.images
    .withInstances({})
    .flatMap(({ image, instances }) => instances.map((instance) => ({ image, instance })));
  const snapshot: Snapshot = {
    version: 1,
    hash: '',
    schema,
    images: faces.map(({ image, instance }) => ({
      id: image.id,
      instanceId: instance.id,
      name: image.name,
      file: store.images.file(image),
      contentHash: image.contentHash,
      width: image.width,
      height: image.height,
      group: image.group,
      part: image.split === 'validation' ? 'validation' : 'train',
      landmarks: instance.landmarks.map(({ x, y }) => [x, y]),
      box: null,
    })),
  };
  const split = store.split().counts;
  const summary = { hash: '', schemaName: schema.name, split, excluded: [], changedSincePrevious: null };
  const run = store.runs.create({ recipe: drawnRecipe, note: '', snapshot: summary });
  mkdirSync(dirname(snapshotFile(store, run)), { recursive: true });
  writeFileSync(snapshotFile(store, run), JSON.stringify(snapshot));
  store.predictions.replace(
    run,
    faces.map(({ image, instance }): StoredPrediction => ({
      imageId: image.id,
      instanceId: instance.id,
      landmarks: instance.landmarks.map(({ x, y }, index) => [x + ((image.id * 7 + index) % 11) - 5, y]),
      seen: null,
      errorPx: 1,
    })),
  );
  store.runs.update(run, { status: 'finished', bestEpoch: 1 });
  store.close();
}

/** The same face on a picture of `largeDataset`, which is half as wide and high. */
function drawn(image: IncomingImage, number: number, pictures: string): IncomingImage {
  const file = join(pictures, `face ${number}.jpg`);
  return {
    ...image,
    file,
    byteSize: statSync(file).size,
    width: image.width / 2,
    height: image.height / 2,
    instances: image.instances.map((instance) => ({
      ...instance,
      landmarks: instance.landmarks.map((landmark) => ({ ...landmark, x: landmark.x / 2, y: landmark.y / 2 })),
    })),
  };
}
