import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connection, type StudioConnection } from '../client/index.ts';
import {
  StudioError,
  type Change,
  type Edit,
  type Landmark,
  type ProjectSummary,
  type StudioEvent,
} from '../../src-main/contract/index.ts';
import { useAnnotation } from './annotation.ts';
import { useStudio } from './studio.ts';

const schema = {
  name: 'two',
  title: 'Two points',
  landmarks: [
    { name: 'left', group: 'face' },
    { name: 'right', group: 'face' },
  ],
  groups: [{ name: 'face', colour: '#ffffff' }],
  contours: [],
  mirrorPairs: [],
  outerEyeCorners: null,
  template: null,
};

/** A studio of one image in memory that keeps edits and undoes them. The window may import nothing of the real one; end-to-end tests use that. */
class MemoryStudio {
  landmarks: Landmark[] = [
    { x: 10, y: 10, visibility: 'visible' },
    { x: 20, y: 10, visibility: 'visible' },
  ];
  readonly log: string[] = [];
  readonly before: Landmark[][] = [];
  unreachable = false;
  /** The landmarks are only suggested, by run 3. */
  isSuggested = false;
  readonly changes: Change[] = [];
  isFull = false;
  tell: (event: StudioEvent) => void = () => undefined;
  readonly connection = new Connection();

  private answer<Value>(value: () => Value): Promise<Value> {
    if (this.unreachable) return Promise.reject(new StudioError('connection lost', 'The studio does not answer.'));
    return Promise.resolve().then(value);
  }

  private result(label: string) {
    return {
      entry: { id: this.log.length, label, at: '2026-01-01T00:00:00.000Z', imageId: 1, undone: false },
      imageIds: [1],
      canUndo: this.before.length > 0,
      canRedo: false,
    };
  }

  private edit(edit: Edit) {
    if (this.isFull) throw new StudioError('failed', 'The disk is full.');
    const [change] = edit.changes;
    this.changes.push(...edit.changes);
    if (change?.kind === 'accept suggestion') {
      this.isSuggested = false;
      for (const { index, landmark } of change.corrected ?? []) this.landmarks = this.landmarks.with(index, landmark);
    }
    this.before.push(this.landmarks);
    if (change?.kind === 'move landmarks')
      for (const { index, landmark } of change.landmarks) this.landmarks = this.landmarks.with(index, landmark);
    this.log.push(edit.label);
    return this.result(edit.label);
  }

  private undo() {
    this.landmarks = this.before.pop() ?? this.landmarks;
    this.log.push('undo');
    return this.result('undo');
  }

  connect(): StudioConnection {
    const query = (value: () => unknown) => ({ query: () => this.answer(value) });
    const detail = () => ({
      id: 1,
      name: 'face',
      width: 100,
      height: 80,
      group: null,
      split: 'none',
      status: 'new',
      instances: 1,
      version: 'a',
      path: 'face.png',
      fileExists: true,
      fileReplaced: false,
      suggestions: this.isSuggested ? [{ id: 7, runId: 3, instanceId: null, landmarks: this.landmarks }] : [],
      suggestedBy: [3],
      instanceList: this.isSuggested
        ? []
        : [{ id: 5, imageId: 1, box: null, landmarks: this.landmarks, origin: { kind: 'person', source: 'test' } }],
    });
    const client = {
      project: { current: query(() => ({ path: '/p', readOnly: false })) },
      system: {
        info: query(() => null),
        jobs: query(() => []),
        events: {
          subscribe: (_: undefined, { onData }: { onData: (event: StudioEvent) => void }) => {
            this.tell = onData;
          },
        },
      },
      schema: { get: query(() => schema) },
      images: { get: query(detail) },
      annotations: {
        history: query(() => ({ entries: [], canUndo: this.before.length > 0, canRedo: false })),
        origins: query(() => []),
        edit: { mutate: (edit: Edit) => this.answer(() => this.edit(edit)) },
        undo: { mutate: () => this.answer(() => this.undo()) },
      },
    };
    return { client: client as unknown as StudioConnection['client'], connection: this.connection };
  }
}

let studio: MemoryStudio;
let annotation: ReturnType<typeof useAnnotation>;
const right = { instanceId: 5, index: 1 };
const drawn = (): Landmark | undefined => annotation.instances[0]?.landmarks[1];

beforeEach(async () => {
  vi.useFakeTimers();
  setActivePinia(createPinia());
  studio = new MemoryStudio();
  studio.connection.set('connected');
  await useStudio().start(studio.connect());
  annotation = useAnnotation();
  await annotation.open(1);
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a burst of key presses', () => {
  it('is drawn at once, not called saved, and saved as one edit when it is over', async () => {
    annotation.select(right);
    for (let press = 0; press < 5; press += 1) {
      annotation.nudge({ x: 1, y: 0 });
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(drawn()?.x).toBe(25);
    expect(studio.log).toEqual([]);
    expect(annotation.hasDraft).toBe(true);
    expect(annotation.saveState.kind).not.toBe('saved');
    await vi.advanceTimersByTimeAsync(400);
    expect(studio.log).toEqual(['Moved right by 5.0 px']);
    expect(annotation.hasDraft).toBe(false);
    expect(annotation.saveState.kind).toBe('saved');
  });

  it('is kept before another landmark is selected, and before undo', async () => {
    annotation.select(right);
    annotation.nudge({ x: 1, y: 0 });
    annotation.selectNext(1);
    annotation.nudge({ x: 0, y: 1 });
    annotation.undo();
    await vi.advanceTimersByTimeAsync(0);
    expect(studio.log).toEqual(['Moved right by 1.0 px', 'Moved left by 1.0 px', 'undo']);
    expect(annotation.instances[0]?.landmarks.map(({ x, y }) => [x, y])).toEqual([
      [10, 10],
      [21, 10],
    ]);
  });
});

describe('a drag', () => {
  it('is one edit when dropped and none when abandoned', async () => {
    annotation.move(right, { x: 30, y: 10 });
    annotation.move(right, { x: 50, y: 10 });
    annotation.abandon();
    expect(drawn()?.x).toBe(20);
    annotation.move(right, { x: 30, y: 10 });
    annotation.move(right, { x: 23, y: 14 });
    annotation.commit();
    await vi.advanceTimersByTimeAsync(0);
    expect(studio.log).toEqual(['Moved right by 5.0 px']);
  });

  it('is not disturbed by what other windows change meanwhile, which is shown afterwards', async () => {
    annotation.move(right, { x: 30, y: 10 });
    studio.landmarks = studio.landmarks.with(0, { x: 1, y: 1, visibility: 'occluded' });
    studio.tell({ kind: 'images', imageIds: [1] });
    await vi.advanceTimersByTimeAsync(0);
    expect(drawn()?.x).toBe(30);
    annotation.commit();
    await vi.advanceTimersByTimeAsync(0);
    expect(drawn()?.x).toBe(30);
    expect(annotation.instances[0]?.landmarks[0]?.visibility).toBe('occluded');
  });
});

describe('a suggested face', () => {
  const suggested = { instanceId: -7, index: 1 };
  beforeEach(async () => {
    studio.isSuggested = true;
    studio.tell({ kind: 'images', imageIds: [1] });
    await vi.advanceTimersByTimeAsync(0);
  });

  it('is accepted by a drag, and what is done before the answer is there is done to the face it became', async () => {
    expect(annotation.instances).toMatchObject([{ id: -7, origin: { source: 'run 3' } }]);
    annotation.select(suggested);
    annotation.move(suggested, { x: 23, y: 14 });
    annotation.commit();
    annotation.move(suggested, { x: 24, y: 14 });
    await vi.advanceTimersByTimeAsync(0);
    annotation.commit();
    await vi.advanceTimersByTimeAsync(0);
    const landmark = { x: 23, y: 14, visibility: 'visible' };
    expect(studio.changes).toEqual([
      { kind: 'accept suggestion', suggestionId: 7, corrected: [{ index: 1, landmark }] },
      { kind: 'move landmarks', instanceId: 5, landmarks: [{ index: 1, landmark: { ...landmark, x: 24 } }] },
    ]);
    expect(annotation.instances).toMatchObject([{ id: 5 }]);
    // It stays the one that is worked on.
    expect(annotation.selected).toEqual({ instanceId: 5, index: 1 });
    expect(drawn()?.x).toBe(24);
  });

  it('is dismissed where a face would be deleted', async () => {
    annotation.select(suggested);
    annotation.deleteFace();
    await vi.advanceTimersByTimeAsync(0);
    expect(studio.changes).toEqual([{ kind: 'dismiss suggestion', imageId: 1 }]);
  });
});

describe('a selection of several', () => {
  const left = { instanceId: 5, index: 0 };
  beforeEach(() => {
    annotation.select(left);
    annotation.toggle(right);
  });

  it('is moved as one, by a drag of any of them and by keys, and is one edit', async () => {
    annotation.move(left, { x: 13, y: 14 });
    annotation.commit();
    annotation.nudge({ x: 0, y: 10 });
    annotation.commit();
    await vi.advanceTimersByTimeAsync(0);
    expect(studio.log).toEqual(['Moved the face by 5.0 px', 'Moved the face by 10.0 px']);
    expect(studio.landmarks.map(({ x, y }) => [x, y])).toEqual([
      [13, 24],
      [23, 24],
    ]);
  });

  it('turns its visibility together, after the one picked last', async () => {
    annotation.cycleVisibility(left);
    annotation.commit();
    annotation.cycleVisibility();
    await vi.advanceTimersByTimeAsync(400);
    expect(studio.landmarks.map(({ visibility }) => visibility)).toEqual(['occluded', 'occluded']);
    expect(studio.log).toEqual(['Marked left occluded', 'Marked right occluded']);
  });

  it('loses what is taken out of it, and all but one by a plain choice', () => {
    annotation.toggle(right);
    expect([...annotation.selection]).toEqual([0]);
    expect(annotation.selectedIndex).toBe(0);
    annotation.toggle(right);
    annotation.select(left);
    expect([...annotation.selection]).toEqual([0]);
  });
});

describe('what cannot be saved', () => {
  it('shows what is not saved on an image that is opened again, and keeps it for a project that was moved', async () => {
    studio.isFull = true;
    annotation.move(right, { x: 77, y: 7 });
    annotation.commit();
    await vi.advanceTimersByTimeAsync(0);
    expect(annotation.saveState).toMatchObject({ kind: 'failed', message: 'The disk is full.', refused: false });
    studio.tell({ kind: 'project', project: { path: '/moved', readOnly: false } as ProjectSummary });
    await vi.advanceTimersByTimeAsync(0);
    expect(annotation.image).toBeNull();
    await annotation.open(1);
    expect(drawn()?.x).toBe(77);
    expect(studio.landmarks[1]?.x).toBe(20);
    studio.isFull = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(studio.landmarks[1]?.x).toBe(77);
    expect(annotation.saveState.kind).toBe('saved');
  });

  it('keeps edits for their project when the studio comes back without it', async () => {
    annotation.move(right, { x: 33, y: 11 });
    studio.unreachable = true;
    annotation.commit();
    await vi.advanceTimersByTimeAsync(100);
    await expect(annotation.flush()).rejects.toThrow('“Moved right by 13.0 px” is not saved yet.');
    studio.tell({ kind: 'project', project: null });
    await vi.advanceTimersByTimeAsync(0);
    studio.unreachable = false;
    studio.tell({ kind: 'project', project: { path: '/p', readOnly: false } as ProjectSummary });
    await vi.advanceTimersByTimeAsync(0);
    expect(studio.landmarks[1]?.x).toBe(33);
  });

  it('keeps the point where it was put and saves it when the connection is back', async () => {
    studio.unreachable = true;
    annotation.move(right, { x: 33, y: 11 });
    annotation.commit();
    await vi.advanceTimersByTimeAsync(100);
    expect(annotation.saveState).toMatchObject({ kind: 'failed', refused: false, waiting: 1 });
    expect(drawn()?.x).toBe(33);
    studio.unreachable = false;
    studio.connection.set('lost');
    studio.connection.set('connected');
    await vi.advanceTimersByTimeAsync(0);
    expect(studio.landmarks[1]).toEqual({ x: 33, y: 11, visibility: 'visible' });
    expect(drawn()?.x).toBe(33);
  });
});

it('does not move an absent landmark by keys, and shows it in the image when it comes back', async () => {
  studio.landmarks = studio.landmarks.with(1, { x: 0, y: 0, visibility: 'absent' });
  studio.tell({ kind: 'images', imageIds: null });
  await vi.advanceTimersByTimeAsync(0);
  annotation.select(right);
  annotation.nudge({ x: 5, y: 5 });
  annotation.cycleVisibility();
  await vi.advanceTimersByTimeAsync(400);
  expect(studio.log).toEqual(['Marked right visible']);
  expect(studio.landmarks[1]).toEqual({ x: 50, y: 40, visibility: 'visible' });
});
