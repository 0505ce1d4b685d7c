import type { Box, Landmark } from '../../../../src-main/contract/index.ts';
import type { DrawingContext } from './draw-face.ts';
import type { Point, Size } from './view-transform.ts';

type TagContext = DrawingContext &
  Pick<CanvasRenderingContext2D, 'font' | 'textAlign' | 'textBaseline' | 'fillText' | 'measureText' | 'roundRect'>;

/** Name and place of the landmark that is moved, beside it. */
export interface DrawnTag {
  /** The landmark, CSS px of the stage. */
  at: Point;
  name: string;
  facts: string;
}

/** CSS px, as the label of a landmark that rests has them (`LandmarkLabel.vue`). */
const padding = 7;
const height = 22;
const font = "12px 'Inter Variable', Inter, system-ui, sans-serif";

/** Where a landmark is, px of the image: near enough to see a hundredth of a px move. */
export function factsOf({ x, y, visibility }: Landmark, zoom: number): string {
  if (visibility === 'absent') return 'absent';
  const decimals = zoom >= 10 ? 2 : 1;
  return `${x.toFixed(decimals)}, ${y.toFixed(decimals)}${visibility === 'occluded' ? ' · occluded' : ''}`;
}

/** Whether a label beside a landmark stands to its left or under it, so that it is inside the stage. */
export const flipsOf = (at: Point, stage: Size): { left: boolean; under: boolean } => ({
  left: at.x > stage.width - 190,
  under: at.y < 40,
});

/** What the tag covers, CSS px of the stage. */
export const areaOfTag = (context: TagContext, tag: DrawnTag, stage: Size): Box => around(boxOf(context, tag, stage));

/** With a px about it for the edges of what is drawn. */
function around({ x, y, width }: Box): Box {
  return { x: Math.floor(x) - 1, y: Math.floor(y) - 1, width: Math.ceil(width) + 3, height: height + 3 };
}

function boxOf(context: TagContext, { at, name, facts }: DrawnTag, stage: Size): Box {
  context.save();
  context.font = font;
  const width = context.measureText(`${name} ${facts}`).width + 2 * padding;
  context.restore();
  const { left, under } = flipsOf(at, stage);
  return { x: left ? at.x - width - 12 : at.x + 12, y: under ? at.y + 10 : at.y - 8 - height, width, height };
}

/** Returns what it covers, CSS px of the stage: texts are measured once for both. */
export function drawTag(context: TagContext, tag: DrawnTag, stage: Size): Box {
  const box = boxOf(context, tag, stage);
  const { x, y, width } = box;
  context.save();
  context.font = font;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.beginPath();
  context.roundRect(x, y, width, height, 5);
  context.fillStyle = 'rgb(8 10 13 / 84%)';
  context.fill();
  const middle = y + height / 2 + 0.5;
  context.fillStyle = '#ffffff';
  context.fillText(tag.name, x + padding, middle);
  context.fillStyle = 'rgb(255 255 255 / 72%)';
  context.fillText(tag.facts, x + padding + context.measureText(`${tag.name} `).width, middle);
  context.restore();
  return around(box);
}
