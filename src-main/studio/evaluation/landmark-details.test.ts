import { describe, expect, it } from 'vitest';
import { boxPlot } from './box-plot.ts';
import type { FaceTable } from './measures.ts';
import { sideConfusions } from './side-confusion.ts';

/** Faces of two landmarks, at x 0 and x 100; what is predicted is given as x alone. */
function tableOf(predictedX: [number, number][], absent: string[] = []): { truth: FaceTable; predicted: Float64Array } {
  const rows = predictedX.length;
  return {
    truth: {
      rows,
      columns: 2,
      places: Float64Array.from({ length: rows * 4 }, (_, place) => (place % 4 === 2 ? 100 : 0)),
      present: Uint8Array.from({ length: rows * 2 }, (_, cell) =>
        absent.includes(`${cell >> 1} ${cell % 2}`) ? 0 : 1,
      ),
      sizes: new Float64Array(rows * 2).fill(100),
      eyeDistances: new Float64Array(rows).fill(NaN),
    },
    predicted: Float64Array.from(predictedX.flatMap(([left, right]) => [left, 0, right, 0])),
  };
}

describe('how a landmark’s errors lie', () => {
  it('has quartiles as NumPy counts them, whiskers to the farthest within reach, and outliers by face', () => {
    const plot = boxPlot(
      tableOf(
        [1, 2, 3, 4, 5, 6, 7, 50, 30].map((left) => [left, 100] as [number, number]),
        ['6 0'],
      ),
      0,
      [11, 12, 13, 14, 15, 16, 17, 18, 19],
    );
    // 1 2 3 4 5 6 30 50: ranks 1.75, 3.5, 5.25. The box is 9.25 wide, so all up to 25.875 is within reach.
    expect(plot).toEqual({
      least: 1,
      lowerQuartile: 2.75,
      median: 4.5,
      upperQuartile: 12,
      most: 50,
      lowerWhisker: 1,
      upperWhisker: 6,
      outliers: [
        { instanceId: 18, errorPx: 50 },
        { instanceId: 19, errorPx: 30 },
      ],
    });
  });

  it('is nothing where no face has the landmark', () => {
    expect(boxPlot(tableOf([[1, 1]], ['0 0']), 0, [1])).toBeNull();
  });
});

describe('landmarks taken for their mirrored ones', () => {
  const schema = {
    landmarks: ['left', 'right', 'tip'].map((name) => ({ name, group: 'all' })),
    mirrorPairs: [[0, 1]] as [number, number][],
  };

  it('are counted from both sides, and the faces named', () => {
    const table = tableOf(
      [
        [2, 99],
        [98, 1],
        [60, 97],
        // As near to one as to the other is no confusion.
        [50, 100],
        [90, 3],
      ],
      ['4 1'],
    );
    expect(sideConfusions(table, [0, 1], schema, [7, 8, 9, 10, 11])).toEqual([
      { pair: ['left', 'right'], faces: 4, first: 2, second: 1, share: 0.5, instanceIds: [8, 9] },
    ]);
  });

  it('are not spoken of where the run learned only one of the pair', () => {
    expect(sideConfusions(tableOf([[2, 99]]), [0, 2], schema, [7])).toEqual([]);
  });
});
