import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Landmark, LandmarkSchema } from '../../contract/index.ts';
import { readAsf } from '../formats/read-asf.ts';
import { TimeSlices } from '../jobs/time-slices.ts';
import { shippedSchema } from '../project/shipped-schemas.ts';
import { drawFace } from '../sample/draw-face.ts';
import { PEOPLE } from '../sample/person.ts';
import { VIEWS } from '../sample/view.ts';
import { FaceChecker } from './check-face.ts';
import { drawnFaces, face68, image } from './test-faces.ts';
import { usualFacesOf } from './usual-faces.ts';

const repository = join(import.meta.dirname, '..', '..', '..');
const face58 = shippedSchema(join(repository, 'resources'), 'face-58');

async function findingsOf(faces: readonly Landmark[][], schema: LandmarkSchema) {
  const checker = new FaceChecker(schema, await usualFacesOf(faces, schema, new TimeSlices()));
  return faces.flatMap((face) => checker.check(image, face));
}

describe('no false alarm', () => {
  it('on faces that vary as faces do', async () => {
    expect(await findingsOf(drawnFaces(300), face68)).toEqual([]);
  });

  it('on the sample’s 240 drawn faces', async () => {
    const faces = Array.from(
      { length: PEOPLE * VIEWS },
      (_, index) => drawFace(1, Math.floor(index / VIEWS) + 1, (index % VIEWS) + 1).landmarks,
    );
    expect((await findingsOf(faces, face58)).map(({ words }) => words)).toEqual([]);
  });

  it('where nothing is known of the project yet', async () => {
    expect(await findingsOf(drawnFaces(3), face68)).toEqual([]);
  });
});

const imm = join(repository, '../shared/data/imm_face_db');

describe.skipIf(!existsSync(imm))('on the IMM Face Database (needs ../shared/data)', () => {
  it('the list is short, and has the eyes whose landmarks were clicked in the other order', async () => {
    const names = readdirSync(imm).filter((name) => name.endsWith('.asf'));
    const faces = names.map((name) =>
      readAsf(readFileSync(join(imm, name), 'latin1')).points!.map((point): Landmark => ({
        x: point!.x * 640,
        y: point!.y * 480,
        visibility: 'visible',
      })),
    );
    const checker = new FaceChecker(face58, await usualFacesOf(faces, face58, new TimeSlices()));
    const found = faces.flatMap((face, place) =>
      checker.check(image, face).map((finding) => ({ name: names[place], ...finding })),
    );
    expect(found.length).toBeLessThan(15);
    const reversed = found.filter(({ severity, words }) => severity > 4 && words.includes('eye'));
    expect(reversed.map(({ name }) => name?.slice(0, 4)).sort()).toEqual(
      expect.arrayContaining(['06-5', '10-4', '18-4', '36-4', '36-5', '36-6', '40-5']),
    );
  });
});
