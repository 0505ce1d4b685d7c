import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedSchema } from '../../../src-main/studio/project/shipped-schemas.ts';
import { createProjectFolder } from '../../../src-main/studio/project/create-project.ts';
import { openStore } from '../../../src-main/studio/store/open-store.ts';
import { programFolder } from '../../../src-main/hosts/studio-options.ts';
import type { Landmark } from '../../../src-main/contract/index.ts';
import { drawJpeg } from '../store/large-dataset.ts';

/** 24 megapixels. */
export const picture = { width: 6000, height: 4000 };
const [columns, rows] = [5, 4];
export const faceCount = columns * rows;
/** Of the side of a cell that a face fills. */
const part = 0.8;

const schema = shippedSchema(join(programFolder, 'resources'), 'face-98');
export const landmarkCount = schema.landmarks.length;

/** Face `number`, in rows: the schema's template in its cell of the picture, px of the image. */
export function faceOf(number: number): Landmark[] {
  const cell = { width: picture.width / columns, height: picture.height / rows };
  const side = part * Math.min(cell.width, cell.height);
  const left = (number % columns) * cell.width + (cell.width - side) / 2;
  const top = Math.floor(number / columns) * cell.height + (cell.height - side) / 2;
  return schema.landmarks.map((_, index) => {
    const [x, y] = schema.template?.[index] ?? [0.5, 0.5];
    return { x: left + x * side, y: top + y * side, visibility: index % 9 === 0 ? 'occluded' : 'visible' };
  });
}

/** A project of one picture of 24 megapixels with 20 faces of 98 landmarks, in a folder of its own below `folder`. Answers its path. */
export async function manyFacesProject(folder: string): Promise<string> {
  const file = join(folder, 'crowd.jpg');
  writeFileSync(file, await drawJpeg(picture.width, picture.height));
  const project = join(folder, 'crowd.kps');
  createProjectFolder(project, 'Crowd', schema);
  const store = openStore(project, { readOnly: false });
  try {
    const bytes = readFileSync(file);
    store.importImages(
      [
        {
          name: 'crowd',
          file,
          contentHash: createHash('sha256').update(bytes).digest('hex'),
          byteSize: bytes.length,
          ...picture,
          group: null,
          instances: Array.from({ length: faceCount }, (_, number) => ({
            box: null,
            landmarks: faceOf(number),
            origin: { kind: 'import', source: 'bench' },
          })),
        },
      ],
      'Imported 20 faces',
    );
  } finally {
    store.close();
  }
  return project;
}
