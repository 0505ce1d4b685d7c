import { describe, expect, it } from 'vitest';
import type { Landmark, LandmarkSchema } from '../../../src-main/contract/index.ts';
import { faceAsText, faceFromText } from './face-clipboard.ts';

const schemaOf = (...names: string[]): LandmarkSchema => ({
  name: 'some',
  title: 'Some',
  landmarks: names.map((name) => ({ name, group: 'all' })),
  groups: [{ name: 'all', colour: '#ffffff' }],
  contours: [],
  mirrorPairs: [],
  outerEyeCorners: null,
  template: null,
});
const at = (x: number, y: number, visibility: Landmark['visibility'] = 'visible'): Landmark => ({ x, y, visibility });
const schema = schemaOf('left', 'right');
const image = { width: 100, height: 80 };
const face = { landmarks: [at(10.25, 20), at(60, 70, 'occluded')], box: { x: 5, y: 5, width: 70, height: 72 } };
const text = faceAsText(face, schema, image);

describe('a face on the clipboard', () => {
  it('is the same on an image of the same size', () => {
    expect(faceFromText(text, schema, image)).toEqual({ face, missing: 0 });
  });

  it('is scaled by one factor on an image of another size, about its middle', () => {
    const pasted = faceFromText(text, schema, { width: 300, height: 160 })?.face;
    // The smaller factor of 3 and 2; the middles 50, 40 and 150, 80 meet.
    expect(pasted?.landmarks).toEqual([at(70.5, 40), at(170, 140, 'occluded')]);
    expect(pasted?.box).toEqual({ x: 60, y: 10, width: 140, height: 144 });
  });

  it('finds landmarks by name in another schema, and leaves absent what it has not', () => {
    expect(faceFromText(text, schemaOf('right', 'tip'), image)).toEqual({
      face: { landmarks: [at(60, 70, 'occluded'), at(0, 0, 'absent')], box: face.box },
      missing: 1,
    });
  });

  it('is not made of other text, a broken face or one with no landmark of the schema', () => {
    const other = [
      'hello',
      '{}',
      'null',
      '[1]',
      text.replace('keypoint-studio', 'other'),
      text.replace('"width": 100', '"width": 0'),
    ];
    expect(other.map((each) => faceFromText(each, schema, image))).toEqual(other.map(() => null));
    expect(faceFromText(text, schemaOf('tip'), image)).toBeNull();
  });
});
