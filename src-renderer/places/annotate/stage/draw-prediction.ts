import type { Landmark } from '../../../../src-main/contract/index.ts';
import type { DrawingContext } from './draw-face.ts';
import { toStage, type ViewTransform } from './view-transform.ts';

export interface DrawnPrediction {
  /** In the schema's order, null where the run learned none. */
  landmarks: readonly (Landmark | null)[];
  /** What they are compared with; null when the image has no face. */
  truth: readonly Landmark[] | null;
  view: ViewTransform;
  colour: string;
}

/** Half a diagonal, in CSS px. */
const size = 5;

/** Draws what a run answers as diamonds, each with a line to where the label is: so it is told from labels by more than colour. CSS px of the stage. */
export function drawPrediction(context: DrawingContext, prediction: DrawnPrediction): void {
  context.save();
  for (const [index, landmark] of prediction.landmarks.entries()) {
    if (!landmark) continue;
    const at = toStage(prediction.view, landmark);
    const truth = prediction.truth?.[index];
    if (truth && truth.visibility !== 'absent') {
      const from = toStage(prediction.view, truth);
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.lineTo(at.x, at.y);
      outline(context, 'rgb(255 255 255 / 80%)', 1.2);
    }
    context.beginPath();
    context.moveTo(at.x, at.y - size);
    context.lineTo(at.x + size, at.y);
    context.lineTo(at.x, at.y + size);
    context.lineTo(at.x - size, at.y);
    context.closePath();
    context.fillStyle = prediction.colour;
    context.fill();
    outline(context, '#ffffff', 1);
  }
  context.restore();
}

/** Strokes over a dark edge, so that the line is seen on any picture. */
function outline(context: DrawingContext, colour: string, width: number): void {
  context.strokeStyle = 'rgb(0 0 0 / 55%)';
  context.lineWidth = width + 1.6;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}
