import type { Box } from '../../../../src-main/contract/index.ts';

/** Where the image lies on the stage: a point of the image at p px is seen at offset + p * zoom CSS px from the stage's corner. */
export interface ViewTransform {
  zoom: number;
  x: number;
  y: number;
}

export interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** One CSS px shows at most 1/leastZoom image px, and an image px is at most mostZoom CSS px wide. */
export const leastZoom = 0.02;
export const mostZoom = 64;

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** The whole image in the middle of the stage, with `margin` CSS px around it. */
export function fitted(image: Size, stage: Size, margin = 24): ViewTransform {
  return fittedBox({ x: 0, y: 0, ...image }, stage, margin);
}

/** A box of the image (px) in the middle of the stage, as large as it fits with `margin` CSS px around it. */
export function fittedBox(box: Box, stage: Size, margin: number): ViewTransform {
  const room = { width: Math.max(1, stage.width - 2 * margin), height: Math.max(1, stage.height - 2 * margin) };
  // Of a point there is no least: it is shown as large as anything is.
  const zoom = clamp(Math.min(room.width / box.width, room.height / box.height), leastZoom, mostZoom);
  return {
    zoom,
    x: stage.width / 2 - (box.x + box.width / 2) * zoom,
    y: stage.height / 2 - (box.y + box.height / 2) * zoom,
  };
}

/** Zooms by a factor so that what is under `pointer` (CSS px of the stage) stays there. */
export function zoomedAt(view: ViewTransform, pointer: Point, factor: number): ViewTransform {
  const zoom = clamp(view.zoom * factor, leastZoom, mostZoom);
  const scale = zoom / view.zoom;
  return { zoom, x: pointer.x - (pointer.x - view.x) * scale, y: pointer.y - (pointer.y - view.y) * scale };
}

/** Moves the image by CSS px, but never so far that less than `keep` CSS px of it are left on the stage. */
export function panned(view: ViewTransform, by: Point, image: Size, stage: Size, keep = 40): ViewTransform {
  return {
    zoom: view.zoom,
    x: clamp(view.x + by.x, keep - image.width * view.zoom, stage.width - keep),
    y: clamp(view.y + by.y, keep - image.height * view.zoom, stage.height - keep),
  };
}

/** Image px to CSS px of the stage. */
export function toStage(view: ViewTransform, point: Point): Point {
  return { x: view.x + point.x * view.zoom, y: view.y + point.y * view.zoom };
}

/** CSS px of the stage to image px. */
export function toImage(view: ViewTransform, point: Point): Point {
  return { x: (point.x - view.x) / view.zoom, y: (point.y - view.y) / view.zoom };
}

/** Pans just so far that an image point is seen, `margin` CSS px from the edge at least. */
export function revealing(view: ViewTransform, point: Point, stage: Size, margin = 60): ViewTransform {
  const at = toStage(view, point);
  const inside = { x: clamp(at.x, margin, stage.width - margin), y: clamp(at.y, margin, stage.height - margin) };
  return { zoom: view.zoom, x: view.x + (inside.x - at.x), y: view.y + (inside.y - at.y) };
}

/** How much a wheel event zooms: smooth for touchpads, about 15% for one notch of a mouse wheel. */
export function wheelFactor(event: { deltaY: number; deltaMode: number }): number {
  const pixels = event.deltaY * (event.deltaMode === 1 ? 33 : event.deltaMode === 2 ? 100 : 1);
  return Math.exp(-clamp(pixels, -200, 200) * 0.0014);
}
