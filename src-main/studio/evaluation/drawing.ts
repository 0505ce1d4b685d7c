import { resolve } from 'node:path';
import type { z } from 'zod';
import { learnedLines, StudioError, type drawingSchema, type PredictionDrawing } from '../../contract/index.ts';
import type { StudioContext } from '../context.ts';
import { drawLandmarks } from '../pictures/draw-landmarks.ts';
import { checkImage } from '../pictures/inspect-image.ts';

/**
 * A picture of an image with predicted points on it and the project's contours through them.
 * Throws StudioError 'bad input' naming the file when it cannot be read.
 */
export async function drawing(
  context: StudioContext,
  { path, landmarks }: z.output<typeof drawingSchema>,
): Promise<PredictionDrawing> {
  const schema = context.project().store.schema();
  const file = resolve(path);
  await checkImage(file, file);
  const places = new Map(schema.landmarks.map(({ name }, index) => [name, index]));
  const learned = landmarks.map(({ name }) => places.get(name) ?? -1);
  if (learned.includes(-1))
    throw new StudioError('bad input', `Not all of the landmarks to draw are in the schema ${schema.name}.`);
  const { png, width, height } = await drawLandmarks(file, landmarks, learnedLines(schema.contours, learned));
  return { width, height, picture: `data:image/png;base64,${png.toString('base64')}` };
}
