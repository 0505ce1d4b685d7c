/** A place in px of the picture; null when the landmark is absent. */
export type MarkPoint = { x: number; y: number } | null;

/**
 * Truth is a red ring, a prediction a blue diamond, the prediction it is compared with an amber cross; of a true shape by its sides,
 * left is a green ring, right an amber diamond and the middle a white cross: told apart by shape too.
 */
export type MarkKind = 'truth' | 'prediction' | 'other' | 'left' | 'right' | 'middle';

export interface MarkSet {
  kind: MarkKind;
  points: readonly MarkPoint[];
}

/** SVG path of one mark of the given radius at every point. */
export function marksPath(kind: MarkKind, points: readonly MarkPoint[], radius: number): string {
  const draw = shapes[kind];
  return points.map((point) => (point ? draw(point.x, point.y, radius) : '')).join('');
}

/** SVG path of a line from each point to its counterpart; absent on either side, no line. */
export function vectorsPath(from: readonly MarkPoint[], to: readonly MarkPoint[]): string {
  return from
    .map((start, index) => {
      const end = to[index];
      return start && end ? `M${short(start.x)} ${short(start.y)}L${short(end.x)} ${short(end.y)}` : '';
    })
    .join('');
}

/** SVG path of lines between pairs of points, as contours are drawn; a pair with an absent point is left out. */
export function linesPath(points: readonly MarkPoint[], pairs: readonly (readonly [number, number])[]): string {
  return pairs
    .map(([from, to]) => {
      const [start, end] = [points[from], points[to]];
      return start && end ? `M${short(start.x)} ${short(start.y)}L${short(end.x)} ${short(end.y)}` : '';
    })
    .join('');
}

/** Radius of a mark in px of the screen: large for one landmark, small for many and on small pictures (`height` px of the screen). */
export function markRadius(count: number, height: number): number {
  const [share, least, most] = count <= 3 ? [0.028, 3, 7] : count <= 20 ? [0.018, 1.6, 4.5] : [0.0105, 1, 3.2];
  return Math.min(most, Math.max(least, share * height));
}

const short = (value: number): string => value.toFixed(2);

function ringPath(x: number, y: number, radius: number): string {
  const [left, r, d] = [short(x - radius), short(radius), short(2 * radius)];
  return `M${left} ${short(y)}a${r} ${r} 0 1 0 ${d} 0a${r} ${r} 0 1 0 -${d} 0Z`;
}

function diamondPath(x: number, y: number, radius: number): string {
  return `M${short(x)} ${short(y - radius)}L${short(x + radius)} ${short(y)}L${short(x)} ${short(y + radius)}L${short(x - radius)} ${short(y)}Z`;
}

function crossPath(x: number, y: number, radius: number): string {
  const half = radius * 0.8;
  const [left, right, top, bottom] = [x - half, x + half, y - half, y + half].map(short);
  return `M${left} ${top}L${right} ${bottom}M${left} ${bottom}L${right} ${top}`;
}

const shapes: Record<MarkKind, (x: number, y: number, radius: number) => string> = {
  truth: ringPath,
  prediction: diamondPath,
  other: crossPath,
  left: ringPath,
  right: diamondPath,
  middle: crossPath,
};
