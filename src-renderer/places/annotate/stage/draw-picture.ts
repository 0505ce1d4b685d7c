import type { Size, ViewTransform } from './view-transform.ts';

/** From this zoom on the image's own pixels are shown as squares. */
const squarePixelsFrom = 4;

export interface DrawnPicture {
  picture: HTMLImageElement;
  /** Of the original image, px; the picture may have been sent smaller. */
  size: Size;
  view: ViewTransform;
  /** A canvas filter: brightness, contrast and gamma of the view. */
  filter: string;
}

/** Draws what is seen of a picture on a canvas of `room` CSS px, and nothing of the rest: a picture may have hundreds of megapixels. */
export function drawPicture(context: CanvasRenderingContext2D, drawn: DrawnPicture, room: Size): void {
  const { picture, size, view, filter } = drawn;
  const left = Math.max(0, -view.x / view.zoom);
  const top = Math.max(0, -view.y / view.zoom);
  const right = Math.min(size.width, (room.width - view.x) / view.zoom);
  const bottom = Math.min(size.height, (room.height - view.y) / view.zoom);
  if (right <= left || bottom <= top) return;
  const [across, down] = [picture.naturalWidth / size.width, picture.naturalHeight / size.height];
  // Whole pixels of the picture, so that its edge pixels are as wide as the others.
  const from = { x: Math.floor(left * across), y: Math.floor(top * down) };
  const to = { x: Math.ceil(right * across), y: Math.ceil(bottom * down) };
  context.save();
  context.imageSmoothingEnabled = view.zoom < squarePixelsFrom;
  // Made smaller from levels that are kept: without them every pan would read all of the picture, and thin lines flicker.
  context.imageSmoothingQuality = 'medium';
  if (filter !== 'none') context.filter = filter;
  context.drawImage(
    picture,
    from.x,
    from.y,
    to.x - from.x,
    to.y - from.y,
    view.x + (from.x / across) * view.zoom,
    view.y + (from.y / down) * view.zoom,
    ((to.x - from.x) / across) * view.zoom,
    ((to.y - from.y) / down) * view.zoom,
  );
  context.restore();
}
