import type { Landmark } from '../../../../src-main/contract/index.ts';

interface Size {
  width: number;
  height: number;
}

/** A face of one image as it lies in another: at the same part of its width and height. px of each image. */
export function copiedFace(landmarks: readonly Landmark[], from: Size, to: Size): Landmark[] {
  return landmarks.map((landmark) => ({
    ...landmark,
    x: (landmark.x * to.width) / from.width,
    y: (landmark.y * to.height) / from.height,
  }));
}
