import type { ShapeModel } from '../../../../src-main/contract/index.ts';
import { countOf } from '../../../app/messages.ts';
import type { PlacingTool } from '../../../stores/placing.ts';
import { leastPins } from './fill-face.ts';

export interface PlacingSituation {
  tool: PlacingTool;
  /** Name of the landmark that the next click places. */
  next: string | null;
  placed: number;
  landmarks: number;
  pins: number;
  /** Null while it is computed. */
  model: ShapeModel | null;
  /** There is a shape to put into a box. */
  hasShape: boolean;
  /** Name of the landmark under the pointer, or with the snap tool nearest to it. */
  nearest: string | null;
  /** px of the image; 0 when there is no face. */
  softRadius: number;
}

/** What the next click does, in a few words. */
export function placingHint(now: PlacingSituation): string {
  switch (now.tool) {
    case 'place landmarks':
      return now.next === null
        ? `All ${countOf(now.landmarks, 'landmark')} gone through`
        : `Click places ${now.next} · ${now.placed} of ${now.landmarks} placed`;
    case 'place template':
      return now.hasShape ? 'Drag a box around the face for the template' : 'The schema has no template';
    case 'place mean shape':
      if (!now.model) return 'Computing the mean shape…';
      return now.hasShape
        ? `Drag a box around the face for ${meanWords(now.model)}`
        : 'No face is labelled yet: there is no mean shape';
    case 'fill face':
      return fillHint(now);
    case 'soft move':
      return now.softRadius > 0
        ? `Drag a landmark: those within ${now.softRadius.toFixed(0)} px follow`
        : 'There is no face to move';
    case 'snap':
      return now.nearest === null ? 'Click: the nearest landmark comes here' : `Click brings ${now.nearest} here`;
  }
}

function meanWords({ basis, shapes }: ShapeModel): string {
  return basis === 'template' ? 'the template (too few faces are labelled)' : `the mean of ${countOf(shapes, 'face')}`;
}

function fillHint({ model, next, pins }: PlacingSituation): string {
  if (!model) return 'Computing the shape model…';
  if (model.mean.every((point) => point === null)) return 'No face is labelled yet and the schema has no template';
  const by =
    model.basis === 'shapes'
      ? `as ${model.shapes} labelled faces vary`
      : `by the ${model.basis}: few faces are labelled`;
  if (pins < leastPins)
    return `Click ${next ?? 'a landmark'} · ${pins + 1} of ${leastPins}, then the others follow ${by}`;
  return next === null
    ? `Drag any landmark that is off: the others follow · ${pins} set`
    : `Click ${next}, or drag any landmark: the others follow · ${pins} set`;
}
