import { describe, expect, it } from 'vitest';
import type { FaceErrors } from '../../src-main/contract/index.ts';
import { faceDeltas, figuresOf, readFaceErrors, type ComparedItem } from './compared-run.ts';
import { orderItems, telling } from './gallery-order.ts';

const schema = { landmarks: Array.from({ length: 10 }, (_, index) => ({ group: index < 8 ? 'jaw' : 'nose' })) };
const mean = { figure: { of: 'mean' }, unit: 'px' } as const;

/** Faces by name with the errors of each landmark, as the studio sends them. */
function answer(landmarks: number[], faces: [name: string, errors: number[], eyes?: number | null][]): FaceErrors {
  const table = Float32Array.from(faces.flatMap(([, errors]) => errors));
  return {
    runId: 1,
    landmarks: landmarks.map((index) => ({ index, name: `landmark ${index}` })),
    faces: faces.map(([name, , eyes], row) => ({
      imageId: row + 1,
      instanceId: row + 1,
      name,
      group: null,
      width: 640,
      height: 480,
      version: '0',
      sizes: { 'inter-ocular': eyes === undefined ? 10 : eyes, 'inter-pupil': null, box: 20 },
    })),
    errors: btoa(String.fromCharCode(...new Uint8Array(table.buffer))),
  };
}
const names = (items: ComparedItem[]): string[] => items.map(({ name }) => name);

describe('order of the gallery', () => {
  const { items, ...run } = readFaceErrors(
    answer(
      [1],
      [
        ['10-1', [3]],
        ['9-1', [7]],
        ['2-1', [NaN]],
        ['1-1', [3]],
        ['3-1', [5], null],
      ],
    ),
  );
  const figures = figuresOf({ ...run, items }, mean, schema);

  it('puts the worst first, equals by name in natural order, the unmeasured last', () => {
    expect(names(orderItems(items, 'worst', figures, null))).toEqual(['9-1', '3-1', '1-1', '10-1', '2-1']);
    expect(names(orderItems(items, 'best', figures, null))).toEqual(['1-1', '10-1', '3-1', '9-1', '2-1']);
    expect(names(orderItems(items, 'name', figures, null))).toEqual(['1-1', '2-1', '3-1', '9-1', '10-1']);
  });

  it('puts first where two runs differ most', () => {
    const deltas = new Map([
      [1, -0.5],
      [2, 0],
      [5, 4],
    ]);
    expect(names(orderItems(items, 'apart', figures, deltas)).slice(0, 3)).toEqual(['3-1', '10-1', '9-1']);
    // Faces that B was not asked about are neither worse nor better: last.
    expect(names(orderItems(items, 'worse', figures, deltas))).toEqual(['3-1', '9-1', '10-1', '1-1', '2-1']);
    expect(names(orderItems(items, 'better', figures, deltas))).toEqual(['10-1', '9-1', '3-1', '1-1', '2-1']);
  });

  it('finds the worst, the median and the best among those that have a figure', () => {
    const found = telling(items, figures)!;
    expect([found.worst.name, found.best.name, figures.get(found.median.instanceId)]).toEqual(['9-1', '10-1', 3]);
    expect(telling(items.slice(2, 3), figures)).toBeNull();
  });

  it('is by parts of a face’s size where asked for, a face without one last', () => {
    const parts = figuresOf({ ...run, items }, { figure: { of: 'mean' }, unit: 'inter-ocular' }, schema);
    expect(parts.get(2)).toBeCloseTo(0.7, 6);
    expect(names(orderItems(items, 'worst', parts, null))).toEqual(['9-1', '1-1', '10-1', '2-1', '3-1']);
  });
});

describe('a face’s figure', () => {
  const run = readFaceErrors(
    answer(
      [1, 8, 9],
      [
        ['even', [5, 5, 5]],
        ['uneven', [8, 1, 0]],
      ],
    ),
  );

  it('is of the whole face, its worst landmark, a group or one landmark', () => {
    const of = (figure: Parameters<typeof figuresOf>[1]['figure']) => [
      ...figuresOf(run, { figure, unit: 'px' }, schema).values(),
    ];
    expect(run.items.map(({ errorPx }) => errorPx)).toEqual([5, 3]);
    expect(of({ of: 'mean' })).toEqual([5, 3]);
    expect(of({ of: 'worst landmark' })).toEqual([5, 8]);
    expect(of({ of: 'group', name: 'nose' })).toEqual([5, 0.5]);
    expect(of({ of: 'landmark', name: 'landmark 9' })).toEqual([5, 0]);
  });
});

describe('two runs on the same faces', () => {
  it('are told apart over the landmarks that both learned and the face has', () => {
    const a = readFaceErrors(
      answer(
        [7, 8, 9],
        [
          ['a', [6, 50, NaN]],
          ['b', [1, 1, 1]],
        ],
      ),
    );
    const b = readFaceErrors(answer([9, 7], [['a', [3, 2]]]));
    // Landmark 7 alone is in both: 6 px of A, 2 px of B.
    expect([...faceDeltas(a, b, mean, schema)]).toEqual([[1, 4]]);
  });

  it('are not told apart where they learned nothing alike', () => {
    const [a, b] = [readFaceErrors(answer([1], [['a', [5]]])), readFaceErrors(answer([2], [['a', [5]]]))];
    expect(faceDeltas(a, b, mean, schema).size).toBe(0);
  });
});
