import type { Change, Edit, Landmark } from '../../src-main/contract/index.ts';
import { editBetween, landmarksOfNewFace, type FaceState } from '../places/annotate/edits.ts';
import type { OpenImage } from './open-image.ts';
import type { Selection } from './selection.ts';

export interface FaceEdits {
  /** Adds a face, which becomes the active one: the schema's drawing where no landmarks are given (px of the image). */
  addFace: (face?: FaceState | null, label?: string) => void;
  /** Puts faces (px of the image) onto those that are there, in order, and adds those there are more: one edit. */
  putFaces: (faces: readonly Landmark[][], label: string) => void;
  /** Deletes the active face. */
  deleteFace: () => void;
}

/**
 * Whole faces of the open image, added and deleted. They get their number from the studio and are sent at once: `commit` keeps what
 * is drawn before them, `send` sends an edit that must not be repeated, `adding` is called when the newest face is to be active.
 */
export function useFaceEdits(
  { schema, image, instances, readOnly }: OpenImage,
  chosen: Selection,
  { commit, send, adding }: { commit: () => void; send: (edit: Edit) => void; adding: () => void },
): FaceEdits {
  function addFace(face: FaceState | null = null, label = 'Added a face'): void {
    if (readOnly.value || !image.value || !schema.value) return;
    commit();
    const landmarks = [...(face?.landmarks ?? landmarksOfNewFace(schema.value, image.value))];
    adding();
    send({ label, changes: [{ kind: 'add instance', imageId: image.value.id, box: face?.box ?? null, landmarks }] });
  }

  function putFaces(faces: readonly Landmark[][], label: string): void {
    const imageId = image.value?.id;
    const known = schema.value;
    if (readOnly.value || imageId === undefined || !known) return;
    commit();
    const changes = faces.flatMap((landmarks, order): Change[] => {
      const instance = instances.value[order];
      if (!instance) return [{ kind: 'add instance', imageId, box: null, landmarks }];
      return editBetween(instance.id, instance, { landmarks, box: instance.box }, known, label)?.changes ?? [];
    });
    if (changes.length > 0) send({ label, changes });
  }

  function deleteFace(): void {
    const instance = chosen.activeInstance.value;
    if (readOnly.value || !instance) return;
    commit();
    const place = instances.value.indexOf(instance);
    const label = instances.value.length > 1 ? `Deleted face ${place + 1}` : 'Deleted the face';
    instances.value = instances.value.filter((each) => each !== instance);
    chosen.activeInstanceId.value = (instances.value[place] ?? instances.value.at(-1))?.id ?? null;
    chosen.clear();
    send({ label, changes: [{ kind: 'delete instance', instanceId: instance.id }] });
  }

  return { addFace, putFaces, deleteFace };
}
