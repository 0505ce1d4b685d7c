import { expect, it } from 'vitest';
import type { Edit, ImageDetail } from '../../../../src-main/contract/index.ts';
import { acceptedAs, acceptingEdit, renumbered, suggestedFaces, suggestedOf } from './suggested-face.ts';

const at = (x: number) => ({ x, y: 1, visibility: 'visible' as const });
const detail = (instanceIds: number[], instanceId: number | null = null) =>
  ({
    id: 4,
    instanceList: instanceIds.map((id) => ({ id })),
    suggestions: [{ id: 7, runId: 3, instanceId, landmarks: [at(1), null] }],
  }) as unknown as ImageDetail;
const edit: Edit = {
  label: 'Moved',
  changes: [
    { kind: 'move landmarks', instanceId: -7, landmarks: [{ index: 0, landmark: at(9) }] },
    { kind: 'move landmarks', instanceId: 2, landmarks: [{ index: 1, landmark: at(8) }] },
  ],
};

it('draws what is suggested as a face that is none yet', () => {
  expect(suggestedFaces(detail([]))).toMatchObject([
    { id: -7, imageId: 4, box: null, landmarks: [{ x: 1 }, { visibility: 'absent' }], origin: { source: 'run 3' } },
  ]);
});

it('accepts by what is done to it, and leaves other faces’ changes as they are', () => {
  expect(suggestedOf(edit)).toEqual([-7]);
  expect(acceptingEdit(edit, 4).changes).toEqual([
    edit.changes[1],
    { kind: 'accept suggestion', suggestionId: 7, corrected: [{ index: 0, landmark: at(9) }] },
  ]);
  const box = { x: 1, y: 1, width: 2, height: 2 };
  const boxed: Edit = { label: '', changes: [{ kind: 'set box', instanceId: -7, box }] };
  expect(acceptingEdit(boxed, 4).changes).toMatchObject([{ kind: 'accept suggestion', box }]);
  const deleted: Edit = { label: '', changes: [{ kind: 'delete instance', instanceId: -7 }] };
  expect(acceptingEdit(deleted, 4).changes).toEqual([{ kind: 'dismiss suggestion', imageId: 4 }]);
});

it('knows the face it became: its own, or the newest', () => {
  expect(acceptedAs(-7, detail([]), detail([5, 6]))).toBe(6);
  expect(acceptedAs(-7, detail([5, 6], 5), detail([5, 6]))).toBe(5);
  expect(
    renumbered(edit, new Map([[-7, 6]])).changes.map((change) => 'instanceId' in change && change.instanceId),
  ).toEqual([6, 2]);
});
