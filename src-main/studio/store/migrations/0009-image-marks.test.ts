import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { Landmark } from '../../../contract/index.ts';
import { encodeLandmarks } from '../landmark-codec.ts';
import { imageMarks } from './0009-image-marks.ts';
import { migrate, migrations } from './index.ts';

it('tells of the labels that were there what filters ask, and marks no image', () => {
  const database = new Database(':memory:');
  migrate(database, migrations.slice(0, imageMarks.version - 1));
  const face = (...visibilities: Landmark['visibility'][]) =>
    encodeLandmarks(visibilities.map((visibility) => ({ x: 1, y: 2, visibility })));
  const images: Buffer[][] = [
    [],
    [face('visible', 'visible')],
    [face('visible', 'occluded'), face('absent', 'visible')],
    [face('absent', 'absent')],
  ];
  for (const [index, faces] of images.entries()) {
    database
      .prepare(
        `INSERT INTO images (id, name, sort_key, search_text, path, content_hash, byte_size, width, height, split, status)
         VALUES (?, ?, ?, '', 'a.jpg', 'ff', 1, 1, 1, 'none', 'new')`,
      )
      .run(index + 1, `${index}`, `${index}`);
    for (const landmarks of faces)
      database
        .prepare(
          `INSERT INTO instances (image_id, landmarks, origin_kind, origin_source) VALUES (?, ?, 'person', 'me')`,
        )
        .run(index + 1, landmarks);
  }
  migrate(database, migrations.slice(0, imageMarks.version));
  const found = database
    .prepare('SELECT faces, labelled, occluded, flags, note, has_note FROM images ORDER BY id')
    .raw();
  expect(found.all()).toEqual([
    [0, 'no', 0, 0, '', 0],
    [1, 'wholly', 0, 0, '', 0],
    [2, 'partly', 1, 0, '', 0],
    [1, 'no', 0, 0, '', 0],
  ]);
});
