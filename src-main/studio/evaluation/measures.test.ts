import { describe, expect, it } from 'vitest';
import { meanErrorPx, measure, percentile, type FaceTable } from './measures.ts';

/** Two images, 100 × 50 and 200 × 200 px, two landmarks each; the second landmark of the second image is absent. */
function twoFaces(): { truth: FaceTable; predicted: Float64Array } {
  return {
    truth: {
      rows: 2,
      columns: 2,
      places: Float64Array.from([10, 10, 20, 20, 50, 50, 999, 999]),
      present: Uint8Array.from([1, 1, 1, 0]),
      sizes: Float64Array.from([100, 50, 200, 200]),
      eyeDistances: Float64Array.from([10, 40]),
    },
    // Off by (3, 4), (0, 0), (6, 8); the absent one by whatever.
    predicted: Float64Array.from([13, 14, 20, 20, 56, 58, 1, 1]),
  };
}

describe('measure', () => {
  it('follows its definitions, worked out by hand', () => {
    const { truth, predicted } = twoFaces();
    const measures = measure(truth, predicted);
    // Squares of x/W, y/H: 0.03² + 0.08², 0, 0.03² + 0.04²; six coordinates.
    expect(measures.mse).toBeCloseTo((0.0009 + 0.0064 + 0.0009 + 0.0016) / 6, 12);
    // Distances 5, 0 and 10.
    expect(measures.meanErrorPx).toBeCloseTo(5, 12);
    expect(measures.medianErrorPx).toBeCloseTo(5, 12);
    // Rank 0.95 · 2 = 1.9: between 5 and 10.
    expect(measures.p95ErrorPx).toBeCloseTo(9.5, 12);
    expect(measures.rmseXPx).toBeCloseTo(Math.sqrt((9 + 0 + 36) / 3), 12);
    expect(measures.rmseYPx).toBeCloseTo(Math.sqrt((16 + 0 + 64) / 3), 12);
    // Image means 2.5 and 10, by 10 and 40: 0.25 each.
    expect(measures.nmeInterOcular).toBeCloseTo(0.25, 12);
  });

  it('averages the NME over images, not over landmarks', () => {
    const { truth, predicted } = twoFaces();
    truth.eyeDistances[1] = 20;
    // (2.5 / 10 + 10 / 20) / 2; pooled over the three landmarks it would be (0.5 + 0 + 0.5) / 3.
    expect(measure(truth, predicted).nmeInterOcular).toBeCloseTo(0.375, 12);
  });

  it('leaves images without an eye distance out of the NME only', () => {
    const { truth, predicted } = twoFaces();
    truth.eyeDistances[0] = NaN;
    const measures = measure(truth, predicted);
    expect(measures.nmeInterOcular).toBeCloseTo(0.25, 12);
    expect(measures.meanErrorPx).toBeCloseTo(5, 12);
    truth.eyeDistances[1] = NaN;
    expect(measure(truth, predicted).nmeInterOcular).toBeNull();
  });

  it('agrees with plain arithmetic on a large table', () => {
    const rows = 666;
    const columns = 68;
    const noise = (index: number): number => Math.sin(index * 12.9898) * 7;
    const places = Float64Array.from({ length: rows * columns * 2 }, (_, index) => 100 + noise(index * 3));
    const predicted = places.map((place, index) => place + noise(index));
    const sizes = Float64Array.from({ length: rows * 2 }, (_, index) => (index % 2 === 0 ? 640 : 480));
    const truth: FaceTable = {
      rows,
      columns,
      places,
      present: new Uint8Array(rows * columns).fill(1),
      sizes,
      eyeDistances: new Float64Array(rows).fill(50),
    };
    const errors = Array.from({ length: rows * columns }, (_, cell) =>
      [2 * cell, 2 * cell + 1].map((place) => predicted[place]! - places[place]!),
    );
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const distances = errors.map(([dx, dy]) => Math.hypot(dx!, dy!));
    const measures = measure(truth, predicted);
    expect(measures.mse).toBeCloseTo(mean(errors.flatMap(([dx, dy]) => [(dx! / 640) ** 2, (dy! / 480) ** 2])), 12);
    expect(measures.meanErrorPx).toBeCloseTo(mean(distances), 9);
    expect(measures.nmeInterOcular).toBeCloseTo(mean(distances) / 50, 9);
    expect(measures.rmseYPx).toBeCloseTo(Math.sqrt(mean(errors.map(([, dy]) => dy! ** 2))), 9);
    const sorted = distances.sort((one, other) => one - other);
    expect(measures.medianErrorPx).toBeCloseTo((sorted[sorted.length / 2 - 1]! + sorted[sorted.length / 2]!) / 2, 9);
  });
});

describe('percentile', () => {
  it('interpolates linearly between ranks', () => {
    const values = Float64Array.from([1, 2, 3, 4]);
    expect([0, 0.5, 0.95, 1].map((share) => percentile(values, share))).toEqual([1, 2.5, expect.closeTo(3.85, 12), 4]);
    expect(percentile(new Float64Array(), 0.5)).toBeNaN();
  });
});

describe('meanErrorPx', () => {
  it('is over the landmarks that are not absent, and null when all are', () => {
    const truth = [
      { x: 0, y: 0, visibility: 'occluded' as const },
      { x: 5, y: 5, visibility: 'absent' as const },
    ];
    expect(
      meanErrorPx(truth, [
        [3, 4],
        [0, 0],
      ]),
    ).toBe(5);
    expect(meanErrorPx(truth.slice(1), [[0, 0]])).toBeNull();
  });
});
