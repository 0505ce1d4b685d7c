import { useEventListener } from '@vueuse/core';
import type { Box, Landmark, LandmarkSchema, Visibility } from '../../../src-main/contract/index.ts';
import { countOf } from '../../app/messages.ts';
import { useAnnotation } from '../../stores/annotation.ts';
import { useNotices } from '../../stores/notices.ts';
import type { FaceState } from './edits.ts';
import { isSameLandmark } from './words-for-change.ts';

/** A paste so soon after the middle button was let go is that button's, ms. */
const middlePaste = 100;

/** What is on the clipboard says what it is, so that other text is not taken for a face. */
const kind = 'keypoint-studio face';
/** px of the image between a face and its copy on the same image, so that both are seen. */
const stepAside = 12;

interface Size {
  width: number;
  height: number;
}

/** A face as text, with its landmarks' names: other programs and projects can read it. px of its image. */
export function faceAsText(face: FaceState, schema: LandmarkSchema, image: Size): string {
  const landmarks = face.landmarks.map((landmark, index) => ({
    name: schema.landmarks[index]?.name ?? '',
    ...landmark,
  }));
  return JSON.stringify(
    { kind, image: { width: image.width, height: image.height }, box: face.box, landmarks },
    null,
    1,
  );
}

/**
 * A face from text, for an image: scaled by one factor where that image has another size than the one it was copied from, its middle
 * at the same part of it. Landmarks are known by their names; those that the text has not are absent.
 *
 * @returns null when the text is no face, or has no landmark of the schema
 */
export function faceFromText(
  text: string,
  schema: LandmarkSchema,
  image: Size,
): { face: FaceState; missing: number } | null {
  const copied = parse(text);
  if (!copied) return null;
  const factor = Math.min(image.width / copied.image.width, image.height / copied.image.height);
  const place = ({ x, y }: { x: number; y: number }) => ({
    x: image.width / 2 + factor * (x - copied.image.width / 2),
    y: image.height / 2 + factor * (y - copied.image.height / 2),
  });
  const byName = new Map(copied.landmarks.map((landmark) => [landmark.name, landmark]));
  let missing = 0;
  const landmarks = schema.landmarks.map(({ name }): Landmark => {
    const known = byName.get(name);
    if (known) return { ...place(known), visibility: known.visibility };
    missing += 1;
    return { x: 0, y: 0, visibility: 'absent' };
  });
  if (missing === landmarks.length) return null;
  const { box } = copied;
  return {
    face: { landmarks, box: box && { ...place(box), width: factor * box.width, height: factor * box.height } },
    missing,
  };
}

interface CopiedFace {
  image: Size;
  box: Box | null;
  landmarks: { name: string; x: number; y: number; visibility: Visibility }[];
}

function parse(text: string): CopiedFace | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const { kind: found, image, box, landmarks } = fieldsOf(value);
  const { width, height } = fieldsOf(image);
  if (found !== kind || !isSize(width) || !isSize(height) || !Array.isArray(landmarks)) return null;
  return {
    image: { width, height },
    box: boxOf(box),
    landmarks: landmarks.flatMap((each) => {
      const { name, x, y, visibility } = fieldsOf(each);
      return typeof name === 'string' && isNumber(x) && isNumber(y) && isVisibility(visibility)
        ? [{ name, x, y, visibility }]
        : [];
    }),
  };
}

function boxOf(value: unknown): Box | null {
  const { x, y, width, height } = fieldsOf(value);
  return isNumber(x) && isNumber(y) && isSize(width) && isSize(height) ? { x, y, width, height } : null;
}
const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isSize = (value: unknown): value is number => isNumber(value) && value > 0;
const isVisibility = (value: unknown): value is Visibility =>
  value === 'visible' || value === 'occluded' || value === 'absent';

/**
 * Copies the active face and pastes one, by the system's own copy and paste: they need no permission, which the desktop window
 * does not give, and a face can go from one window to another. Text fields and selected text keep theirs.
 */
export function useFaceClipboard(): void {
  const annotation = useAnnotation();
  const notices = useNotices();

  const isOnStage = (): boolean => {
    const focused = document.activeElement;
    const isText = window.getSelection()?.isCollapsed === false;
    return !isText && (focused === null || focused === document.body || focused.closest('[data-stage]') !== null);
  };

  useEventListener(document, 'copy', (event) => {
    const { activeInstance: face, schema, image } = annotation;
    if (!isOnStage() || !event.clipboardData || !face || !schema || !image) return;
    event.clipboardData.setData('text/plain', faceAsText(face, schema, image));
    event.preventDefault();
    notices.show('info', 'The face is copied', 'Paste it on this or another image.');
  });

  // On Linux a middle button let go pastes what is marked anywhere, and cannot be kept from it: here it has panned.
  let middleReleased = -Infinity;
  useEventListener(document, 'pointerup', (event) => {
    if (event.button === 1) middleReleased = event.timeStamp;
  });

  useEventListener(document, 'paste', (event) => {
    if (event.timeStamp - middleReleased < middlePaste) return;
    const { schema, image } = annotation;
    if (!isOnStage() || !event.clipboardData || !schema || !image || annotation.readOnly) return;
    const pasted = faceFromText(event.clipboardData.getData('text/plain'), schema, image);
    if (!pasted) {
      notices.show('info', 'There is no face to paste', 'Copy one first, on this or another image.');
      return;
    }
    event.preventDefault();
    const { face, missing } = pasted;
    const isCopyOf = (other: FaceState): boolean =>
      other.landmarks.every((landmark, index) => {
        const own = face.landmarks[index];
        return own && isSameLandmark(own, landmark);
      });
    annotation.addFace(annotation.instances.some(isCopyOf) ? aside(face) : face, 'Pasted a face');
    if (missing > 0)
      notices.show(
        'info',
        `${countOf(missing, 'landmark')} of the face are absent`,
        'The face that was copied has none by their names.',
      );
  });
}

function aside({ landmarks, box }: FaceState): FaceState {
  return {
    landmarks: landmarks.map((landmark) => ({ ...landmark, x: landmark.x + stepAside, y: landmark.y + stepAside })),
    box: box && { ...box, x: box.x + stepAside, y: box.y + stepAside },
  };
}
