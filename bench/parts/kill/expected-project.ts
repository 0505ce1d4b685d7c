/** What a person does in the kill test, as it goes to the contract. */
export interface Action {
  path: 'annotations.edit' | 'annotations.undo' | 'annotations.redo' | 'images.setStatus';
  input?: unknown;
}

/** What the project must hold: one text a state, the journal's labels, and how many of them are not undone. */
export interface Expected {
  labels: string[];
  /** `states[n]` is the state after n edits. */
  states: ProjectState[];
  done: number;
}

export interface ProjectState {
  /** x of the first landmark of each image's first face, px. */
  x: number[];
  status: string[];
  /** Faces on each image. */
  faces: number[];
}

export const imageIds = [1, 2, 3];
const landmarkCount = 5;
const statuses = ['in work', 'done', 'rejected'];

export const present = (expected: Expected): ProjectState => {
  const state = expected.states[expected.done];
  if (!state) throw new Error('The expected project has lost its place.');
  return state;
};

/** The `number`th action by chance (`random`: 0 to 1), and what the project is to be after it. */
export function nextAction(
  expected: Expected,
  number: number,
  random: () => number,
): { action: Action; after: Expected } {
  const choice = random();
  if (choice < 0.2 && expected.done > 0)
    return { action: { path: 'annotations.undo' }, after: { ...expected, done: expected.done - 1 } };
  if (choice < 0.35 && expected.done < expected.labels.length)
    return { action: { path: 'annotations.redo' }, after: { ...expected, done: expected.done + 1 } };
  const place = Math.floor(random() * imageIds.length);
  const imageId = imageIds[place] ?? 1;
  const now = present(expected);
  if (choice < 0.45) {
    const others = statuses.filter((status) => status !== now.status[place]);
    const status = others[Math.floor(random() * others.length)] ?? 'done';
    const state = { ...now, status: now.status.with(place, status) };
    const action: Action = { path: 'images.setStatus', input: { imageIds: [imageId], status } };
    return { action, after: withEdit(expected, `Marked an image ${status}`, state) };
  }
  const label = `Edit ${number}`;
  const spot = { x: number, y: 1, visibility: 'visible' as const };
  const adds = choice > 0.9;
  const state = {
    x: now.x.with(place, number),
    // The first edit of an image that nobody worked on marks it.
    status: now.status[place] === 'new' ? now.status.with(place, 'in work') : now.status,
    faces: adds ? now.faces.with(place, (now.faces[place] ?? 0) + 1) : now.faces,
  };
  const changes: unknown[] = [
    { kind: 'move landmarks', instanceId: imageId, landmarks: [{ index: 0, landmark: spot }] },
  ];
  if (adds) changes.push({ kind: 'add instance', imageId, box: null, landmarks: new Array(landmarkCount).fill(spot) });
  return {
    action: { path: 'annotations.edit', input: { label, changes } },
    after: withEdit(expected, label, state),
  };
}

/** A new edit drops what was undone. */
function withEdit({ labels, states, done }: Expected, label: string, state: ProjectState): Expected {
  return { labels: [...labels.slice(0, done), label], states: [...states.slice(0, done + 1), state], done: done + 1 };
}
