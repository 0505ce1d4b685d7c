import { expect, it } from 'vitest';
import type { Landmark } from '../../contract/index.ts';
import { checkAmong, drawnFaces, indexOf, someFace, withMoved } from './test-faces.ts';

const absent: Landmark = { x: 0, y: 0, visibility: 'absent' };

it('finds landmarks that nearly all other faces have, and places them by the shape model', async () => {
  const face = someFace();
  const found = await checkAmong(withMoved(face, { 'jaw 9': absent, 'nose base 3': absent }));
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    kind: 'missing landmarks',
    landmarks: [indexOf('jaw 9'), indexOf('nose base 3')],
    words: 'jaw 9 and nose base 3 are absent; 98 % of the faces have them',
  });
  const placed = found[0]!.fix!.kind === 'move landmarks' ? found[0]!.fix!.landmarks : [];
  for (const { index, landmark } of placed) {
    expect(landmark.visibility).toBe('visible');
    expect(Math.hypot(landmark.x - face[index]!.x, landmark.y - face[index]!.y)).toBeLessThan(6);
  }
});

it('takes for granted that landmarks are absent which many faces lack', async () => {
  const others = drawnFaces(80).map((face, order) => (order % 4 === 0 ? withMoved(face, { 'jaw 9': absent }) : face));
  expect(await checkAmong(withMoved(someFace(), { 'jaw 9': absent }), others)).toEqual([]);
});
