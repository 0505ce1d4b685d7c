import type { LandmarkSchema } from '../../contract/index.ts';
import type { Shape } from '../shapes/align-shapes.ts';
import type { CheckedLabels, NewFinding } from '../store/check-table.ts';
import type { FaceChecker } from './check-face.ts';
import type { FaceFinding } from './checked-face.ts';
import { imageMark, landmarkMarks, stateOf } from './marks.ts';
import { shapeOf, spreadOf } from './usual-faces.ts';

/** Around what a finding is about, in parts of the face's spread. */
const room = 0.5;

/** What the checks find on an image's labels. A rejected image is not checked. */
export function checkLabels(checker: FaceChecker, schema: LandmarkSchema, labels: CheckedLabels): NewFinding[] {
  const { image, instances, decisions } = labels;
  if (image.status === 'rejected') return [];
  if (image.status === 'done' && instances.length === 0) {
    const marks = [imageMark('missing landmarks', image.id, 'done without a face')];
    return [
      {
        imageId: image.id,
        otherImageId: null,
        instanceId: null,
        kind: 'missing landmarks',
        severity: 1,
        state: stateOf(marks, decisions),
        landmarks: [],
        words: 'Done, but no face is marked on it',
        area: null,
        fix: null,
        marks,
      },
    ];
  }
  return instances.flatMap(({ id, landmarks }) => {
    const shape = shapeOf(landmarks);
    return checker.check(image, landmarks).map((found): NewFinding => {
      const marks = landmarkMarks(
        found.kind,
        id,
        found.landmarks.flatMap((index) => {
          const landmark = landmarks[index];
          return landmark ? [{ name: schema.landmarks[index]?.name ?? '', landmark }] : [];
        }),
      );
      return {
        ...found,
        imageId: image.id,
        otherImageId: null,
        instanceId: id,
        state: stateOf(marks, decisions),
        area: areaOf(found, shape),
        marks,
      };
    });
  });
}

/** What to look at, px: the landmarks it is about, and where its fix would put them. */
function areaOf({ landmarks, fix }: FaceFinding, shape: Shape): NewFinding['area'] {
  const fixed = fix?.kind === 'move landmarks' ? fix.landmarks.map(({ landmark: { x, y } }) => [x, y] as const) : [];
  const there = landmarks.flatMap((index) => (shape[index] ? [shape[index]] : []));
  const points = [...there, ...fixed];
  const all = points.length > 0 ? points : shape.filter((point) => point !== null);
  if (all.length === 0) return null;
  const margin = Math.max(8, room * spreadOf(shape));
  const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs) - margin, Math.min(...ys) - margin];
  return { x: left, y: top, width: Math.max(...xs) + margin - left, height: Math.max(...ys) + margin - top };
}
