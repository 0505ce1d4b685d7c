import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { recipeSchema, type Landmark } from '../../../src-main/contract/index.ts';
import { createProjectFolder } from '../../../src-main/studio/project/create-project.ts';
import { shippedSchema } from '../../../src-main/studio/project/shipped-schemas.ts';
import type { IncomingImage, StoredPrediction } from '../../../src-main/studio/store/interface.ts';
import { openStore } from '../../../src-main/studio/store/open-store.ts';
import { programFolder } from '../../../src-main/hosts/studio-options.ts';

export const imageCount = 100_000;
const perPerson = 5;
const perImport = 5000;

/** Raised when what is made changes: an older one in the cache is then made again. */
const edition = 2;

export const schema = shippedSchema(join(programFolder, 'resources'), 'face-68');

/** Of a run that never was trained. */
export const drawnRecipe = recipeSchema.parse({
  version: 1,
  name: 'drawn',
  title: 'Drawn',
  description: '',
  input: { width: 16, height: 16, channels: 'gray' },
  landmarks: 'all',
  network: [{ layer: 'flatten' }, { layer: 'coordinates' }],
  loss: 'mse',
  optimizer: { kind: 'adam', learningRate: 0.001 },
  epochs: 1,
  batch: 1,
  seed: 1,
});

/** Landmarks of face `number`: the schema's template, somewhere in a picture of 1200 × 900 px. */
export function faceOf(number: number): Landmark[] {
  const size = 200 + (number % 300);
  const [left, top] = [(number * 37) % 600, (number * 53) % 350];
  return schema.landmarks.map((_, index) => {
    const [x, y] = schema.template?.[index] ?? [(index % 10) / 10, index / 68];
    return { x: left + x * size, y: top + y * size, visibility: index % 23 === 0 ? 'occluded' : 'visible' };
  });
}

export function imageOf(number: number, pictures: string): IncomingImage {
  const person = Math.floor(number / perPerson);
  const name = `person ${person} view ${number % perPerson}`;
  return {
    name,
    file: join(pictures, `${name}.jpg`),
    contentHash: Buffer.from(`bench ${number}`).toString('hex').padEnd(64, '0'),
    byteSize: 100_000 + number,
    width: 1200,
    height: 900,
    group: String(person),
    instances: [{ box: null, landmarks: faceOf(number), origin: { kind: 'import', source: `${name}.pts` } }],
  };
}

/**
 * The project of 100,000 images with one face of 68 landmarks each (6.8 million landmarks), split, in every status, with a
 * run that predicted all of them. Made once, in about a minute, and kept; its pictures are not there. Answers its folder.
 */
export function largeProject(cache: string): string {
  const folder = join(cache, `large-${edition}.kps`);
  if (existsSync(folder)) return folder;
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  createProjectFolder(making, 'Large', schema);
  const store = openStore(making, { readOnly: false });
  for (let first = 0; first < imageCount; first += perImport)
    store.importImages(
      Array.from({ length: perImport }, (_, index) => imageOf(first + index, join(cache, 'pictures'))),
      `Imported ${perImport} images`,
    );
  store.setSplit({ by: 'group fraction', fraction: 0.1, seed: 1 });
  const ids = store.images.ids({});
  store.setStatus(
    ids.filter((id) => id % 7 === 0),
    'in work',
  );
  store.setStatus(
    ids.filter((id) => id % 500 === 1),
    'rejected',
  );
  const run = store.runs.create({
    recipe: drawnRecipe,
    note: '',
    snapshot: {
      hash: '',
      schemaName: schema.name,
      split: { train: imageCount, validation: 0, none: 0 },
      excluded: [],
      changedSincePrevious: null,
    },
  });
  store.predictions.replace(
    run,
    store.images.withInstances({}).flatMap(({ image, instances }) =>
      instances.map((instance): StoredPrediction => ({
        imageId: image.id,
        instanceId: instance.id,
        landmarks: instance.landmarks.map(({ x, y }) => [x + (image.id % 17), y]),
        seen: null,
        errorPx: image.id % 17,
      })),
    ),
  );
  store.runs.update(run, { status: 'finished', bestEpoch: 1 });
  store.close();
  renameSync(making, folder);
  return folder;
}
