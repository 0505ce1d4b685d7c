import { userInfo } from 'node:os';
import { StudioError, type Change, type Edit, type ImageStatus, type Landmark } from '../../contract/index.ts';
import type { Recorder } from './journal.ts';
import { decodeLandmarks, encodeBox, encodeLandmarks } from './landmark-codec.ts';
import type { InstanceRow } from './rows.ts';
import type { Sql } from './sql.ts';

/**
 * Makes the changes of an edit through the recorder. An image nobody had worked on (`new`, `predicted`) becomes `in work` with
 * it. An instance keeps its origin: where its landmarks first came from stays true, and the history tells who moved them.
 * Throws StudioError 'bad input' naming the change; the caller's transaction then leaves nothing changed.
 */
export function applyChanges(sql: Sql, recorder: Recorder, edit: Edit, landmarkCount: number): void {
  const touched = new Set<number>();
  for (const change of edit.changes) touched.add(applyChange(sql, recorder, change, landmarkCount));
  for (const imageId of touched) {
    const image = sql.get<{ status: ImageStatus }>('SELECT status FROM images WHERE id = ?', imageId);
    if (image?.status === 'new' || image?.status === 'predicted')
      recorder.update('images', imageId, { status: 'in work' });
  }
}

/** Answers the image the change was about. */
function applyChange(sql: Sql, recorder: Recorder, change: Change, landmarkCount: number): number {
  switch (change.kind) {
    case 'move landmarks': {
      const instance = requireInstance(sql, change.instanceId);
      const landmarks: Landmark[] = decodeLandmarks(instance.landmarks);
      for (const { index, landmark } of change.landmarks) {
        if (!Number.isInteger(index) || index < 0 || index >= landmarkCount)
          throw new StudioError(
            'bad input',
            `There is no landmark ${index}: the schema's last is ${landmarkCount - 1}.`,
          );
        landmarks[index] = landmark;
      }
      recorder.update('instances', instance.id, { landmarks: encodeLandmarks(landmarks) });
      return instance.image_id;
    }
    case 'set box': {
      const instance = requireInstance(sql, change.instanceId);
      recorder.update('instances', instance.id, { box: encodeBox(change.box) });
      return instance.image_id;
    }
    case 'add instance': {
      if (!sql.get('SELECT 1 FROM images WHERE id = ?', change.imageId))
        throw new StudioError('bad input', `There is no image ${change.imageId} in this project.`);
      requireCount(change.landmarks, landmarkCount, 'The new instance');
      recorder.insert('instances', {
        image_id: change.imageId,
        box: encodeBox(change.box),
        landmarks: encodeLandmarks(change.landmarks),
        origin_kind: 'person',
        origin_source: personName(),
        imported_digest: null,
      });
      return change.imageId;
    }
    case 'delete instance': {
      const instance = requireInstance(sql, change.instanceId);
      recorder.delete('instances', instance.id);
      return instance.image_id;
    }
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

function requireInstance(sql: Sql, instanceId: number): InstanceRow {
  const row = sql.get<InstanceRow>('SELECT * FROM instances WHERE id = ?', instanceId);
  if (!row)
    throw new StudioError('bad input', `There is no instance ${instanceId}: it may have been deleted meanwhile.`);
  return row;
}

function personName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no name.
    return 'person';
  }
}
