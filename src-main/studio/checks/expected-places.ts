import { fillShape, type ShapeModel } from '../../contract/index.ts';
import type { Shape } from '../shapes/align-shapes.ts';

/** Where the shape model has landmarks, given all the others of the face, px; null where it cannot tell. */
export function expectedPlaces(
  model: ShapeModel,
  shape: Shape,
  wanted: ReadonlySet<number>,
): ReadonlyMap<number, readonly [number, number]> | null {
  const pins = shape.flatMap((point, index) => (point && !wanted.has(index) ? [[index, point] as const] : []));
  const filled = pins.length < 3 ? null : fillShape(model, new Map(pins));
  if (!filled) return null;
  return new Map([...wanted].flatMap((index) => (filled[index] ? [[index, filled[index]] as const] : [])));
}
