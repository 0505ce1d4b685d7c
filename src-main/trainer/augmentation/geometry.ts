import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { Augmentation } from '../../contract/augmentation.ts';
import { normalisation } from '../data/batches.ts';
import type { TensorFlow } from '../tensorflow.ts';
import type { Change } from './draw-changes.ts';

/** [a, b, c, d, e, f]: (x, y) goes to (a x + b y + c, d x + e y + f), in px, (0, 0) the outer corner of the first pixel. */
export type Affine = readonly [number, number, number, number, number, number];

type Geometry = Pick<Change, 'mirrored' | 'scale' | 'rotation' | 'across' | 'down'>;

/** Where a point of the picture goes: mirrored, scaled and rotated about the centre, then moved. */
export function forwardAffine(change: Geometry, width: number, height: number): Affine {
  const [cosine, sine] = [change.scale * Math.cos(change.rotation), change.scale * Math.sin(change.rotation)];
  const side = change.mirrored ? -1 : 1;
  const [x, y] = [width / 2, height / 2];
  const [a, b, d, e] = [side * cosine, -sine, side * sine, cosine];
  return [a, b, x + change.across - a * x - b * y, d, e, y + change.down - d * x - e * y];
}

/** The affine map that undoes `affine`. */
export function inverseAffine([a, b, c, d, e, f]: Affine): Affine {
  const determinant = a * e - b * d;
  const [ia, ib, id, ie] = [e / determinant, -b / determinant, -d / determinant, a / determinant];
  return [ia, ib, -(ia * c + ib * f), id, ie, -(id * c + ie * f)];
}

/** tfjs' names for what stands beyond the picture. */
const fillModes = { replicate: 'nearest', reflect: 'reflect', constant: 'constant' } as const;

/**
 * (B, height, width, channels) -> the same, each picture moved by its own map, bilinear.
 *
 * `tf.image.transform` takes where each place of the answer comes from, and counts places from the centre of the first
 * pixel; hence the inverse, and the half pixels.
 */
export function movePictures(
  tf: TensorFlow,
  pictures: Tensor4D,
  affines: Affine[],
  border: Augmentation['border'],
): Tensor4D {
  const rows = affines.map((affine) => {
    const [a, b, c, d, e, f] = inverseAffine(affine);
    return [a, b, c + (a + b - 1) / 2, d, e, f + (d + e - 1) / 2, 0, 0];
  });
  return tf.tidy(() =>
    tf.image.transform(pictures, tf.tensor2d(rows), 'bilinear', fillModes[border], normalisation.add),
  );
}

/** (B, 2K) x/W, y/H -> the same, each row moved by its picture's map. Not a matrix product: on a GPU that may round to 10 bits. */
export function movePoints(
  tf: TensorFlow,
  points: Tensor2D,
  affines: Affine[],
  width: number,
  height: number,
): Tensor2D {
  const [batch, coordinates] = points.shape;
  const each = (value: (affine: Affine) => number) => tf.tensor2d(affines.map(value), [batch, 1]);
  return tf.tidy(() => {
    const [x, y] = tf
      .split(points.reshape([batch, coordinates / 2, 2]), 2, 2)
      .map((half) => half.reshape([batch, coordinates / 2])) as [Tensor2D, Tensor2D];
    const movedX = x
      .mul(each(([a]) => a))
      .add(y.mul(each(([, b]) => (b * height) / width)))
      .add(each(([, , c]) => c / width));
    const movedY = x
      .mul(each(([, , , d]) => (d * width) / height))
      .add(y.mul(each(([, , , , e]) => e)))
      .add(each(([, , , , , f]) => f / height));
    return tf.stack([movedX, movedY], 2).reshape([batch, coordinates]);
  });
}
