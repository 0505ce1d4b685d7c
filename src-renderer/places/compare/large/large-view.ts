import { ref } from 'vue';

/** How the chosen face is shown large in place of the gallery: both runs on one picture, or a picture each; null for the gallery. */
export type LargeMode = 'overlay' | 'side by side';

/** Part of a picture that is shown, the same in every pane. */
export interface PictureView {
  /** 1: the whole picture fits. */
  zoom: number;
  /** What is in the middle of the pane, 0 to 1 of the picture. */
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export const wholePicture: PictureView = { zoom: 1, x: 0.5, y: 0.5 };
const mostZoom = 40;

export const largeMode = ref<LargeMode | null>(null);
/** Whether what became better and worse from B to A is drawn. */
export const showsChanges = ref(true);
/** Place among A's landmarks of the one that is pointed at, in the table or on the picture. */
export const pointedLandmark = ref<number | null>(null);

/** px of the screen in one px of the picture when the whole of it fits. */
const fittingScale = (picture: Size, pane: Size): number =>
  Math.min(pane.width / picture.width, pane.height / picture.height);

/** Where the picture lies in the pane, px of the screen. */
export function placeOfPicture(view: PictureView, picture: Size, pane: Size): Size & { left: number; top: number } {
  const scale = fittingScale(picture, pane) * view.zoom;
  const [width, height] = [picture.width * scale, picture.height * scale];
  return { left: pane.width / 2 - view.x * width, top: pane.height / 2 - view.y * height, width, height };
}

/** Zooms by a factor; what is at the place of the pane (px of the screen) stays there. */
export function zoomedAt(
  view: PictureView,
  factor: number,
  at: { x: number; y: number },
  picture: Size,
  pane: Size,
): PictureView {
  const zoom = Math.min(mostZoom, Math.max(1, view.zoom * factor));
  const before = placeOfPicture(view, picture, pane);
  const [u, v] = [(at.x - before.left) / before.width, (at.y - before.top) / before.height];
  const after = placeOfPicture({ ...view, zoom }, picture, pane);
  return within({
    zoom,
    x: u - (at.x - pane.width / 2) / after.width,
    y: v - (at.y - pane.height / 2) / after.height,
  });
}

/** Moves the picture by px of the screen. */
export function panned(view: PictureView, by: { x: number; y: number }, picture: Size, pane: Size): PictureView {
  const { width, height } = placeOfPicture(view, picture, pane);
  return within({ ...view, x: view.x - by.x / width, y: view.y - by.y / height });
}

/** The part around these points, with some air; the whole picture where there are none. */
export function viewOfPoints(
  points: readonly ({ x: number; y: number } | null)[],
  picture: Size,
  pane: Size,
): PictureView {
  const known = points.filter((point) => point !== null);
  if (known.length === 0) return wholePicture;
  const [xs, ys] = [known.map(({ x }) => x), known.map(({ y }) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const air = 1.5;
  const scale = Math.min(
    pane.width / Math.max(1, (right - left) * air),
    pane.height / Math.max(1, (bottom - top) * air),
  );
  return within({
    zoom: Math.min(mostZoom, Math.max(1, scale / fittingScale(picture, pane))),
    x: (left + right) / 2 / picture.width,
    y: (top + bottom) / 2 / picture.height,
  });
}

/** The middle of the pane stays on the picture, and a picture that fits stays whole. */
function within({ zoom, x, y }: PictureView): PictureView {
  if (zoom <= 1) return wholePicture;
  return { zoom, x: Math.min(1, Math.max(0, x)), y: Math.min(1, Math.max(0, y)) };
}
