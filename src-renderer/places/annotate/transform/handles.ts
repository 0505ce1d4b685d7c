import type { Box } from '../../../../src-main/contract/index.ts';
import { toStage, type Point, type ViewTransform } from '../stage/view-transform.ts';
import { directionOf, middleOf, sides, type Side } from './geometry.ts';

export type Handle = Side | 'rotate' | 'move';

/** How far the frame of a selection stands from its landmarks, so that it covers none. CSS px, as all below. */
export const framePadding = 14;
/** From the frame's upper side to the handle that rotates it. */
export const rotateDistance = 24;
const reach = 8;
const borderReach = 5;
/** On a side shorter than this the handle in its middle would stand on those of the corners. */
const leastForMiddle = 44;

/** A box of the image (px) on the stage, grown by `padding`. CSS px of the stage. */
export function stageBox(box: Box, view: ViewTransform, padding = 0): Box {
  const corner = toStage(view, box);
  return {
    x: corner.x - padding,
    y: corner.y - padding,
    width: box.width * view.zoom + 2 * padding,
    height: box.height * view.zoom + 2 * padding,
  };
}

/** Where the handles of a box on the stage are. */
export function handlesOf(box: Box, canRotate: boolean): { handle: Handle; at: Point }[] {
  const middle = middleOf(box);
  const found: { handle: Handle; at: Point }[] = sides
    .filter((side) => side.length === 2 || (side === 'n' || side === 's' ? box.width : box.height) >= leastForMiddle)
    .map((side) => {
      const direction = directionOf(side);
      return {
        handle: side,
        at: { x: middle.x + (direction.x * box.width) / 2, y: middle.y + (direction.y * box.height) / 2 },
      };
    });
  if (canRotate) found.push({ handle: 'rotate', at: { x: middle.x, y: box.y - rotateDistance } });
  return found;
}

/** The handle under the pointer, `move` on the border between them (and inside, where `insideMoves`); null elsewhere. */
export function handleAt(
  box: Box,
  pointer: Point,
  { canRotate, insideMoves }: { canRotate: boolean; insideMoves: boolean },
): Handle | null {
  let nearest: Handle | null = null;
  let least = reach;
  for (const { handle, at } of handlesOf(box, canRotate)) {
    const distance = Math.hypot(at.x - pointer.x, at.y - pointer.y);
    if (distance > least) continue;
    least = distance;
    nearest = handle;
  }
  if (nearest) return nearest;
  const inside = depthWithin(box, pointer);
  return inside >= -borderReach && (insideMoves || inside <= borderReach) ? 'move' : null;
}

/** How far inside the box's nearest side a point is; below 0 outside. */
function depthWithin(box: Box, { x, y }: Point): number {
  return Math.min(x - box.x, box.x + box.width - x, y - box.y, box.y + box.height - y);
}

const cursors: Record<Handle, string> = {
  nw: 'nwse-resize',
  se: 'nwse-resize',
  ne: 'nesw-resize',
  sw: 'nesw-resize',
  n: 'ns-resize',
  s: 'ns-resize',
  e: 'ew-resize',
  w: 'ew-resize',
  rotate: 'grab',
  move: 'move',
};

export const cursorOf = (handle: Handle): string => cursors[handle];
