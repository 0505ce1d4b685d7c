import { expect, it } from 'vitest';
import { checkAmong, drawnFaces, indexOf, someFace, withMoved } from './test-faces.ts';

it('finds what lies beyond the edges, the farthest first, and puts it onto them as visible as it was', async () => {
  const face = withMoved(someFace(), {
    'jaw 3': { x: -4, y: 100, visibility: 'occluded' },
    'jaw 9': { x: 300, y: 492.5 },
  });
  const found = (await checkAmong(face, drawnFaces(3))).filter(({ kind }) => kind === 'outside the image');
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    landmarks: [indexOf('jaw 9'), indexOf('jaw 3')],
    words: 'jaw 9 and jaw 3 lie up to 12.5 px outside the image',
    fix: {
      landmarks: [
        { index: indexOf('jaw 9'), landmark: { x: 300, y: 480, visibility: 'visible' } },
        { index: indexOf('jaw 3'), landmark: { x: 0, y: 100, visibility: 'occluded' } },
      ],
    },
  });
});

it('lets landmarks lie on the edge, or be absent anywhere', async () => {
  const face = withMoved(someFace(), {
    'jaw 3': { x: -0.2, y: 100 },
    'jaw 9': { x: -900, y: 0, visibility: 'absent' },
  });
  expect((await checkAmong(face, drawnFaces(3))).filter(({ kind }) => kind === 'outside the image')).toEqual([]);
});
