import type { Landmark } from '../../../../src-main/contract/index.ts';
import { countOf } from '../../../app/messages.ts';
import { useAgreement } from '../../../stores/agreement.ts';
import { useAnnotation } from '../../../stores/annotation.ts';
import { useNotices } from '../../../stores/notices.ts';
import { studioClient } from '../../../stores/studio.ts';
import { copiedFace } from './copy-face.ts';
import { completedByMirror, mirroredFace } from './mirror.ts';

/** What is done to a whole face at once, each as one edit. */
export function useWholeFace(): { copyBefore(): Promise<void>; mirror(): void; completeByMirror(): void } {
  const annotation = useAnnotation();
  const agreement = useAgreement();
  const notices = useNotices();

  /** The faces of the nearest labelled image before, of the same person: each onto the open image's face of the same number, or added. */
  async function copyBefore(): Promise<void> {
    const image = annotation.image;
    if (!image || annotation.readOnly || agreement.refuses('Copying from the image before')) return;
    annotation.commit();
    try {
      const before = await studioClient().annotations.imageBefore.query({ imageId: image.id });
      if (annotation.image?.id !== image.id) return;
      if (!before) {
        const whose = image.group === null ? 'without a person' : `of person ${image.group}`;
        notices.show('info', 'There is no face to copy', `No image ${whose} before this one has landmarks.`);
        return;
      }
      const faces = before.instanceList.map(({ landmarks }) => copiedFace(landmarks, before, image));
      const count = faces.flat().filter((landmark) => landmark.visibility !== 'absent').length;
      annotation.putFaces(faces, `Copied ${countOf(count, 'landmark')} from ${before.name}`);
    } catch (error) {
      notices.fail('The faces could not be copied', error);
    }
  }

  function change(how: typeof mirroredFace, words: (changed: number) => string): void {
    const instance = annotation.activeInstance;
    const pairs = annotation.schema?.mirrorPairs ?? [];
    if (!instance || annotation.readOnly) return;
    const changed = how(instance.landmarks, pairs);
    if (!changed) {
      notices.show(
        'info',
        'The face cannot be mirrored',
        pairs.length === 0
          ? 'The schema names no mirror pairs.'
          : 'Place both landmarks of at least one mirror pair first: they say where its middle is.',
      );
      return;
    }
    annotation.commit();
    const count = changed.filter((landmark, index) => isElsewhere(landmark, instance.landmarks[index])).length;
    annotation.drawFace(instance.id, { landmarks: changed }, words(count));
    annotation.commit();
  }

  return {
    copyBefore,
    mirror: () => change(mirroredFace, (changed) => `Mirrored ${countOf(changed, 'landmark')}`),
    completeByMirror: () =>
      change(completedByMirror, (changed) => `Placed ${countOf(changed, 'landmark')} by mirroring`),
  };
}

const isElsewhere = (landmark: Landmark, before: Landmark | undefined): boolean =>
  landmark.x !== before?.x || landmark.y !== before.y || landmark.visibility !== before.visibility;
