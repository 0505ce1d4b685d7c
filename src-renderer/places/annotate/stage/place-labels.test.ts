import { describe, expect, it } from 'vitest';
import { placeLabels } from './place-labels.ts';
import type { Point } from './view-transform.ts';

const stage = { width: 800, height: 600 };
const height = 14;

function boxesOf(placed: readonly (Point | null)[], widths: readonly number[]) {
  return placed.flatMap((at, index) =>
    at
      ? [
          {
            left: at.x - (widths[index] ?? 0) / 2,
            right: at.x + (widths[index] ?? 0) / 2,
            top: at.y - 7,
            bottom: at.y + 7,
          },
        ]
      : [],
  );
}
const overlap = (a: ReturnType<typeof boxesOf>[number], b: typeof a): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

describe('placeLabels', () => {
  it('puts labels outside of the face when there is room', () => {
    const corners = [
      { x: 300, y: 200 },
      { x: 500, y: 200 },
      { x: 400, y: 400 },
    ];
    const [left, right, below] = placeLabels(corners, [60, 60, 60], height, stage);
    expect(left?.x).toBeLessThan(300);
    expect(right?.x).toBeGreaterThan(500);
    expect(below?.y).toBeGreaterThan(400);
  });

  it('lets no label cover another or a landmark, however near they lie, and leaves out those without room', () => {
    const ring = Array.from({ length: 98 }, (_, index) => ({
      x: 400 + 60 * Math.cos((index * 2 * Math.PI) / 98),
      y: 300 + 60 * Math.sin((index * 2 * Math.PI) / 98),
    }));
    const widths = ring.map((_, index) => 40 + (index % 5) * 10);
    const placed = placeLabels(ring, widths, height, stage);
    const boxes = boxesOf(placed, widths);
    expect(boxes.length).toBeGreaterThan(8);
    expect(boxes.length).toBeLessThan(98);
    boxes.forEach((box, index) => {
      expect(boxes.slice(index + 1).some((other) => overlap(box, other))).toBe(false);
      const covered = ring.some(({ x, y }) => overlap(box, { left: x - 3, right: x + 3, top: y - 3, bottom: y + 3 }));
      expect(covered).toBe(false);
    });
  });

  it('gives every landmark its label once they are far enough apart', () => {
    const grid = Array.from({ length: 20 }, (_, index) => ({
      x: 100 + (index % 5) * 140,
      y: 100 + Math.floor(index / 5) * 100,
    }));
    const placed = placeLabels(
      grid,
      grid.map(() => 80),
      height,
      stage,
    );
    expect(placed).not.toContain(null);
  });

  it('labels nothing that is absent or off the stage', () => {
    expect(placeLabels([null, { x: -1, y: 5 }], [20, 20], height, stage)).toEqual([null, null]);
  });
});
