import { statSync } from 'node:fs';
import {
  StudioError,
  type Edit,
  type EditResult,
  type EpochResult,
  type FaceOrigins,
  type FlagNames,
  type History,
  type ImageCounts,
  type ImageDetail,
  type ImageFilter,
  type ImageListPage,
  type ImageQuery,
  type ImageStatus,
  type ImportedFace,
  type Instance,
  type Landmark,
  type LandmarkSchema,
  type NextImage,
  type NextImageQuery,
  type Progress,
  type ProjectPlace,
  type ProjectSummary,
  type SchemaChange,
  type SchemaPreview,
  type Split,
  type SplitCounts,
  type SplitPart,
  type SplitRule,
} from '../../contract/index.ts';
import type { JobHandle } from '../context.ts';
import { AgreementTable, type AgreementFace } from './agreement-table.ts';
import { CheckTable, type FindingDecisions } from './check-table.ts';
import { Checkpointer } from './checkpointer.ts';
import { applyChanges, groundTruth } from './edits.ts';
import { historyPage } from './history-list.ts';
import { filterCondition } from './image-filter.ts';
import { ImageLists } from './image-lists.ts';
import { flagInWords, imagesInWords, markFlag, noteInWords, readFlagNames, writeNote } from './image-marks.ts';
import { ImageWork } from './image-work.ts';
import { absolutePath, importInto, storedPath } from './import-images.ts';
import { importedFace } from './imported-face.ts';
import type {
  ErrorOfPrediction,
  ImageFileFacts,
  ImportCounts,
  IncomingImage,
  NewAgreement,
  NewRun,
  PlacedFace,
  RunUpdate,
  Store,
  StoredAgreement,
  StoredImage,
  StoredPrediction,
  StoredRun,
} from './interface.ts';
import { Journal, type ChangeListener, type JournalResult, type Recorder } from './journal.ts';
import { decodeLandmarks, encodeBox, encodeLandmarks } from './landmark-codec.ts';
import { landmarkOrigins } from './landmark-origins.ts';
import { LongStep, type LongMethod } from './long-step.ts';
import { compareNaturally } from './natural-order.ts';
import { PredictionTable } from './prediction-table.ts';
import { toImage, toInstance, type ImageRow, type InstanceRow } from './rows.ts';
import { RunTable } from './run-table.ts';
import { changeSchema, previewSchema, readSchemaHistory, type SchemaHistory } from './schema-change.ts';
import { partsByRule, type SplitMember } from './split-rule.ts';
import type { Sql } from './sql.ts';

/** Told after each committed change which images it was about, whether the counts in the project's summary may be others, and the schema. */
export type EditListener = (imageIds: number[], countsChanged: boolean, schemaChanged: boolean) => void;

export interface StoreSettings {
  /** Absolute. */
  projectFolder: string;
  readOnly: boolean;
  onEdit?: EditListener | undefined;
  /** Told of each change while an edit, an undo or a redo is made; a throw undoes it. */
  onChange?: ChangeListener;
  /** Entry file of the worker thread that makes long steps; without it they are made here. */
  stepWorker?: string | undefined;
  /** Called once, after the database is closed. */
  onClose?: () => void;
  /** Where the folder is now; of a private copy it is where it was. */
  place?: () => ProjectPlace;
}

/** The store on SQLite. Made by `openStore`; each part of it is a file of its own beside this one. */
export class SqliteStore implements Store {
  readonly projectFolder: string;
  readonly readOnly: boolean;
  readonly checks: CheckTable;
  readonly #sql: Sql;
  readonly #settings: StoreSettings;
  readonly #journal: Journal;
  readonly #lists: ImageLists;
  readonly #work: ImageWork;
  readonly #runs: RunTable;
  readonly #predictions: PredictionTable;
  readonly #agreements: AgreementTable;
  readonly #longStep: LongStep;
  readonly #checkpointer: Checkpointer;
  /** As last read, and the text it was read from. */
  #schema: { text: string; schema: LandmarkSchema };
  readonly #name: string;
  readonly #createdAt: string;

  constructor(sql: Sql, settings: StoreSettings) {
    this.projectFolder = settings.projectFolder;
    this.readOnly = settings.readOnly;
    this.checks = new CheckTable(sql);
    this.#sql = sql;
    this.#settings = settings;
    this.#journal = new Journal(sql, settings.onChange);
    this.#longStep = new LongStep(settings.projectFolder, settings.stepWorker);
    this.#checkpointer = new Checkpointer(settings.projectFolder, settings.stepWorker);
    this.#lists = new ImageLists(sql);
    this.#work = new ImageWork(sql);
    this.#runs = new RunTable(sql);
    this.#predictions = new PredictionTable(sql);
    this.#agreements = new AgreementTable(sql);
    const project = sql.get<{ name: string; landmark_schema: string; created_at: string }>('SELECT * FROM project');
    if (!project) throw new StudioError('bad input', `${settings.projectFolder} does not say what project it is.`);
    this.#name = project.name;
    this.#createdAt = project.created_at;
    this.#schema = readSchema(project.landmark_schema);
  }

  close(): void {
    if (!this.#sql.database.open) return;
    this.#sql.database.close();
    this.#settings.onClose?.();
  }

  place(): ProjectPlace {
    return this.#settings.place?.() ?? { kind: 'there' };
  }

  copyTo(file: string): void {
    this.#sql.copyTo(file);
  }

  summary(): ProjectSummary {
    const count = (what: string, table: string) =>
      this.#sql.get<{ n: number }>(`SELECT count(${what}) AS n FROM ${table}`)?.n ?? 0;
    return {
      path: this.projectFolder,
      place: this.place(),
      name: this.#name,
      createdAt: this.#createdAt,
      readOnly: this.readOnly,
      schemaName: this.schema().name,
      landmarkCount: this.schema().landmarks.length,
      images: count('*', 'images'),
      labelledImages: count('DISTINCT image_id', 'instances'),
      groups: count('DISTINCT group_name', 'images'),
      split: this.#splitCounts(),
      runs: count('*', 'runs'),
      agreement: this.#agreements.underWay(),
      flagNames: readFlagNames(this.#sql),
    };
  }

  schema(): LandmarkSchema {
    // Asked for each time while reading along: another studio may change it.
    return this.readOnly ? this.#readSchema().schema : this.#schema.schema;
  }

  schemaHistory(): SchemaHistory {
    return readSchemaHistory(this.#sql);
  }

  previewSchema(change: SchemaChange): Omit<SchemaPreview, 'runs'> {
    return previewSchema(this.#sql, this.schema(), change);
  }

  setSchema(change: SchemaChange): EditResult {
    const label = `Changed the schema: ${change.schema.name}`;
    return this.#edit(label, (recorder) => changeSchema(this.#sql, recorder, this.schema(), change));
  }

  listImages(query: ImageQuery & { offset: number; limit: number }): ImageListPage {
    return query.agreement === undefined
      ? this.#lists.page(query)
      : this.#agreements.page(query.agreement, query, (imageId) => this.#lists.item(imageId, undefined));
  }

  listImageIds(query: ImageQuery & { offset: number; limit: number }): number[] {
    return query.agreement === undefined
      ? this.#lists.ids(query)
      : this.#agreements
          .page(query.agreement, query, (imageId) => this.#lists.item(imageId, undefined))
          .items.map(({ id }) => id);
  }

  imagePosition(query: ImageQuery, imageId: number, nearest = false): number | null {
    return query.agreement === undefined
      ? this.#lists.position(query, imageId, nearest)
      : this.#agreements.position(query.agreement, query.filter, imageId);
  }

  imageCounts(filter: ImageFilter): ImageCounts {
    return this.#work.counts(filter);
  }

  progress(): Progress {
    return this.#work.progress();
  }

  nextImage(query: NextImageQuery): NextImage {
    return this.#work.next(query);
  }

  imageIds(filter: ImageFilter): number[] {
    const where = filterCondition(filter);
    return this.#sql
      .all<{ id: number }>(`SELECT id FROM images WHERE true${where.text} ORDER BY id`, ...where.values)
      .map((row) => row.id);
  }

  image(imageId: number): StoredImage | null {
    const row = this.#sql.get<ImageRow>('SELECT * FROM images WHERE id = ?', imageId);
    return row ? toImage(row) : null;
  }

  imageDetail(imageId: number, agreement?: number): ImageDetail | null {
    const truth = this.#imageTruth(imageId);
    if (!truth || agreement === undefined) return truth;
    const second = this.#agreements.secondOf(agreement, imageId);
    if (!second) return null;
    const { status, instances } = second;
    return { ...truth, status, instances: instances.length, instanceList: instances, agreement };
  }

  #imageTruth(imageId: number): ImageDetail | null {
    const image = this.image(imageId);
    const item = this.#lists.item(imageId, undefined);
    if (!image || !item) return null;
    const instances = this.#sql.all<InstanceRow>('SELECT * FROM instances WHERE image_id = ? ORDER BY id', imageId);
    const file = statSync(this.imageFile(image), { throwIfNoEntry: false });
    return {
      id: item.id,
      name: item.name,
      width: item.width,
      height: item.height,
      group: item.group,
      split: item.split,
      status: item.status,
      flags: item.flags,
      note: item.note,
      instances: item.instances,
      version: item.version,
      path: image.path,
      fileExists: file !== undefined,
      fileReplaced: file !== undefined && file.size !== image.byteSize,
      instanceList: instances.map(toInstance),
    };
  }

  imageFiles(): string[] {
    return this.#sql
      .all<{ path: string }>('SELECT path FROM images')
      .map(({ path }) => absolutePath(this.projectFolder, path));
  }

  imageFile(image: StoredImage): string {
    return absolutePath(this.projectFolder, image.path);
  }

  imagesWithInstances(filter: ImageFilter): { image: StoredImage; instances: Instance[] }[] {
    const where = filterCondition(filter);
    const found = this.#sql
      .all<ImageRow>(`SELECT * FROM images WHERE true${where.text} ORDER BY id`, ...where.values)
      .map((row) => ({ image: toImage(row), instances: [] as Instance[] }));
    const byId = new Map(found.map((entry) => [entry.image.id, entry.instances]));
    const rows = this.#sql.iterate<InstanceRow>(
      `SELECT instances.* FROM instances JOIN images ON images.id = instances.image_id
       WHERE true${where.text} ORDER BY instances.id`,
      ...where.values,
    );
    for (const row of rows) byId.get(row.image_id)?.push(toInstance(row));
    return found;
  }

  instance(instanceId: number): Instance | null {
    const row = this.#sql.get<InstanceRow>('SELECT * FROM instances WHERE id = ?', instanceId);
    return row ? toInstance(row) : null;
  }

  importedFace(instanceId: number): ImportedFace {
    return importedFace(this.#sql, instanceId, this.schema());
  }

  labelledShapes(most: number, without?: number): Landmark[][] {
    // Their ids come from an index: the rows of 100,000 faces are 100 MB to read through.
    const count = this.#sql.get<{ n: number }>('SELECT count(*) AS n FROM instances')?.n ?? 0;
    return this.#sql
      .all<{ landmarks: Buffer }>(
        `SELECT instances.landmarks FROM instances JOIN images ON images.id = instances.image_id
         WHERE instances.id IN (SELECT id FROM instances WHERE id % ? = 0) AND images.status <> 'rejected'
           AND images.id NOT IN (SELECT image_id FROM agreement_images WHERE agreement_id IS ?)
         ORDER BY instances.id LIMIT ?`,
        Math.max(1, Math.ceil(count / most)),
        without ?? null,
        most,
      )
      .map((row) => decodeLandmarks(row.landmarks));
  }

  imageBeforeOfGroup(imageId: number): ImageDetail | null {
    const row = this.#sql.get<{ id: number }>(
      `SELECT before.id FROM images AS this JOIN images AS before ON before.group_name IS this.group_name
       WHERE this.id = ? AND (before.sort_key, before.id) < (this.sort_key, this.id)
         AND EXISTS (SELECT 1 FROM instances WHERE image_id = before.id)
       ORDER BY before.sort_key DESC, before.id DESC LIMIT 1`,
      imageId,
    );
    return row ? this.imageDetail(row.id) : null;
  }

  history(limit: number, imageId?: number, agreement?: number, offset = 0): History {
    return historyPage(this.#sql, { limit, offset, imageId, agreement });
  }

  landmarkOrigins(imageId: number): FaceOrigins[] {
    return landmarkOrigins(this.#sql, imageId, this.schema());
  }

  agreements(): StoredAgreement[] {
    return this.#agreements.all();
  }

  agreement(agreement: number): StoredAgreement {
    return this.#agreements.one(agreement);
  }

  agreementImages(agreement: number): Map<number, ImageStatus> {
    return this.#agreements.images(agreement);
  }

  agreementFaces(agreement: number): AgreementFace[] {
    return this.#agreements.faces(agreement);
  }

  split(): Split {
    const rule = this.#sql.get<{ split_rule: string | null }>('SELECT split_rule FROM project')?.split_rule ?? null;
    const groups = this.#sql.all<{ group_name: string | null; first: SplitPart; last: SplitPart; images: number }>(
      `SELECT group_name, min(split) AS first, max(split) AS last, count(*) AS images FROM images GROUP BY group_name`,
    );
    return {
      rule: rule === null ? null : (JSON.parse(rule) as SplitRule),
      counts: this.#splitCounts(),
      groups: groups
        .map((row) => ({
          group: row.group_name,
          part: row.first === row.last ? row.first : ('mixed' as const),
          images: row.images,
        }))
        .sort((left, right) => {
          // Those without a group come last.
          if (left.group === null || right.group === null)
            return Number(left.group === null) - Number(right.group === null);
          return compareNaturally(left.group, right.group);
        }),
    };
  }

  runs(): StoredRun[] {
    return this.#runs.all();
  }

  run(runId: number): StoredRun | null {
    return this.#runs.one(runId);
  }

  epochs(runId: number): EpochResult[] {
    return this.#runs.epochs(runId);
  }

  predictions(runId: number, imageIds?: Iterable<number>): StoredPrediction[] {
    return this.#predictions.of(runId, imageIds);
  }

  applyEdit(edit: Edit): EditResult {
    const { label, agreement } = edit;
    const work = (recorder: Recorder): void => {
      const labelling =
        agreement === undefined ? groundTruth(this.#sql, recorder) : this.#agreements.labelling(recorder, agreement);
      applyChanges(labelling, recorder, edit, this.schema().landmarks.length);
    };
    return this.#edit(label, work, agreement);
  }

  setStatus(imageIds: number[], status: ImageStatus, agreement?: number): EditResult {
    const what = imagesInWords(imageIds.length);
    const work = (recorder: Recorder): void => {
      if (agreement !== undefined) return this.#agreements.setStatus(recorder, agreement, imageIds, status);
      for (const imageId of imageIds) recorder.update('images', imageId, { status });
    };
    return this.#edit(`Marked ${what} ${status}`, work, agreement);
  }

  startAgreement(agreement: NewAgreement): number {
    const count = agreement.imageIds.length;
    let started = 0;
    this.#edit(`Started an agreement on ${count === 1 ? 'an image' : `${count} images`}`, (recorder) => {
      started = this.#agreements.start(recorder, agreement);
    });
    this.setAgreementUnderWay(started);
    return started;
  }

  finishAgreement(agreement: number): EditResult {
    const result = this.#edit(`Finished agreement ${agreement}`, (recorder) =>
      this.#agreements.finish(recorder, agreement),
    );
    this.setAgreementUnderWay(null);
    return result;
  }

  deleteAgreement(agreement: number): EditResult {
    return this.#edit(`Deleted agreement ${agreement}`, (recorder) => this.#agreements.delete(recorder, agreement));
  }

  setAgreementUnderWay(agreement: number | null): void {
    this.#requireWritable();
    this.#agreements.setUnderWay(agreement);
    this.#settings.onEdit?.([], true, false);
  }

  setFlag(imageIds: number[], flag: number, on: boolean): EditResult {
    const name = flagInWords(readFlagNames(this.#sql), flag);
    const what = imagesInWords(imageIds.length);
    return this.#edit(on ? `Flagged ${what} ${name}` : `Took ${name} off ${what}`, (recorder) =>
      markFlag(this.#sql, recorder, imageIds, flag, on),
    );
  }

  setNote(imageId: number, note: string): EditResult {
    return this.#edit(noteInWords(note), (recorder) => writeNote(this.#sql, recorder, imageId, note));
  }

  setFlagNames(names: FlagNames): EditResult {
    const used = names.filter(Boolean).join(', ') || 'none';
    return this.#edit(`Named the flags: ${used.length > 120 ? `${used.slice(0, 119)}…` : used}`, (recorder) =>
      recorder.update('project', 1, { flag_names: JSON.stringify(names) }),
    );
  }

  setSplit(rule: SplitRule): EditResult {
    const named =
      rule.by === 'group'
        ? `${rule.validation} for validation`
        : `${Math.round(rule.fraction * 100)} % of the groups for validation, seed ${rule.seed}`;
    // A rule of 10,000 characters is allowed, a label is for one line.
    const label = `Split by group: ${named.length > 120 ? `${named.slice(0, 119)}…` : named}`;
    return this.#edit(label, (recorder) => {
      const members = this.#sql.all<SplitMember>('SELECT id, group_name AS "group" FROM images ORDER BY id');
      for (const [imageId, split] of partsByRule(members, rule)) recorder.update('images', imageId, { split });
      recorder.update('project', 1, { split_rule: JSON.stringify(rule) });
    });
  }

  setCheckDecisions(decisions: ReadonlyMap<number, FindingDecisions>, label: string): EditResult {
    return this.#edit(label, (recorder) => {
      for (const [imageId, known] of decisions)
        recorder.update('images', imageId, {
          check_decisions: Object.keys(known).length === 0 ? null : JSON.stringify(known),
        });
    });
  }

  importImages(images: IncomingImage[], label: string): ImportCounts {
    const counts: ImportCounts = { imagesAdded: 0, instancesAdded: 0, imagesUnchanged: 0, instancesUnchanged: 0 };
    this.#edit(label, (recorder) => {
      const project = { folder: this.projectFolder, landmarkCount: this.schema().landmarks.length };
      Object.assign(counts, importInto(this.#sql, recorder, images, project));
    });
    return counts;
  }

  relinkImages(moved: { imageId: number; file: string }[], label: string): EditResult {
    return this.#edit(label, (recorder) => {
      for (const { imageId, file } of moved)
        recorder.update('images', imageId, { path: storedPath(this.projectFolder, file) });
    });
  }

  replaceImageFile(imageId: number, file: ImageFileFacts, faces: readonly PlacedFace[], label: string): EditResult {
    return this.#edit(label, (recorder) => {
      recorder.update('images', imageId, {
        content_hash: file.contentHash,
        byte_size: file.byteSize,
        width: file.width,
        height: file.height,
      });
      for (const { id, landmarks, box } of faces)
        recorder.update('instances', id, { landmarks: encodeLandmarks(landmarks), box: encodeBox(box) });
    });
  }

  undo(agreement?: number): EditResult {
    this.#requireWritable();
    return this.#told(() => this.#journal.undo(agreement));
  }

  redo(agreement?: number): EditResult {
    this.#requireWritable();
    return this.#told(() => this.#journal.redo(agreement));
  }

  jump(entryId: number): EditResult {
    this.#requireWritable();
    return this.#told(() => this.#journal.jump(entryId));
  }

  changesOnTheWay(way: 'undo' | 'redo' | { to: number }, most: number): number {
    return this.#journal.changesOnTheWay(way, most);
  }

  async makeLongStep<Method extends LongMethod>(
    method: Method,
    parameters: Parameters<Store[Method]>,
    handle: JobHandle,
  ): Promise<ReturnType<Store[Method]>> {
    await this.settled();
    this.#requireWritable();
    // The worker opens the database by its name.
    this.#sql.beforeWriting();
    if (!this.#longStep.hasWorker)
      return (this[method] as (...each: unknown[]) => ReturnType<Store[Method]>).apply(this, parameters);
    const { result, told } = await this.#longStep.make(method, parameters, handle);
    this.#readSchema();
    for (const each of told) this.#settings.onEdit?.(...each);
    return result;
  }

  settled(): Promise<void> {
    return this.#longStep.settled();
  }

  async workerEnded(): Promise<void> {
    await this.#longStep.ended();
    await this.#checkpointer.close();
  }

  whenSettled(work: () => void): void {
    this.#longStep.whenSettled(work);
  }

  createRun(run: NewRun): number {
    this.#requireWritable();
    const runId = this.#runs.create(run);
    this.#settings.onEdit?.([], true, false);
    return runId;
  }

  setQueue(runIds: readonly number[]): void {
    this.#requireWritable();
    this.#runs.setQueue(runIds);
  }

  updateRun(runId: number, update: RunUpdate): void {
    this.#requireWritable();
    this.#runs.update(runId, update);
  }

  addEpoch(runId: number, result: EpochResult): void {
    this.#requireWritable();
    this.#runs.addEpoch(runId, result);
  }

  deleteRun(runId: number): void {
    this.#requireWritable();
    this.#runs.delete(runId);
    this.#settings.onEdit?.([], true, false);
  }

  replacePredictions(runId: number, predictions: StoredPrediction[]): void {
    this.#requireWritable();
    this.#predictions.replace(runId, predictions);
  }

  putPredictions(runId: number, predictions: StoredPrediction[]): void {
    this.#requireWritable();
    this.#predictions.put(runId, predictions);
  }

  refreshErrors(most: number, errorOf: ErrorOfPrediction): { runIds: number[]; left: boolean } {
    this.#requireWritable();
    return this.#predictions.refreshErrors(most, errorOf);
  }

  #readSchema(): { text: string; schema: LandmarkSchema } {
    const text = this.#sql.get<{ landmark_schema: string }>('SELECT landmark_schema FROM project')?.landmark_schema;
    if (text !== undefined && text !== this.#schema.text) this.#schema = readSchema(text);
    return this.#schema;
  }

  #edit(label: string, work: (recorder: Recorder) => void, agreement?: number): EditResult {
    this.#requireWritable();
    return this.#told(() => this.#journal.record(label, work, agreement));
  }

  #told(work: () => JournalResult): EditResult {
    const before = this.#schema;
    const { edit, countsChanged, projectChanged } = work();
    const schemaChanged = projectChanged && this.#readSchema() !== before;
    this.#checkpointer.written();
    this.#settings.onEdit?.(edit.imageIds, countsChanged || schemaChanged, schemaChanged);
    return edit;
  }

  #requireWritable(): void {
    this.#longStep.requireSettled();
    if (this.readOnly)
      throw new StudioError(
        'read only',
        `${this.projectFolder} was opened read-only. To change it, close the studio that writes it and open it again.`,
      );
  }

  #splitCounts(): SplitCounts {
    const counts: SplitCounts = { train: 0, validation: 0, none: 0 };
    const rows = this.#sql.all<{ split: SplitPart; images: number }>(
      'SELECT split, count(*) AS images FROM images GROUP BY split',
    );
    for (const row of rows) counts[row.split] = row.images;
    return counts;
  }
}

function readSchema(text: string): { text: string; schema: LandmarkSchema } {
  return { text, schema: JSON.parse(text) as LandmarkSchema };
}
