import type { Box, Instance } from '../../../../src-main/contract/index.ts';
import type { Grip } from '../gestures/gesture-state.ts';
import { toImage, type Point, type ViewTransform } from '../stage/view-transform.ts';
import { resized } from './geometry.ts';
import { cursorOf, handleAt, stageBox } from './handles.ts';

/**
 * What of a face's box can be pulled at a place of the stage (CSS px): a corner or side sizes it, its inside moves it. With Shift a
 * corner keeps the box's proportions; Alt turns round whether the landmarks go along.
 */
export function grabBox(
  face: Instance | null,
  view: ViewTransform,
  at: Point,
  editing: { takesLandmarks: boolean; change(face: Instance, box: Box, withLandmarks: boolean): void },
): Grip | null {
  const box = face?.box;
  if (!face || !box) return null;
  const handle = handleAt(stageBox(box, view), at, { canRotate: false, insideMoves: true });
  if (!handle || handle === 'rotate') return null;
  const from = toImage(view, at);
  return {
    cursor: cursorOf(handle),
    pull: (to, held) => {
      const by = { x: to.x - from.x, y: to.y - from.y };
      const next =
        handle === 'move'
          ? { ...box, x: box.x + by.x, y: box.y + by.y }
          : resized(box, handle, by, { keepShape: held.shift, aboutMiddle: false });
      editing.change(face, next, editing.takesLandmarks !== held.alt);
    },
  };
}
