import { expect, it } from 'vitest';
import { checkAmong, drawnFaces, indexOf, someFace, withMoved } from './test-faces.ts';

it('finds a landmark that was put 20 px beside its place, and where it belongs', async () => {
  const face = someFace();
  const jaw = face[indexOf('jaw 13')]!;
  const [found, ...more] = await checkAmong(withMoved(face, { 'jaw 13': { x: jaw.x + 20 } }));
  expect(more).toEqual([]);
  expect(found).toMatchObject({ kind: 'off the shape', landmarks: [indexOf('jaw 13')] });
  expect(Number(/([\d.]+) px/.exec(found!.words)![1])).toBeCloseTo(20, -1);
  const [put] = found!.fix!.kind === 'move landmarks' ? found!.fix!.landmarks : [];
  expect(Math.hypot(put!.landmark.x - jaw.x, put!.landmark.y - jaw.y)).toBeLessThan(4);
});

it('finds it though other faces of the project have mistakes of their own', async () => {
  const others = drawnFaces(80).map((face, order) =>
    order % 8 === 0 ? withMoved(face, { 'nose base 3': { x: 30 * order, y: 5 } }) : face,
  );
  const face = someFace();
  const nose = face[indexOf('nose base 3')]!;
  const found = await checkAmong(withMoved(face, { 'nose base 3': { y: nose.y + 18 } }), others);
  expect(found.map(({ landmarks }) => landmarks)).toEqual([[indexOf('nose base 3')]]);
});

it('tells landmarks of one group in one finding, the farthest first, and each group apart', async () => {
  const face = someFace();
  const at = (name: string) => face[indexOf(name)]!;
  const found = await checkAmong(
    withMoved(face, {
      'outer lip 3': { y: at('outer lip 3').y - 15 },
      'outer lip 9': { x: at('outer lip 9').x + 25 },
      'nose bridge 2': { x: at('nose bridge 2').x + 15 },
    }),
  );
  expect(found.map(({ landmarks }) => landmarks).sort((one, other) => other.length - one.length)).toEqual([
    [indexOf('outer lip 9'), indexOf('outer lip 3')],
    [indexOf('nose bridge 2')],
  ]);
});

it('says of a face that is no such face that all of it is off, once', async () => {
  const face = someFace().map((landmark, index) => ({
    ...landmark,
    x: 200 + ((index * 37) % 90),
    y: 200 + ((index * 53) % 90),
  }));
  const found = (await checkAmong(face)).filter(({ kind }) => kind === 'off the shape');
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ fix: null });
  expect(found[0]!.words).toMatch(/unlike the others/);
});

it('keeps quiet with too few faces to know what is usual', async () => {
  const face = someFace();
  const found = await checkAmong(withMoved(face, { 'jaw 13': { x: face[indexOf('jaw 13')]!.x + 20 } }), drawnFaces(12));
  expect(found).toEqual([]);
});
