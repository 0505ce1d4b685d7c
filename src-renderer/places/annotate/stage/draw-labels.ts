import type { DrawnFace, DrawingContext } from './draw-face.ts';
import { placeLabels } from './place-labels.ts';
import { toStage, type Size } from './view-transform.ts';

type LabelContext = DrawingContext &
  Pick<CanvasRenderingContext2D, 'font' | 'textAlign' | 'textBaseline' | 'fillText' | 'strokeText' | 'measureText'>;

/** CSS px, whatever the zoom. */
const height = 14;
const font = "500 11px 'Inter Variable', Inter, system-ui, sans-serif";
const widths = new Map<string, number>();

/** Draws names or numbers beside the landmarks of one face. The one that is picked or pointed at has the stage's own label, with its place. */
export function drawLabels(context: LabelContext, face: DrawnFace, stage: Size): void {
  if (face.labels === 'nothing') return;
  const texts = face.landmarks.map((_, index) =>
    face.labels === 'numbers' ? String(index + 1) : (face.schema.landmarks[index]?.name ?? ''),
  );
  const places = face.landmarks.map((landmark) =>
    landmark && landmark.visibility !== 'absent' ? toStage(face.view, landmark) : null,
  );
  context.save();
  context.font = font;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = 'rgb(8 10 13 / 80%)';
  context.fillStyle = '#ffffff';
  const middles = placeLabels(
    places,
    texts.map((text) => widthOf(context, text)),
    height,
    stage,
  );
  for (const [index, at] of middles.entries()) {
    const text = texts[index];
    if (!at || !text || index === face.selected || index === face.hovered) continue;
    context.strokeText(text, at.x, at.y);
    context.fillText(text, at.x, at.y);
  }
  context.restore();
}

function widthOf(context: LabelContext, text: string): number {
  const known = widths.get(text);
  if (known !== undefined) return known;
  const width = context.measureText(text).width + 2;
  widths.set(text, width);
  return width;
}
