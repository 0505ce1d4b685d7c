import type {
  ImageCounts,
  ImageFilter,
  ImageStatus,
  Labelled,
  NextImage,
  NextImageQuery,
  NextRule,
  Progress,
  SplitPart,
  StatusCounts,
  VerdictKind,
} from '../../contract/index.ts';
import { isLeft } from './chosen-images.ts';
import { allOf, filterCondition, flagsOfBits, type Condition } from './image-filter.ts';
import { compareNaturally } from './natural-order.ts';
import type { Sql } from './sql.ts';

/** So many images of one kind: all that filters tell apart, but for text and group. */
interface Kind {
  split: SplitPart;
  status: ImageStatus;
  flags: number;
  has_note: number;
  faces: number;
  labelled: Labelled;
  occluded: number;
  images: number;
}

type KindFilter = Omit<ImageFilter, 'text' | 'group' | 'verdict'>;

const isAsked = <Value>(wanted: Value | undefined, value: Value): boolean => wanted === undefined || wanted === value;

/** Whether images of a kind pass one part of a filter: what `filterCondition` says in SQL. */
const passes: Record<keyof KindFilter, (kind: Kind, filter: ImageFilter) => boolean> = {
  split: (kind, { split }) => isAsked(split, kind.split),
  status: (kind, { status }) => isAsked(status, kind.status),
  flags: (kind, { flags = [] }) => flags.every((flag) => flagsOfBits(kind.flags).includes(flag)),
  hasNote: (kind, { hasNote }) => isAsked(hasNote, kind.has_note === 1),
  faces: (kind, { faces }) => !faces || (kind.faces >= faces.least && kind.faces <= (faces.most ?? Infinity)),
  labelled: (kind, { labelled }) => isAsked(labelled, kind.labelled),
  occluded: (kind, { occluded }) => isAsked(occluded, kind.occluded === 1),
};
const parts = Object.keys(passes) as (keyof KindFilter)[];

const noStatuses = (): StatusCounts => ({ new: 0, predicted: 0, 'in work': 0, done: 0, rejected: 0 });

/** Counts over a project's images and the choice of the next one, for 100,000 images: each reads one index once or twice. */
export class ImageWork {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  counts(filter: ImageFilter): ImageCounts {
    const kinds = this.#kinds(filter);
    const counts: ImageCounts = {
      total: 0,
      split: { train: 0, validation: 0, none: 0 },
      status: noStatuses(),
      flags: [0, 0, 0, 0, 0, 0, 0, 0],
      hasNote: { yes: 0, no: 0 },
      faces: { none: 0, one: 0, several: 0 },
      labelled: { no: 0, partly: 0, wholly: 0 },
      occluded: { yes: 0, no: 0 },
      ...this.#verdicts(filter),
    };
    const add: Record<keyof KindFilter, (kind: Kind) => void> = {
      split: (kind) => (counts.split[kind.split] += kind.images),
      status: (kind) => (counts.status[kind.status] += kind.images),
      flags: (kind) => {
        for (const flag of flagsOfBits(kind.flags)) counts.flags[flag] = (counts.flags[flag] ?? 0) + kind.images;
      },
      hasNote: (kind) => (counts.hasNote[kind.has_note === 1 ? 'yes' : 'no'] += kind.images),
      faces: (kind) => (counts.faces[kind.faces === 0 ? 'none' : kind.faces === 1 ? 'one' : 'several'] += kind.images),
      labelled: (kind) => (counts.labelled[kind.labelled] += kind.images),
      occluded: (kind) => (counts.occluded[kind.occluded === 1 ? 'yes' : 'no'] += kind.images),
    };
    for (const kind of kinds) {
      const failed = parts.filter((part) => !passes[part](kind, filter));
      if (failed.length === 0) counts.total += kind.images;
      // Choices of one part are counted among what the others leave; another flag would be asked for beside those chosen.
      for (const part of parts)
        if (failed.length === 0 || (part !== 'flags' && failed.length === 1 && failed[0] === part)) add[part](kind);
    }
    return counts;
  }

  progress(): Progress {
    const total = noStatuses();
    const splits = new Map<SplitPart, StatusCounts>();
    for (const { split, status, images } of this.#sql.all<{ split: SplitPart; status: ImageStatus; images: number }>(
      'SELECT split, status, count(*) AS images FROM images GROUP BY split, status',
    )) {
      const counts = splits.get(split) ?? noStatuses();
      splits.set(split, counts);
      counts[status] += images;
      total[status] += images;
    }
    const groups = this.#sql
      .all<{ group_name: string | null } & StatusCounts>(
        `SELECT group_name, sum(status = 'new') AS new, sum(status = 'predicted') AS predicted,
                sum(status = 'in work') AS "in work", sum(status = 'done') AS done, sum(status = 'rejected') AS rejected
         FROM images GROUP BY group_name`,
      )
      .map(({ group_name: group, ...counts }) => ({ group, counts }))
      .sort((left, right) => {
        if (left.group === null || right.group === null)
          return Number(left.group === null) - Number(right.group === null);
        return compareNaturally(left.group, right.group);
      });
    const order: SplitPart[] = ['train', 'validation', 'none'];
    return {
      total,
      splits: order.flatMap((split) => {
        const counts = splits.get(split);
        return counts ? [{ split, counts }] : [];
      }),
      groups,
    };
  }

  next({ rule, filter, after }: NextImageQuery): NextImage {
    if (rule.by === 'chosen') return this.#nextChosen(filter, after);
    const besides: Condition[] = after === undefined ? [] : [{ text: ' AND images.id <> ?', values: [after] }];
    const where = allOf([filterCondition(filter), ruleCondition(rule), ...besides]);
    const from = `FROM images WHERE true${where.text}`;
    const left = this.#sql.get<{ n: number }>(`SELECT count(*) AS n ${from}`, ...where.values)?.n ?? 0;
    if (left === 0) return { imageId: null, left };
    const inOrder = 'ORDER BY sort_key, id LIMIT 1';
    const first = (skip: number) =>
      this.#sql.get<{ id: number }>(`SELECT id ${from} ${inOrder} OFFSET ?`, ...where.values, skip)?.id ?? null;
    if (rule.by === 'random') return { imageId: first(Math.floor(Math.random() * left)), left };
    const beyond =
      after === undefined
        ? undefined
        : this.#sql.get<{ id: number }>(
            `SELECT id ${from} AND (sort_key, id) > (SELECT sort_key, id FROM images WHERE id = ?) ${inOrder}`,
            ...where.values,
            after,
          )?.id;
    return { imageId: beyond ?? first(0), left };
  }

  /** In the order of the choice; from an image that is none of it, the first. */
  #nextChosen(filter: ImageFilter, after: number | undefined): NextImage {
    const where = allOf([{ text: ` AND ${isLeft}`, values: [] }, filterCondition(filter)]);
    const chosen = this.#sql.all<{ id: number; place: number }>(
      `SELECT images.id, place FROM chosen_images JOIN images ON images.id = image_id WHERE true${where.text} ORDER BY place`,
      ...where.values,
    );
    const from = this.#sql.get<{ place: number }>('SELECT place FROM chosen_images WHERE image_id = ?', after ?? 0);
    const besides = chosen.filter(({ id }) => id !== after);
    const next = besides.find(({ place }) => from !== undefined && place > from.place) ?? besides[0];
    return { imageId: next?.id ?? null, left: besides.length };
  }

  /** Each kind of verdict among what the filter's other parts leave. */
  #verdicts(filter: ImageFilter): Pick<ImageCounts, 'verdict' | 'labelsToCorrect'> {
    const has = (verdict: NonNullable<ImageFilter['verdict']>): number => {
      const where = filterCondition({ ...filter, verdict });
      return (
        this.#sql.get<{ n: number }>(`SELECT count(*) AS n FROM images WHERE true${where.text}`, ...where.values)?.n ??
        0
      );
    };
    // Most projects have none, and the counts are asked for after every edit.
    const any = this.#sql.get('SELECT 1 FROM verdicts LIMIT 1') !== undefined;
    const count = (kind: VerdictKind): number => (any ? has({ kind }) : 0);
    return {
      verdict: {
        'label wrong': count('label wrong'),
        'model wrong': count('model wrong'),
        ambiguous: count('ambiguous'),
        'image bad': count('image bad'),
      },
      labelsToCorrect: any ? has({ kind: 'label wrong', corrected: false }) : 0,
    };
  }

  /** What there is among the images of the filter's text, group and verdict. */
  #kinds({ text, group, verdict }: ImageFilter): Kind[] {
    const where = filterCondition({ text, group, verdict });
    const columns = 'split, status, flags, has_note, faces, labelled, occluded';
    return this.#sql.all<Kind>(
      `SELECT ${columns}, count(*) AS images FROM images WHERE true${where.text} GROUP BY ${columns}`,
      ...where.values,
    );
  }
}

function ruleCondition(rule: Exclude<NextRule, { by: 'chosen' }>): Condition {
  switch (rule.by) {
    case 'unlabelled':
      return { text: ` AND +images.labelled = 'no' AND +images.status <> 'rejected'`, values: [] };
    case 'random':
      return { text: ` AND +images.status NOT IN ('done', 'rejected')`, values: [] };
    case 'status':
      return { text: ' AND +images.status = ?', values: [rule.status] };
  }
}
