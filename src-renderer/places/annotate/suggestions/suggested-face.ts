import type { Change, Edit, ImageDetail, Instance, Landmark } from '../../../../src-main/contract/index.ts';

/*
 * A suggested face is drawn among the faces of its image, under a number below zero: it is none of them until it is accepted. What is
 * done to it accepts it with that done.
 */

export const isSuggested = (instanceId: number | null): boolean => instanceId !== null && instanceId < 0;

/** What is suggested on an image as faces, px; landmarks that have a place already are absent in them. */
export function suggestedFaces({ id: imageId, suggestions }: Pick<ImageDetail, 'id' | 'suggestions'>): Instance[] {
  return suggestions.map(({ id, runId, landmarks }) => ({
    id: -id,
    imageId,
    box: null,
    landmarks: landmarks.map((landmark): Landmark => landmark ?? { x: 0, y: 0, visibility: 'absent' }),
    origin: { kind: 'run', source: `run ${runId}` },
  }));
}

/** The suggested faces that an edit changes. */
export function suggestedOf(edit: Edit): number[] {
  const ids = edit.changes.flatMap((change) => ('instanceId' in change ? [change.instanceId] : []));
  return [...new Set(ids.filter(isSuggested))];
}

/** The edit with what it does to suggested faces as acceptances: moved landmarks are corrected, a deleted face is dismissed. */
export function acceptingEdit(edit: Edit, imageId: number): Edit {
  const suggested = suggestedOf(edit);
  if (suggested.length === 0) return edit;
  const others = edit.changes.filter((change) => !('instanceId' in change && isSuggested(change.instanceId)));
  return { ...edit, changes: [...others, ...suggested.map((id) => acceptance(edit.changes, id, imageId))] };
}

/** The same edit with faces under other numbers. */
export function renumbered(edit: Edit, numbers: ReadonlyMap<number, number>): Edit {
  return {
    ...edit,
    changes: edit.changes.map((change) =>
      'instanceId' in change ? { ...change, instanceId: numbers.get(change.instanceId) ?? change.instanceId } : change,
    ),
  };
}

/** Which face of the image a suggested one became; null when there is none. */
export function acceptedAs(suggestedId: number, before: ImageDetail, now: ImageDetail): number | null {
  const own = before.suggestions.find(({ id }) => -id === suggestedId)?.instanceId;
  return own ?? now.instanceList.at(-1)?.id ?? null;
}

function acceptance(changes: readonly Change[], suggestedId: number, imageId: number): Change {
  const own = changes.filter((change) => 'instanceId' in change && change.instanceId === suggestedId);
  if (own.some(({ kind }) => kind === 'delete instance')) return { kind: 'dismiss suggestion', imageId };
  const accepted: Change = { kind: 'accept suggestion', suggestionId: -suggestedId, corrected: [] };
  for (const change of own) {
    if (change.kind === 'move landmarks') accepted.corrected?.push(...change.landmarks);
    if (change.kind === 'set box') accepted.box = change.box;
  }
  return accepted;
}
