import type { LandmarkSchema, SchemaChange } from '../../../src-main/contract/index.ts';

/** A landmark while it is drawn. Its key stays when it is renamed or moved in the order: contours and pairs hold on to it. */
export interface DraftLandmark {
  /** Of a landmark that the schema had when the editor was opened: its index there. */
  key: number;
  name: string;
  group: string;
  /** In the unit square the template is drawn in. */
  x: number;
  y: number;
}

/** A schema being drawn; never changed, each step makes another. */
export interface SchemaDraft {
  name: string;
  title: string;
  landmarks: readonly DraftLandmark[];
  groups: readonly { name: string; colour: string }[];
  contours: readonly { name: string; keys: readonly number[]; closed: boolean }[];
  pairs: readonly (readonly [number, number])[];
  corners: readonly [number, number] | null;
}

/** Colours that new groups take in turn. */
const palette = ['#4cc9f0', '#80ed99', '#ff8fab', '#ffd166', '#b388ff', '#ff9f5a', '#7bdff2', '#f2b5d4'];

export const emptyDraft: SchemaDraft = {
  name: 'my-schema',
  title: '',
  landmarks: [],
  groups: [{ name: 'landmarks', colour: '#4cc9f0' }],
  contours: [],
  pairs: [],
  corners: null,
};

/** `firstKey`: 0 for the schema that is being edited, past every key in use for one that takes its place. */
export function draftOf(schema: LandmarkSchema, firstKey = 0): SchemaDraft {
  const key = (index: number) => firstKey + index;
  const columns = Math.ceil(Math.sqrt(schema.landmarks.length));
  return {
    name: schema.name,
    title: schema.title,
    landmarks: schema.landmarks.map(({ name, group }, index) => {
      // A schema without a drawing gets one to begin with: rows of landmarks.
      const row = [(0.5 + (index % columns)) / columns, (0.5 + Math.floor(index / columns)) / columns] as const;
      const [x, y] = schema.template?.[index] ?? row;
      return { key: key(index), name, group, x, y };
    }),
    groups: schema.groups,
    contours: schema.contours.map(({ name, landmarks, closed }) => ({ name, keys: landmarks.map(key), closed })),
    pairs: schema.mirrorPairs.map(([one, other]) => [key(one), key(other)] as const),
    corners: schema.outerEyeCorners && [key(schema.outerEyeCorners[0]), key(schema.outerEyeCorners[1])],
  };
}

export function schemaOf(draft: SchemaDraft): LandmarkSchema {
  const places = new Map(draft.landmarks.map(({ key }, index) => [key, index]));
  const place = (key: number) => places.get(key) ?? 0;
  const used = new Set(draft.landmarks.map(({ group }) => group));
  const round = (value: number) => Math.round(value * 1e4) / 1e4;
  return {
    name: draft.name.trim(),
    title: draft.title.trim(),
    landmarks: draft.landmarks.map(({ name, group }) => ({ name: name.trim(), group })),
    groups: draft.groups.filter(({ name }) => used.has(name)).map(({ name, colour }) => ({ name, colour })),
    contours: draft.contours.map(({ name, keys, closed }) => ({ name, landmarks: keys.map(place), closed })),
    mirrorPairs: draft.pairs.map(([one, other]) => [place(one), place(other)]),
    outerEyeCorners: draft.corners && [place(draft.corners[0]), place(draft.corners[1])],
    template: draft.landmarks.map(({ x, y }) => [round(x), round(y)]),
  };
}

/** What was renamed since the editor was opened on `before`. */
export function renamedSince(before: LandmarkSchema, draft: SchemaDraft): SchemaChange['renamed'] {
  return draft.landmarks.flatMap(({ key, name }) => {
    const from = before.landmarks[key]?.name;
    return from === undefined || from === name.trim() ? [] : [{ from, to: name.trim() }];
  });
}

/** Why the draft is no schema yet, as a sentence; null when it is one. */
export function problemOf(draft: SchemaDraft): string | null {
  if (draft.name.trim() === '') return 'Give the schema a name.';
  if (draft.landmarks.length === 0) return 'Click on the picture to place the first landmark.';
  const names = new Set<string>();
  for (const { name } of draft.landmarks) {
    if (name.trim() === '') return 'A landmark has no name.';
    if (names.has(name.trim())) return `Two landmarks are named ${name.trim()}.`;
    names.add(name.trim());
  }
  return null;
}

/** Adds a landmark at a place of the unit square, named after its group, and answers its key. */
export function addLandmark(draft: SchemaDraft, key: number, group: string, x: number, y: number): SchemaDraft {
  const names = new Set(draft.landmarks.map(({ name }) => name));
  const stem = group === 'landmarks' ? 'landmark' : group;
  let number = draft.landmarks.filter((landmark) => landmark.group === group).length + 1;
  while (names.has(`${stem} ${number}`)) number += 1;
  return { ...draft, landmarks: [...draft.landmarks, { key, name: `${stem} ${number}`, group, x, y }] };
}

/** Without these landmarks, and without what no longer has two landmarks to go through. */
export function removeLandmarks(draft: SchemaDraft, gone: ReadonlySet<number>): SchemaDraft {
  const stays = (key: number) => !gone.has(key);
  return {
    ...draft,
    landmarks: draft.landmarks.filter(({ key }) => stays(key)),
    contours: draft.contours
      .map((contour) => ({ ...contour, keys: contour.keys.filter(stays) }))
      .filter(({ keys }) => keys.length >= 2),
    pairs: draft.pairs.filter((pair) => pair.every(stays)),
    corners: draft.corners?.every(stays) ? draft.corners : null,
  };
}

export function changeLandmarks(
  draft: SchemaDraft,
  keys: ReadonlySet<number>,
  change: (landmark: DraftLandmark) => Partial<Omit<DraftLandmark, 'key'>>,
): SchemaDraft {
  const landmarks = draft.landmarks.map((each) => (keys.has(each.key) ? { ...each, ...change(each) } : each));
  return { ...draft, landmarks };
}

/** Puts a landmark at a place of the order, from 0. */
export function moveInOrder(draft: SchemaDraft, key: number, place: number): SchemaDraft {
  const moved = draft.landmarks.find((landmark) => landmark.key === key);
  if (!moved) return draft;
  const rest = draft.landmarks.filter((landmark) => landmark !== moved);
  const to = Math.max(0, Math.min(rest.length, place));
  return { ...draft, landmarks: [...rest.slice(0, to), moved, ...rest.slice(to)] };
}

/** Pairs two landmarks, each of which leaves the pair it was in; the same two again are parted. */
export function togglePair(draft: SchemaDraft, one: number, other: number): SchemaDraft {
  const isPaired = draft.pairs.some((pair) => pair.includes(one) && pair.includes(other));
  const rest = draft.pairs.filter((pair) => !pair.includes(one) && !pair.includes(other));
  return { ...draft, pairs: isPaired || one === other ? rest : [...rest, [one, other]] };
}

/**
 * Goes on with the contour at `place` through another landmark, or begins one (`place` null) from two. Coming back to its first
 * landmark closes it.
 */
export function extendContour(
  draft: SchemaDraft,
  place: number | null,
  from: number,
  to: number,
): { draft: SchemaDraft; place: number; closed: boolean } {
  const contour = place === null ? undefined : draft.contours[place];
  if (place === null || !contour) {
    const group = draft.landmarks.find(({ key }) => key === from)?.group ?? 'contour';
    const taken = draft.contours.filter(({ name }) => name === group || name.startsWith(`${group} `)).length;
    const name = taken === 0 ? group : `${group} ${taken + 1}`;
    const contours = [...draft.contours, { name, keys: [from, to], closed: false }];
    return { draft: { ...draft, contours }, place: contours.length - 1, closed: false };
  }
  const closed = contour.keys[0] === to && contour.keys.length > 2;
  if (!closed && contour.keys.includes(to)) return { draft, place, closed };
  const next = closed ? { ...contour, closed } : { ...contour, keys: [...contour.keys, to] };
  return { draft: { ...draft, contours: draft.contours.with(place, next) }, place, closed };
}

export function addGroup(draft: SchemaDraft): SchemaDraft {
  let number = draft.groups.length + 1;
  while (draft.groups.some(({ name }) => name === `group ${number}`)) number += 1;
  const colour =
    palette.find((each) => draft.groups.every((group) => group.colour !== each)) ?? palette[0] ?? '#4cc9f0';
  return { ...draft, groups: [...draft.groups, { name: `group ${number}`, colour }] };
}

/** Renames a group with its landmarks; a name that is taken or empty changes nothing. */
export function renameGroup(draft: SchemaDraft, from: string, to: string): SchemaDraft {
  const name = to.trim();
  if (name === '' || draft.groups.some((group) => group.name === name)) return draft;
  return {
    ...draft,
    groups: draft.groups.map((group) => (group.name === from ? { ...group, name } : group)),
    landmarks: draft.landmarks.map((each) => (each.group === from ? { ...each, group: name } : each)),
  };
}

/**
 * Mirror pairs from the drawing's symmetry about the vertical line through the middle of its extent: landmarks that are each
 * other's nearest in the mirror and within `tolerance` of the drawing's width, and that do not lie on the line themselves.
 */
export function guessPairs(draft: SchemaDraft, tolerance = 0.05): SchemaDraft {
  const xs = draft.landmarks.map(({ x }) => x);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const near = tolerance * (right - left);
  const middle = (left + right) / 2;
  const mirrorOf = (landmark: DraftLandmark): DraftLandmark | null => {
    let best: DraftLandmark | null = null;
    let least = near;
    for (const other of draft.landmarks) {
      const distance = Math.hypot(2 * middle - landmark.x - other.x, landmark.y - other.y);
      if (distance <= least) [best, least] = [other, distance];
    }
    return best;
  };
  const pairs = draft.landmarks.flatMap((landmark): [number, number][] => {
    const other = mirrorOf(landmark);
    const isFirst = other !== null && landmark.x < other.x && mirrorOf(other) === landmark;
    return isFirst ? [[landmark.key, other.key]] : [];
  });
  return { ...draft, pairs };
}
