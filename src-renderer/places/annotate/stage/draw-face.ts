import type { Landmark, LandmarkSchema } from '../../../../src-main/contract/index.ts';
import type { LabelKind } from '../view/view-settings.ts';
import { toStage, type Point, type ViewTransform } from './view-transform.ts';

/** What is used of a canvas context; Konva's has it, and so has the browser's own. */
export type DrawingContext = Pick<
  CanvasRenderingContext2D,
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'closePath'
  | 'arc'
  | 'stroke'
  | 'fill'
  | 'setLineDash'
  | 'save'
  | 'restore'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineJoin'
  | 'globalAlpha'
>;

export interface DrawnFace {
  landmarks: readonly (Landmark | null)[];
  schema: LandmarkSchema;
  view: ViewTransform;
  /** The picked one of the selection. */
  selected: number | null;
  /** All that are selected. */
  selection: ReadonlySet<number>;
  hovered: number | null;
  contours: boolean;
  /** What stands beside the landmarks (`drawLabels`). */
  labels: LabelKind;
  /** Fainter, when another face of the image is the active one. */
  faint: boolean;
  /** The landmark that lines lead to and no disc covers, so that the pixels under it are seen. */
  bare?: number;
  /** The colour of a face that is only suggested, drawn hollow and dashed; null for a label. */
  suggested: string | null;
}

/** CSS px, whatever the zoom. */
const radius = 3.6;
const selectedRadius = 6;
/** Of those that are selected beside the picked one. */
const alsoSelectedRadius = 4.6;
const edge = 'rgb(0 0 0 / 65%)';
/** Under dashes it is seen through them. */
const faintEdge = 'rgb(0 0 0 / 40%)';

/** Draws contours and landmarks of one face in CSS px of the stage. Visible ones are discs, occluded ones rings; absent ones are not drawn unless selected. */
export function drawFace(context: DrawingContext, face: DrawnFace): void {
  const places = face.landmarks.map((landmark) => (landmark ? toStage(face.view, landmark) : null));
  const colours = new Map(face.schema.groups.map((group) => [group.name, group.colour]));
  const colourOf = (index: number): string =>
    face.suggested ?? colours.get(face.schema.landmarks[index]?.group ?? '') ?? '#ffffff';

  context.save();
  context.lineJoin = 'round';
  if (face.contours) drawContours(context, face, places, colourOf);
  context.globalAlpha = face.faint ? 0.55 : 1;
  for (const [index, place] of places.entries()) {
    if (place && index !== face.selected && index !== face.bare)
      drawLandmark(context, face, index, place, colourOf(index));
  }
  const place = face.selected === null ? null : places[face.selected];
  if (place && face.selected !== null) drawLandmark(context, face, face.selected, place, colourOf(face.selected));
  context.restore();
}

function drawContours(
  context: DrawingContext,
  face: DrawnFace,
  places: readonly (Point | null)[],
  colourOf: (index: number) => string,
): void {
  const isSeen = (index: number): boolean =>
    face.landmarks[index] != null && face.landmarks[index].visibility !== 'absent';
  context.globalAlpha = face.faint ? 0.3 : 0.7;
  context.lineWidth = 1.3;
  context.setLineDash(face.suggested ? [5, 4] : []);
  for (const contour of face.schema.contours) {
    const shown = contour.landmarks.filter(isSeen);
    const [first] = shown;
    if (first === undefined || shown.length < 2) continue;
    context.strokeStyle = colourOf(first);
    context.beginPath();
    shown.forEach((index, order) => {
      const place = places[index];
      if (!place) return;
      if (order === 0) context.moveTo(place.x, place.y);
      else context.lineTo(place.x, place.y);
    });
    if (contour.closed) context.closePath();
    context.stroke();
  }
  context.setLineDash([]);
}

function drawLandmark(context: DrawingContext, face: DrawnFace, index: number, place: Point, colour: string): void {
  const visibility = face.landmarks[index]?.visibility;
  const isSelected = index === face.selected;
  if (visibility === 'absent' && !isSelected) return;
  const isAlsoSelected = !isSelected && face.selection.has(index);
  const size = isSelected
    ? selectedRadius
    : isAlsoSelected
      ? alsoSelectedRadius
      : index === face.hovered
        ? radius + 1.6
        : radius;
  const disc = (r: number): void => {
    context.beginPath();
    context.arc(place.x, place.y, r, 0, 2 * Math.PI);
  };
  if (isSelected || isAlsoSelected) {
    disc(size + 1.2);
    context.strokeStyle = edge;
    context.lineWidth = isSelected ? 4 : 3;
    context.stroke();
    context.strokeStyle = '#ffffff';
    context.lineWidth = isSelected ? 2 : 1.5;
    context.setLineDash(visibility === 'absent' ? [3, 3] : []);
    context.stroke();
    context.setLineDash([]);
  }
  if (face.suggested && visibility !== 'absent') {
    disc(isSelected || isAlsoSelected ? size - 1.6 : size);
    context.strokeStyle = faintEdge;
    context.lineWidth = 3;
    context.stroke();
    context.strokeStyle = colour;
    context.lineWidth = 1.8;
    context.setLineDash([2.6, 1.9]);
    context.stroke();
    context.setLineDash([]);
  } else if (visibility === 'visible') {
    disc(isSelected ? size - 1.2 : isAlsoSelected ? size - 0.6 : size);
    context.fillStyle = colour;
    context.fill();
    context.strokeStyle = edge;
    context.lineWidth = 0.8;
    context.stroke();
  } else if (visibility === 'occluded') {
    disc(isSelected || isAlsoSelected ? size - 2 : size - 0.4);
    context.strokeStyle = edge;
    context.lineWidth = 3.4;
    context.stroke();
    context.strokeStyle = colour;
    context.lineWidth = 1.8;
    context.stroke();
  }
}
