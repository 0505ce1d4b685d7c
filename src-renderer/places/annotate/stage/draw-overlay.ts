import type { Box } from '../../../../src-main/contract/index.ts';
import { middleOf, rotation } from '../transform/geometry.ts';
import { handlesOf } from '../transform/handles.ts';
import type { DrawingContext } from './draw-face.ts';
import type { Point } from './view-transform.ts';

/** What stands over the faces while they are worked on. All in CSS px of the stage. */
export interface DrawnOverlay {
  /** Around the selection; rotated by so many degrees about its middle. */
  frame: { box: Box; degrees: number } | null;
  /** Boxes of faces, of which one may have handles. */
  boxes: readonly { box: Box; hasHandles: boolean }[];
  marquee: [Point, Point] | null;
  colour: string;
}

const edge = 'rgb(0 0 0 / 55%)';
/** Half a side of a handle. */
const handleSize = 4;

export function drawOverlay(context: DrawingContext, overlay: DrawnOverlay): void {
  context.save();
  for (const { box, hasHandles } of overlay.boxes) {
    path(context, cornersOf(box), true);
    outline(context, hasHandles ? overlay.colour : '#ffffff', hasHandles ? 1.6 : 1.2, hasHandles ? [] : [5, 4]);
    if (hasHandles) for (const { at } of handlesOf(box, false)) square(context, at, overlay.colour);
  }
  if (overlay.frame) drawFrame(context, overlay.frame, overlay.colour);
  if (overlay.marquee) {
    const [from, to] = overlay.marquee;
    path(context, [from, { x: to.x, y: from.y }, to, { x: from.x, y: to.y }], true);
    context.save();
    context.globalAlpha = 0.16;
    context.fillStyle = overlay.colour;
    context.fill();
    context.restore();
    outline(context, overlay.colour, 1.2, []);
  }
  context.restore();
}

function drawFrame(context: DrawingContext, frame: { box: Box; degrees: number }, colour: string): void {
  const turn = rotation(middleOf(frame.box), frame.degrees);
  path(context, cornersOf(frame.box).map(turn), true);
  outline(context, colour, 1.2, []);
  const handles = handlesOf(frame.box, true);
  const top = { x: frame.box.x + frame.box.width / 2, y: frame.box.y };
  for (const { handle, at } of handles) {
    const place = turn(at);
    if (handle !== 'rotate') {
      square(context, place, colour);
      continue;
    }
    path(context, [turn(top), place], false);
    outline(context, colour, 1.2, []);
    context.beginPath();
    context.arc(place.x, place.y, handleSize + 0.5, 0, 2 * Math.PI);
    filled(context, colour);
  }
}

function cornersOf({ x, y, width, height }: Box): Point[] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}

function path(context: DrawingContext, points: readonly Point[], closed: boolean): void {
  context.beginPath();
  points.forEach(({ x, y }, order) => {
    if (order === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
  if (closed) context.closePath();
}

function square(context: DrawingContext, { x, y }: Point, colour: string): void {
  path(
    context,
    cornersOf({ x: x - handleSize, y: y - handleSize, width: 2 * handleSize, height: 2 * handleSize }),
    true,
  );
  filled(context, colour);
}

/** White within a dark and a coloured line: seen on any picture, in either theme. */
function filled(context: DrawingContext, colour: string): void {
  context.fillStyle = '#ffffff';
  context.fill();
  outline(context, colour, 1.4, []);
}

function outline(context: DrawingContext, colour: string, width: number, dash: number[]): void {
  context.setLineDash([]);
  context.strokeStyle = edge;
  context.lineWidth = width + 1.6;
  context.stroke();
  context.setLineDash(dash);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
  context.setLineDash([]);
}
