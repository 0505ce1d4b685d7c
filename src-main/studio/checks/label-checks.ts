import { createHash } from 'node:crypto';
import {
  StudioError,
  type CheckedImage,
  type CheckReport,
  type EditResult,
  type Finding,
  type FindingPage,
  type FindingQuery,
  type FindingState,
  type LandmarkSchema,
} from '../../contract/index.ts';
import type { JobHandle, StudioContext } from '../context.ts';
import { throwIfCancelled } from '../exchange/walk-folder.ts';
import { TimeSlices } from '../jobs/time-slices.ts';
import type { NewFinding, StoredFinding } from '../store/check-table.ts';
import type { Store } from '../store/interface.ts';
import { alikePictures, hashPictures } from './alike-pictures.ts';
import { FaceChecker } from './check-face.ts';
import { checkLabels } from './check-labels.ts';
import type { Picture } from '../pictures/picture-cache.ts';
import { findingPicture } from './finding-picture.ts';
import { findingOfLater } from './picture-findings.ts';
import { leastFaces, usualFacesOf, type UsualFaces } from './usual-faces.ts';

/** Faces that say what is usual: more hardly change it. */
const mostUsual = 2000;

/** Images read in one turn. */
const pageOfImages = 50;

/** Images that changed are checked again at once, up to so many, when a list is asked for; the rest in slices. */
const atOnce = 50;

/** Edits come in bursts: what they changed is checked again once the hand rests this long. */
const restMilliseconds = 150;

type StoredReport = Pick<CheckReport, 'images' | 'faces' | 'notes'>;

/** The label checks of an open project: a check of everything as a job, and from then on of what changes. */
export class LabelChecks {
  readonly #store: Store;
  readonly #onChanged: () => void;
  readonly #closing = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #work: Promise<void> = Promise.resolve();
  /** Made from the last check, by the moment it was made. */
  #checker: { at: string; checker: FaceChecker; schema: LandmarkSchema } | null = null;

  constructor(store: Store, onChanged: () => void) {
    this.#store = store;
    this.#onChanged = onChanged;
  }

  /** Learns of edits from the studio's events until closed. */
  follow(context: StudioContext): void {
    const listen = async (): Promise<void> => {
      while (!this.#closing.signal.aborted)
        try {
          for await (const event of context.events(this.#closing.signal)) if (event.kind === 'images') this.catchUp();
        } catch {
          // Fell behind the studio's events: any label may have changed meanwhile.
          this.catchUp();
        }
    };
    void listen();
  }

  /** Checks all images and compares their pictures. Throws StudioError 'read only', 'cancelled'. */
  async run(handle: JobHandle): Promise<CheckReport> {
    const store = this.#store;
    if (store.readOnly)
      throw new StudioError(
        'read only',
        'The project is open for reading only: what a check finds cannot be kept in it.',
      );
    const schema = store.schema();
    const { images, lastImageId } = store.checks.imageCount();
    const unhashed = store.checks.withoutHash();
    const slices = new TimeSlices();
    // What changes while it runs is due again.
    store.checks.forgetStale();
    const usual = await usualFacesOf(store.someShapes(mostUsual), schema, slices);
    const checker = new FaceChecker(schema, usual);
    const findings: NewFinding[] = [];
    const total = images + unhashed.length;
    let [faces, done, from] = [0, 0, 0];
    for (let page = store.checks.labelsAfter(from, pageOfImages); page.length > 0;) {
      for (const labels of page) {
        findings.push(...checkLabels(checker, schema, labels));
        faces += labels.instances.length;
        await slices.rest();
        throwIfCancelled(handle.signal);
      }
      done += page.length;
      from = page.at(-1)?.image.id ?? from;
      handle.progress(done, total);
      page = store.checks.labelsAfter(from, pageOfImages);
    }
    const unreadable = await hashPictures(store, unhashed, shifted(handle, done, total));
    findings.push(...(await this.#pictureFindings(shifted(handle, total, null))));
    throwIfCancelled(handle.signal);
    const report: StoredReport = { images, faces, notes: notesOf(schema, usual, unreadable) };
    await this.#keep(findings, slices);
    store.checks.setLastCheck({
      at: new Date().toISOString(),
      schemaDigest: digestOf(schema),
      lastImageId,
      report: JSON.stringify(report),
      usual: JSON.stringify(usual),
    });
    this.#onChanged();
    this.catchUp();
    return this.#report() ?? { ...report, at: '', newImages: 0 };
  }

  list(query: FindingQuery & { offset: number; limit: number }): FindingPage {
    const report = this.#report();
    if (!report || !this.#checkerNow()) return { report: null, counts: this.#noCounts(), total: 0, items: [] };
    if (!this.#store.readOnly) {
      if (query.imageId !== undefined && this.#store.checks.isStale(query.imageId)) this.#recheck(query.imageId);
      const due = this.#store.checks.stale(atOnce + 1);
      for (const imageId of due.slice(0, atOnce)) this.#recheck(imageId);
      if (due.length > atOnce) this.catchUp();
    }
    const { total, items } = this.#store.checks.list(query);
    return {
      report,
      counts: this.#store.checks.counts(),
      total,
      items: items.flatMap((item) => this.#shown(item) ?? []),
    };
  }

  /** Remembers what a person says of findings: one edit. Throws StudioError 'not found' when none of them is there any more. */
  decide(findingIds: readonly number[], state: FindingState): EditResult {
    const findings = findingIds.flatMap((id) => this.#store.checks.one(id) ?? []);
    if (findings.length === 0) throw gone();
    const decisions = new Map(
      [...Map.groupBy(findings, ({ imageId }) => imageId)].map(([imageId, ofImage]) => {
        const marks = new Set(ofImage.flatMap((finding) => finding.marks));
        const known = Object.entries(this.#store.checks.labelsOf(imageId)?.decisions ?? {});
        const decided = state === 'open' ? [] : [...marks].map((mark) => [mark, state] as const);
        const others = known.filter(([mark]) => !marks.has(mark));
        return [imageId, Object.fromEntries([...others, ...decided])] as const;
      }),
    );
    const verb = { open: 'Opened again', accepted: 'Accepted', ignored: 'Ignored' }[state];
    const what = findings.length === 1 ? (findings[0]?.words ?? '') : `${findings.length} findings`;
    const result = this.#store.setCheckDecisions(decisions, `${verb}: ${what}`.slice(0, 200));
    for (const imageId of [...decisions.keys()].slice(0, atOnce)) this.#recheck(imageId);
    return result;
  }

  /** Does what the finding proposes: one edit. Throws StudioError 'not found' when it is not found any more, or has no fix. */
  fix(findingId: number): EditResult {
    const finding = this.#store.checks.one(findingId);
    if (!finding || this.#store.checks.isStale(finding.imageId)) throw gone();
    const { fix, instanceId, imageId } = finding;
    if (!fix) throw new StudioError('not found', `Nothing can be done about it by itself: ${finding.words}.`);
    if (fix.kind === 'reject image') return this.#store.setStatus([imageId], 'rejected');
    if (instanceId === null) throw gone();
    return this.#store.applyEdit({
      label: fix.words.slice(0, 200),
      changes: [{ kind: 'move landmarks', instanceId, landmarks: fix.landmarks }],
    });
  }

  /** The place a finding is about, small, with its landmarks; null when there is none, or the file cannot be read. */
  async picture(findingId: number): Promise<Picture | null> {
    const finding = this.#store.checks.one(findingId);
    const image = finding && this.#store.images.one(finding.imageId);
    if (!image) return null;
    const face = finding.instanceId === null ? null : this.#store.instance(finding.instanceId);
    const points = finding.landmarks.flatMap((index) => {
      const landmark = face?.landmarks[index];
      return landmark && landmark.visibility !== 'absent' ? [landmark] : [];
    });
    return findingPicture(this.#store.images.file(image), image, finding.area, points).catch(() => null);
  }

  /** To be called after labels changed: soon after, they are checked again. */
  catchUp(): void {
    if (this.#closing.signal.aborted) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#flush();
    }, restMilliseconds);
  }

  /** Settles when nothing touches the store any more. What is due is checked when the project is opened again. */
  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#work;
  }

  #flush(): void {
    this.#work = this.#work.then(async () => {
      if (this.#store.readOnly || !this.#checkerNow()) return;
      const slices = new TimeSlices();
      let changed = false;
      for (let due = this.#store.checks.stale(atOnce); due.length > 0; due = this.#store.checks.stale(atOnce)) {
        for (const imageId of due) {
          if (this.#closing.signal.aborted || !this.#checkerNow()) return;
          this.#recheck(imageId);
          changed = true;
          await slices.rest();
        }
      }
      if (changed) this.#onChanged();
    });
  }

  #recheck(imageId: number): void {
    const known = this.#checkerNow();
    if (!known) return;
    const { checks } = this.#store;
    const labels = checks.labelsOf(imageId);
    const alike = [imageId, ...checks.alikeAfter(imageId)].map((later) => [later, this.#ofLater(later)] as const);
    checks.replace(imageId, labels ? checkLabels(known.checker, known.schema, labels) : [], new Map(alike));
  }

  async #pictureFindings(handle: JobHandle): Promise<NewFinding[]> {
    const { checks } = this.#store;
    const slices = new TimeSlices();
    checks.setAlike(await alikePictures(this.#store, handle));
    const findings: NewFinding[] = [];
    for (const later of checks.laterAlike()) {
      const finding = this.#ofLater(later);
      if (finding) findings.push(finding);
      await slices.rest();
    }
    return findings;
  }

  #ofLater(imageId: number): NewFinding | null {
    const { checks } = this.#store;
    return findingOfLater(checks.alikeBefore(imageId), (id) => checks.labelsOf(id));
  }

  /** In transactions of a few milliseconds each. Cut off in the midst, the project counts as never checked. */
  async #keep(findings: readonly NewFinding[], slices: TimeSlices): Promise<void> {
    const { checks } = this.#store;
    checks.setLastCheck(null);
    checks.clear();
    for (let from = 0; from < findings.length; from += 200) {
      checks.add(findings.slice(from, from + 200));
      await slices.rest();
    }
  }

  #report(): CheckReport | null {
    const last = this.#store.checks.lastCheck();
    if (!last) return null;
    const stored = JSON.parse(last.report) as StoredReport;
    return { ...stored, at: last.at, newImages: this.#store.checks.imagesAfter(last.lastImageId) };
  }

  /** By the last check; null when there was none, or the schema has changed since. */
  #checkerNow(): { checker: FaceChecker; schema: LandmarkSchema } | null {
    const schema = this.#store.schema();
    const last = this.#store.checks.lastCheck();
    if (last?.schemaDigest !== digestOf(schema)) return null;
    if (this.#checker?.at !== last.at)
      this.#checker = { at: last.at, schema, checker: new FaceChecker(schema, JSON.parse(last.usual) as UsualFaces) };
    return this.#checker;
  }

  #noCounts(): FindingPage['counts'] {
    const counts = this.#store.checks.counts();
    for (const kind of Object.values(counts)) Object.assign(kind, { open: 0, accepted: 0, ignored: 0 });
    return counts;
  }

  #shown(finding: StoredFinding): Finding | null {
    const image = this.#imageOf(finding.imageId);
    if (!image) return null;
    const { id, kind, state, instanceId, landmarks, words, severity, area, fix, otherImageId } = finding;
    const other = otherImageId === null ? null : this.#imageOf(otherImageId);
    return { id, kind, state, image, instanceId, landmarks, words, severity, area, other, fix };
  }

  #imageOf(imageId: number): CheckedImage | null {
    const image = this.#store.images.one(imageId);
    if (!image) return null;
    const { id, name, width, height, split, status, contentHash } = image;
    return { id, name, width, height, split, status, version: contentHash.slice(0, 8) };
  }
}

const gone = (): StudioError =>
  new StudioError('not found', 'This is not found any more: the label was changed meanwhile. Look at the list again.');

/** What a check depends on of the schema. */
function digestOf({ landmarks, contours, mirrorPairs, template }: LandmarkSchema): string {
  const names = landmarks.map(({ name, group }) => [name, group]);
  return createHash('sha256')
    .update(JSON.stringify([names, contours, mirrorPairs, template]))
    .digest('hex')
    .slice(0, 16);
}

/** A job's handle for a part of its work that counts from nothing. */
function shifted(handle: JobHandle, before: number, total: number | null): JobHandle {
  return {
    signal: handle.signal,
    progress: (done, all) => handle.progress(before + done, total ?? (all === null ? null : before + all)),
  };
}

function notesOf(schema: LandmarkSchema, usual: UsualFaces, unreadable: readonly string[]): string[] {
  return [
    ...(usual.limits
      ? []
      : [
          `The distance to the shape model was not checked: that takes ${leastFaces} labelled faces, and the project has ${usual.faces}.`,
        ]),
    ...(schema.mirrorPairs.length === 0
      ? ['Left and right were not checked: the schema has no mirror pairs. Set them in Data, Schema.']
      : []),
    ...(unreadable.length === 0
      ? []
      : [
          `${unreadable.length === 1 ? 'A picture' : `${unreadable.length} pictures`} could not be read and ${unreadable.length === 1 ? 'was' : 'were'} compared with no other, such as ${unreadable[0]}.`,
        ]),
  ];
}
