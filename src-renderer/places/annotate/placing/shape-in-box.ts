import type { Box, Landmark, ShapePoint } from '../../../../src-main/contract/index.ts';
import type { Point } from '../stage/view-transform.ts';

/** The box between two corners, whichever they are. */
export function boxBetween(one: Point, other: Point): Box {
  return {
    x: Math.min(one.x, other.x),
    y: Math.min(one.y, other.y),
    width: Math.abs(other.x - one.x),
    height: Math.abs(other.y - one.y),
  };
}

/** A shape stretched so that it just fills a box, in the box's unit; a landmark that the shape has not is absent. */
export function shapeInBox(shape: readonly (ShapePoint | null)[], box: Box): Landmark[] {
  const present = shape.filter((point) => point !== null);
  const [xs, ys] = [present.map(([x]) => x), present.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  return shape.map((point) =>
    point
      ? {
          x: box.x + (width > 0 ? (point[0] - left) / width : 0.5) * box.width,
          y: box.y + (height > 0 ? (point[1] - top) / height : 0.5) * box.height,
          visibility: 'visible',
        }
      : { x: 0, y: 0, visibility: 'absent' },
  );
}

/** In the middle of an image, 60% of its shorter side high and as wide as the shape then is. */
export function middleBox(shape: readonly (ShapePoint | null)[], image: { width: number; height: number }): Box {
  const present = shape.filter((point) => point !== null);
  const extent = (axis: 0 | 1): number =>
    Math.max(...present.map((point) => point[axis])) - Math.min(...present.map((point) => point[axis]));
  const height = 0.6 * Math.min(image.width, image.height);
  const width = extent(1) > 0 ? Math.min(0.9 * image.width, (height * extent(0)) / extent(1)) : height;
  return { x: (image.width - width) / 2, y: (image.height - height) / 2, width, height };
}
