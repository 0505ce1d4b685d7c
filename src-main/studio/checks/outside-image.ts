import { inPx, named, type FaceCheck } from './checked-face.ts';

/** px; what rounding on the way through a format may add. */
const slack = 0.5;

/** Landmarks beyond the image's edges: the farthest first. They can be put onto the nearest edge. */
export const outsideImage: FaceCheck = ({ schema, shape, image }) => {
  const outside = shape
    .flatMap((point, index) => {
      if (!point) return [];
      const x = Math.min(image.width, Math.max(0, point[0]));
      const y = Math.min(image.height, Math.max(0, point[1]));
      return [{ index, x, y, by: Math.hypot(point[0] - x, point[1] - y) }];
    })
    .filter(({ by }) => by > slack)
    .sort((one, other) => other.by - one.by);
  const [farthest] = outside;
  if (!farthest) return [];
  const landmarks = outside.map(({ index }) => index);
  const verb = outside.length === 1 ? 'lies' : 'lie';
  return [
    {
      kind: 'outside the image',
      landmarks,
      severity: farthest.by,
      words: `${named(schema, landmarks)} ${verb} ${outside.length === 1 ? '' : 'up to '}${inPx(farthest.by)} outside the image`,
      fix: {
        kind: 'move landmarks',
        words: `Put ${named(schema, landmarks)} onto the image’s edge`,
        landmarks: outside.map(({ index, x, y }) => ({ index, landmark: { x, y, visibility: 'visible' } })),
      },
    },
  ];
};
