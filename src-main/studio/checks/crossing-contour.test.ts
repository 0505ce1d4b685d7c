import { expect, it } from 'vitest';
import { checkAmong, drawnFaces, face68, indexOf, someFace, withMoved } from './test-faces.ts';

it('finds a contour whose landmarks were clicked in the wrong order', async () => {
  const face = someFace();
  const [one, other] = [face[indexOf('jaw 5')]!, face[indexOf('jaw 6')]!];
  const found = (await checkAmong(withMoved(face, { 'jaw 5': other, 'jaw 6': one }), drawnFaces(3))).filter(
    ({ kind }) => kind === 'crossing contour',
  );
  expect(found).toHaveLength(1);
  expect(found[0]!.words).toMatch(/^jaw crosses itself at jaw \d, [\d.]+ px deep$/);
  expect(found[0]!.landmarks).toEqual(expect.arrayContaining([indexOf('jaw 5'), indexOf('jaw 6')]));
});

it('lets lids of a closed eye touch, and does not take a closed contour’s end for a crossing', async () => {
  const eye = face68.contours.find(({ name }) => name.includes('eye') && name.includes('left'))!;
  expect(eye.closed).toBe(true);
  const face = someFace();
  const [, upper, , , , lower] = eye.landmarks.map((index) => face68.landmarks[index]!.name);
  const closed = withMoved(face, { [upper!]: { y: face[indexOf(lower!)]!.y + 0.3 } });
  expect((await checkAmong(closed, drawnFaces(3))).map(({ kind }) => kind)).toEqual([]);
});

it('says nothing of contours with a landmark absent', async () => {
  const face = someFace();
  const [one, other] = [face[indexOf('jaw 5')]!, face[indexOf('jaw 6')]!];
  const absent = withMoved(face, {
    'jaw 4': { visibility: 'absent' },
    'jaw 5': other,
    'jaw 6': one,
    'jaw 7': { visibility: 'absent' },
  });
  expect(await checkAmong(absent, drawnFaces(3))).toEqual([]);
});
