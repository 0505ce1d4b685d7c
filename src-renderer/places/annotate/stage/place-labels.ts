import type { Point, Size } from './view-transform.ts';

/** CSS px from a landmark to its label, and around each landmark that no label may cover. */
const gap = 7;
const clear = 3;

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const directions = Array.from({ length: 8 }, (_, step) => ({
  x: Math.round(Math.cos((step * Math.PI) / 4)),
  y: Math.round(Math.sin((step * Math.PI) / 4)),
}));

/**
 * Places a label beside each landmark, away from the middle of the face where there is room, so that none covers another or a
 * landmark. One that has no room is left out (null), until the person zooms in.
 *
 * @param places of the landmarks, CSS px of the stage; null has no label and is in nobody's way
 * @param widths of the labels, CSS px
 * @returns the middles of the labels, CSS px
 */
export function placeLabels(
  places: readonly (Point | null)[],
  widths: readonly number[],
  height: number,
  stage: Size,
): (Point | null)[] {
  const seen = places.filter((place) => place !== null);
  const middle = {
    x: seen.reduce((sum, { x }) => sum + x, 0) / Math.max(1, seen.length),
    y: seen.reduce((sum, { y }) => sum + y, 0) / Math.max(1, seen.length),
  };
  const taken = new Taken();
  for (const { x, y } of seen) taken.add({ left: x - clear, top: y - clear, right: x + clear, bottom: y + clear });
  return places.map((place, index) => {
    if (!place || place.x < 0 || place.y < 0 || place.x > stage.width || place.y > stage.height) return null;
    const half = { x: (widths[index] ?? 0) / 2, y: height / 2 };
    const outward = { x: place.x - middle.x, y: place.y - middle.y };
    const length = Math.hypot(outward.x, outward.y) || 1;
    const towards = (direction: Point): number =>
      (direction.x * outward.x + direction.y * outward.y) / length / Math.hypot(direction.x, direction.y);
    for (const direction of directions.toSorted((a, b) => towards(b) - towards(a))) {
      const at = {
        x: place.x + direction.x * (gap + half.x),
        // Slanted ones need less room: the label already stands beside.
        y: place.y + direction.y * (direction.x === 0 ? gap + half.y : half.y),
      };
      const box = { left: at.x - half.x, top: at.y - half.y, right: at.x + half.x, bottom: at.y + half.y };
      if (!taken.isFree(box)) continue;
      taken.add(box);
      return at;
    }
    return null;
  });
}

const cell = 48;

/** Boxes by the squares of a grid that they touch, so that only near ones are compared. */
class Taken {
  private readonly cells = new Map<string, Box[]>();

  add(box: Box): void {
    for (const key of keysOf(box)) {
      const boxes = this.cells.get(key);
      if (boxes) boxes.push(box);
      else this.cells.set(key, [box]);
    }
  }

  isFree(box: Box): boolean {
    return keysOf(box).every((key) => this.cells.get(key)?.every((other) => isApart(box, other)) ?? true);
  }
}

const isApart = (a: Box, b: Box): boolean =>
  a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;

function keysOf({ left, top, right, bottom }: Box): string[] {
  const keys: string[] = [];
  for (let x = Math.floor(left / cell); x * cell < right; x += 1)
    for (let y = Math.floor(top / cell); y * cell < bottom; y += 1) keys.push(`${x} ${y}`);
  return keys;
}
