import { expect, it } from 'vitest';
import { checkAmong, drawnFaces, indexOf, someFace, withMoved } from './test-faces.ts';

it('finds two landmarks on one spot, names the one that does not belong there, and puts it where it does', async () => {
  const face = someFace();
  const [kept, wrong] = [indexOf('nose bridge 1'), indexOf('nose bridge 3')];
  const found = (await checkAmong(withMoved(face, { 'nose bridge 3': { x: face[kept]!.x, y: face[kept]!.y } }))).filter(
    ({ kind }) => kind === 'same place',
  );
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ landmarks: [wrong, kept], words: 'nose bridge 3 lies on nose bridge 1' });
  const [put] = found[0]!.fix!.kind === 'move landmarks' ? found[0]!.fix!.landmarks : [];
  expect(put!.index).toBe(wrong);
  expect(Math.hypot(put!.landmark.x - face[wrong]!.x, put!.landmark.y - face[wrong]!.y)).toBeLessThan(5);
});

it('takes no notice of landmarks that the project’s faces often have on one spot, nor of absent ones', async () => {
  const shut = (face: ReturnType<typeof someFace>) =>
    withMoved(face, { 'inner lip 7': { x: face[indexOf('inner lip 3')]!.x, y: face[indexOf('inner lip 3')]!.y } });
  const others = drawnFaces(80).map((face, order) => (order % 3 === 0 ? shut(face) : face));
  expect(await checkAmong(shut(someFace()), others)).toEqual([]);
  const absent = withMoved(someFace(), {
    'jaw 1': { x: 0, y: 0, visibility: 'absent' },
    'jaw 2': { x: 0, y: 0, visibility: 'absent' },
  });
  expect((await checkAmong(absent, drawnFaces(3))).map(({ kind }) => kind)).toEqual([]);
});
