import { StudioError, type Box, type Landmark, type Visibility } from '../../contract/index.ts';

const visibilities: readonly Visibility[] = ['visible', 'occluded', 'absent'];
const bytesPerLandmark = 17;

/**
 * Landmarks as bytes: for each, x and y as little-endian float64 (px of the original image, exact) and one byte of visibility.
 * A third of the size of JSON, which matters for 100,000 faces and their journal.
 * Throws StudioError 'bad input' when a coordinate is not a finite number.
 */
export function encodeLandmarks(landmarks: readonly Landmark[]): Buffer {
  const bytes = Buffer.alloc(landmarks.length * bytesPerLandmark);
  for (const [index, { x, y, visibility }] of landmarks.entries()) {
    const code = visibilities.indexOf(visibility);
    if (!Number.isFinite(x) || !Number.isFinite(y) || code < 0)
      throw new StudioError('bad input', `Landmark ${index} is not a place: x ${x}, y ${y}, ${visibility}.`);
    const start = index * bytesPerLandmark;
    bytes.writeDoubleLE(x, start);
    bytes.writeDoubleLE(y, start + 8);
    bytes.writeUInt8(code, start + 16);
  }
  return bytes;
}

/** Reads what `encodeLandmarks` wrote. */
export function decodeLandmarks(bytes: Buffer): Landmark[] {
  return Array.from({ length: bytes.length / bytesPerLandmark }, (_, index) => {
    const start = index * bytesPerLandmark;
    const visibility = visibilities[bytes.readUInt8(start + 16)];
    if (!visibility)
      throw new StudioError(
        'bad input',
        `Landmark ${index} is stored with an unknown visibility: the project is damaged.`,
      );
    return { x: bytes.readDoubleLE(start), y: bytes.readDoubleLE(start + 8), visibility };
  });
}

/**
 * The landmarks in another order, bit for bit: at each place the one of that index in `sources`, an absent one where it is null.
 */
export function rearrangeLandmarks(bytes: Buffer, sources: readonly (number | null)[]): Buffer {
  const absent = encodeLandmarks([{ x: 0, y: 0, visibility: 'absent' }]);
  return Buffer.concat(
    sources.map((source) =>
      source === null ? absent : bytes.subarray(source * bytesPerLandmark, (source + 1) * bytesPerLandmark),
    ),
  );
}

/** Whether the landmark of that index is in the picture, without reading the others. */
export function isPresentAt(bytes: Buffer, index: number): boolean {
  return visibilities[bytes.readUInt8(index * bytesPerLandmark + 16)] !== 'absent';
}

/** Adds how many landmarks there are of each visibility, without reading their places. */
export function countVisibilities(bytes: Buffer, counts: Record<Visibility, number>): void {
  for (let place = bytesPerLandmark - 1; place < bytes.length; place += bytesPerLandmark) {
    const visibility = visibilities[bytes.readUInt8(place)];
    if (visibility) counts[visibility] += 1;
  }
}

/** Predicted places, [x, y] px each, as little-endian float64 pairs. */
export function encodePoints(points: readonly [number, number][]): Buffer {
  return Buffer.from(new Float64Array(points.flat()).buffer);
}

export function decodePoints(bytes: Buffer): [number, number][] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / 16 }, (_, index) => [
    view.getFloat64(index * 16, true),
    view.getFloat64(index * 16 + 8, true),
  ]);
}

/** Throws StudioError 'bad input' when the box is not four finite numbers with a size of at least nothing. */
export function encodeBox(box: Box | null): string | null {
  if (!box) return null;
  const { x, y, width, height } = box;
  if (![x, y, width, height].every(Number.isFinite) || width < 0 || height < 0)
    throw new StudioError('bad input', `Not a box: x ${x}, y ${y}, width ${width}, height ${height}.`);
  return JSON.stringify([x, y, width, height]);
}

export function decodeBox(text: string | null): Box | null {
  if (text === null) return null;
  const [x, y, width, height] = JSON.parse(text) as [number, number, number, number];
  return { x, y, width, height };
}

/** Closer than any hand can place a landmark, wider than what a dataset format loses by rounding. */
const samePx = 1e-3;
const close = (left: number, right: number) => Math.abs(left - right) <= samePx;

/** Whether two instances are the same one told twice: every landmark and the box within a thousandth of a px. */
export function sameInstance(
  left: { box: Box | null; landmarks: readonly Landmark[] },
  right: { box: Box | null; landmarks: readonly Landmark[] },
): boolean {
  const sameLandmarks =
    left.landmarks.length === right.landmarks.length &&
    left.landmarks.every((landmark, index) => {
      const other = right.landmarks[index];
      if (other?.visibility !== landmark.visibility) return false;
      return landmark.visibility === 'absent' || (close(landmark.x, other.x) && close(landmark.y, other.y));
    });
  if (!sameLandmarks) return false;
  return sameBox(left.box, right.box);
}

export function sameBox(left: Box | null, right: Box | null): boolean {
  if (left === null || right === null) return left === right;
  return (['x', 'y', 'width', 'height'] as const).every((side) => close(left[side], right[side]));
}
