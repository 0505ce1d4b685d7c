import {
  StudioError,
  type Change,
  type ImageStatus,
  type Landmark,
  type LandmarkSource,
} from '../../contract/index.ts';
import { personName, type Recorder } from './journal.ts';
import { decodeLandmarks, encodeBox, encodeLandmarks } from './landmark-codec.ts';
import type { Sql, SqlValue } from './sql.ts';
import type { SuggestionEdits } from './suggestion-edits.ts';

/** A row of faces, of whichever table. */
export interface FaceRow {
  id: number;
  image_id: number;
  landmarks: Buffer;
}

/** Where an edit's faces are: the ground truth, or the second labelling of an agreement. */
export interface Labelling {
  table: 'instances' | 'agreement_faces';
  face(id: number): FaceRow | undefined;
  /** What a new face of an image has beside box and landmarks. Throws StudioError 'bad input' when it cannot be there. */
  newFace(imageId: number, from: LandmarkSource | undefined): Record<string, SqlValue>;
  /** Throws StudioError 'bad input' when landmarks of the face cannot have come from there. */
  requireSource(from: LandmarkSource, faceId: number): void;
  /** An image nobody had worked on becomes `in work`. */
  workOn(imageId: number): void;
  /** Null where nothing may be suggested. */
  suggestions: SuggestionEdits | null;
}

/** The faces that training reads. */
export function groundTruth(sql: Sql, recorder: Recorder, suggestions: SuggestionEdits): Labelling {
  return {
    table: 'instances',
    face: (id) => sql.get<FaceRow>('SELECT id, image_id, landmarks FROM instances WHERE id = ?', id),
    newFace(imageId, from) {
      if (!sql.get('SELECT 1 FROM images WHERE id = ?', imageId))
        throw new StudioError('bad input', `There is no image ${imageId} in this project.`);
      if (from?.kind !== 'run')
        return { image_id: imageId, origin_kind: 'person', origin_source: personName(), imported_digest: null };
      requireRun(sql, from.run);
      return { image_id: imageId, origin_kind: 'run', origin_source: `run ${from.run}`, imported_digest: null };
    },
    requireSource(from, faceId) {
      if (from.kind === 'run') {
        requireRun(sql, from.run);
        return;
      }
      if (!sql.get('SELECT 1 FROM instances WHERE id = ? AND imported_digest IS NOT NULL', faceId))
        throw new StudioError('bad input', `Instance ${faceId} was not imported: a person placed it.`);
    },
    workOn(imageId) {
      const image = sql.get<{ status: ImageStatus }>('SELECT status FROM images WHERE id = ?', imageId);
      if (image?.status === 'new' || image?.status === 'predicted')
        recorder.update('images', imageId, { status: 'in work' });
      suggestions.closeIfNothingIsLeft(imageId);
    },
    suggestions,
  };
}

/**
 * Makes the changes of an edit through the recorder. An image nobody had worked on (`new`, `predicted`) becomes `in work` with
 * it. An instance keeps its origin: where its landmarks first came from stays true, and `landmark-origins.ts` tells who moved them.
 * Throws StudioError 'bad input' naming the change; the caller's transaction then leaves nothing changed.
 */
export function applyChanges(
  labelling: Labelling,
  recorder: Recorder,
  changes: readonly Change[],
  landmarkCount: number,
): void {
  const touched = new Set<number>();
  for (const change of changes) {
    const imageId = applyChange(labelling, recorder, change, landmarkCount);
    if (imageId !== null) touched.add(imageId);
  }
  for (const imageId of touched) labelling.workOn(imageId);
}

/** Answers the image whose faces the change was about; null when it was about none. */
function applyChange(labelling: Labelling, recorder: Recorder, change: Change, landmarkCount: number): number | null {
  switch (change.kind) {
    case 'move landmarks': {
      const face = requireFace(labelling, change.instanceId);
      const landmarks: Landmark[] = decodeLandmarks(face.landmarks);
      for (const { index, landmark } of change.landmarks) {
        if (!Number.isInteger(index) || index < 0 || index >= landmarkCount)
          throw new StudioError(
            'bad input',
            `There is no landmark ${index}: the schema's last is ${landmarkCount - 1}.`,
          );
        landmarks[index] = landmark;
      }
      if (change.from) labelling.requireSource(change.from, face.id);
      recorder.update(labelling.table, face.id, { landmarks: encodeLandmarks(landmarks) }, change.from);
      return face.image_id;
    }
    case 'set box': {
      const face = requireFace(labelling, change.instanceId);
      recorder.update(labelling.table, face.id, { box: encodeBox(change.box) });
      return face.image_id;
    }
    case 'add instance': {
      const row = labelling.newFace(change.imageId, change.from);
      requireCount(change.landmarks, landmarkCount, 'The new instance');
      recorder.insert(labelling.table, {
        ...row,
        box: encodeBox(change.box),
        landmarks: encodeLandmarks(change.landmarks),
      });
      return change.imageId;
    }
    case 'delete instance': {
      const face = requireFace(labelling, change.instanceId);
      recorder.delete(labelling.table, face.id);
      return face.image_id;
    }
    case 'accept suggestion':
      return requireSuggestions(labelling).accept(change, landmarkCount);
    case 'dismiss suggestion':
      requireSuggestions(labelling).dismiss(change.imageId);
      return null;
    case 'choose suggestion':
      requireSuggestions(labelling).open(change.imageId, change.run);
      return null;
  }
}

/** Throws StudioError 'bad input' unless there is one landmark for each of the schema. */
export function requireCount(landmarks: readonly Landmark[], landmarkCount: number, what: string): void {
  if (landmarks.length !== landmarkCount)
    throw new StudioError(
      'bad input',
      `${what} has ${landmarks.length} landmarks; the project's schema has ${landmarkCount}.`,
    );
}

function requireSuggestions({ suggestions }: Labelling): SuggestionEdits {
  if (!suggestions)
    throw new StudioError('bad input', 'A blind second labelling is placed by hand: nothing is suggested there.');
  return suggestions;
}

function requireRun(sql: Sql, run: number): void {
  if (!sql.get('SELECT 1 FROM runs WHERE id = ?', run))
    throw new StudioError('bad input', `There is no run ${run} in this project.`);
}

function requireFace(labelling: Labelling, instanceId: number): FaceRow {
  const row = labelling.face(instanceId);
  if (!row)
    throw new StudioError('bad input', `There is no instance ${instanceId}: it may have been deleted meanwhile.`);
  return row;
}
