import type { Landmark } from '../../src-main/contract/index.ts';
import { nextVisibility } from '../places/annotate/edits.ts';
import type { LandmarkHit } from '../places/annotate/stage/hit-test.ts';
import type { Point } from '../places/annotate/stage/view-transform.ts';
import type { Draft } from './draft.ts';
import type { OpenImage } from './open-image.ts';
import type { Selection } from './selection.ts';

export interface LandmarkEdits {
  landmarkOf: (hit: LandmarkHit) => Landmark | null;
  /** Moves a landmark, and with it all that is selected when it is of them. One that was absent is now seen. px of the image. */
  move: (hit: LandmarkHit, to: Point) => void;
  /** Moves what is selected by px of the image. */
  nudge: (by: Point) => void;
  /** Turns the visibility of all that is selected to the one after the picked landmark's; or of the landmark given alone. */
  cycleVisibility: (hit?: LandmarkHit | null) => void;
  /** Puts the picked landmark there when it is absent, and says so by true. px of the image. */
  placeAbsent: (at: Point) => boolean;
}

/** What a person does to landmarks of the open image. Each is drawn at once. */
export function useLandmarkEdits(
  { schema, image, instances, readOnly }: OpenImage,
  { activeInstance, selection, selected, isSelected }: Selection,
  draft: Draft,
): LandmarkEdits {
  function landmarkOf(hit: LandmarkHit): Landmark | null {
    return instances.value.find((each) => each.id === hit.instanceId)?.landmarks[hit.index] ?? null;
  }

  function move(hit: LandmarkHit, to: Point): void {
    const landmark = landmarkOf(hit);
    const instance = instances.value.find((each) => each.id === hit.instanceId);
    if (!landmark || !instance) return;
    const changed = new Map<number, Landmark>();
    if (isSelected(hit))
      for (const index of selection.value) {
        const other = instance.landmarks[index];
        if (other && other.visibility !== 'absent')
          changed.set(index, { ...other, x: other.x + to.x - landmark.x, y: other.y + to.y - landmark.y });
      }
    changed.set(hit.index, {
      ...to,
      visibility: landmark.visibility === 'absent' ? 'visible' : landmark.visibility,
    });
    draft.draw(hit.instanceId, changed);
  }

  function nudge(by: Point): void {
    const { value: face } = activeInstance;
    if (!face) return;
    const changed = new Map<number, Landmark>();
    for (const index of selection.value) {
      const landmark = face.landmarks[index];
      if (landmark && landmark.visibility !== 'absent')
        changed.set(index, { ...landmark, x: landmark.x + by.x, y: landmark.y + by.y });
    }
    draft.draw(face.id, changed);
    draft.commitSoon();
  }

  function cycleVisibility(hit: LandmarkHit | null = null): void {
    const about = hit ?? selected.value;
    const landmark = about && landmarkOf(about);
    const face = instances.value.find((each) => each.id === about?.instanceId);
    if (!landmark || !face) return;
    draft.commit();
    const visibility = nextVisibility(landmark.visibility);
    const changed = new Map<number, Landmark>();
    for (const index of hit ? [hit.index] : selection.value) {
      const each = face.landmarks[index];
      if (each) changed.set(index, { ...placeWhenSeen(each), visibility });
    }
    draft.draw(face.id, changed);
    draft.commitSoon();
  }

  function placeAbsent(at: Point): boolean {
    const hit = selected.value;
    const name = hit && schema.value?.landmarks[hit.index]?.name;
    if (!hit || !name || landmarkOf(hit)?.visibility !== 'absent' || readOnly.value) return false;
    draft.commit();
    draft.draw(hit.instanceId, new Map([[hit.index, { ...at, visibility: 'visible' }]]), `Placed ${name}`);
    draft.commit();
    return true;
  }

  /** A landmark that came absent has no place; when it is to be seen it appears in the middle of the image. */
  function placeWhenSeen(landmark: Landmark): Landmark {
    const isNowhere = landmark.x === 0 && landmark.y === 0;
    return landmark.visibility === 'absent' && isNowhere && image.value
      ? { ...landmark, x: image.value.width / 2, y: image.value.height / 2 }
      : landmark;
  }

  return { landmarkOf, move, nudge, cycleVisibility, placeAbsent };
}
