import {
  StudioError,
  type Change,
  type Edit,
  type EditResult,
  type FaceOrigins,
  type FlagNames,
  type History,
  type ImageStatus,
  type ImportedFace,
  type Instance,
  type Landmark,
  type LandmarkSchema,
  type ProjectPlace,
  type ProjectSummary,
  type SchemaChange,
  type SchemaPreview,
  type Split,
  type SplitRule,
} from '../../contract/index.ts';
import type { JobHandle } from '../context.ts';
import { runLandmarksIfAny } from '../runs/run-landmarks.ts';
import { AgreementTable } from './agreement-table.ts';
import { CheckTable, type FindingDecisions } from './check-table.ts';
import { Checkpointer } from './checkpointer.ts';
import { ChosenImages } from './chosen-images.ts';
import { applyChanges, groundTruth } from './edits.ts';
import { historyPage } from './history-list.ts';
import { flagInWords, imagesInWords, markFlag, noteInWords, readFlagNames, writeNote } from './image-marks.ts';
import { ImageTable } from './image-table.ts';
import { ImageWork } from './image-work.ts';
import { importInto, storedPath } from './import-images.ts';
import { importedFace } from './imported-face.ts';
import type { ImageFileFacts, ImportCounts, IncomingImage, PlacedFace, Store } from './interface.ts';
import { type Recorder } from './journal.ts';
import { encodeBox, encodeLandmarks } from './landmark-codec.ts';
import { landmarkOrigins } from './landmark-origins.ts';
import { LongStep, type LongMethod } from './long-step.ts';
import { PredictionTable } from './prediction-table.ts';
import { ProjectSchema } from './project-schema.ts';
import { countParts, readSplit, splitInWords, writeSplit } from './project-split.ts';
import { toInstance, type InstanceRow } from './rows.ts';
import { RunTable } from './run-table.ts';
import { changeSchema, previewSchema, readSchemaHistory, type SchemaHistory } from './schema-change.ts';
import { someShapes } from './some-shapes.ts';
import type { Sql } from './sql.ts';
import { VerdictTable } from './verdict-table.ts';
import { SuggestionEdits } from './suggestion-edits.ts';
import { SuggestionTable } from './suggestion-table.ts';
import { Writing, type WritingSettings } from './writing.ts';

export interface StoreSettings extends WritingSettings {
  /** Entry file of the worker thread that makes long steps; without it they are made here. */
  stepWorker?: string | undefined;
  /** Called once, after the database is closed. */
  onClose?: () => void;
  /** Where the folder is now; of a private copy it is where it was. */
  place?: () => ProjectPlace;
}

/** The store on SQLite, made by `openStore`: wires its tables, each a file beside this one, and makes a person's edits. */
export class SqliteStore implements Store {
  readonly projectFolder: string;
  readonly readOnly: boolean;
  readonly images: ImageTable;
  readonly work: ImageWork;
  readonly checks: CheckTable;
  readonly chosen: ChosenImages;
  readonly agreements: AgreementTable;
  readonly runs: RunTable;
  readonly predictions: PredictionTable;
  readonly verdicts: VerdictTable;
  readonly suggestions: SuggestionTable;
  readonly #sql: Sql;
  readonly #settings: StoreSettings;
  readonly #writing: Writing;
  readonly #longStep: LongStep;
  readonly #checkpointer: Checkpointer;
  readonly #schema: ProjectSchema;
  readonly #name: string;
  readonly #createdAt: string;

  constructor(sql: Sql, settings: StoreSettings) {
    const project = sql.get<{ name: string; landmark_schema: string; created_at: string }>('SELECT * FROM project');
    if (!project) throw new StudioError('bad input', `${settings.projectFolder} does not say what project it is.`);
    this.projectFolder = settings.projectFolder;
    this.readOnly = settings.readOnly;
    this.#sql = sql;
    this.#settings = settings;
    this.#name = project.name;
    this.#createdAt = project.created_at;
    const schema = new ProjectSchema(sql, project.landmark_schema);
    const longStep = new LongStep(settings.projectFolder, settings.stepWorker);
    const checkpointer = new Checkpointer(settings.projectFolder, settings.stepWorker);
    const writing = new Writing(sql, settings, { schema, longStep, checkpointer });
    this.#schema = schema;
    this.#longStep = longStep;
    this.#checkpointer = checkpointer;
    this.#writing = writing;
    this.agreements = new AgreementTable(sql, writing);
    this.suggestions = new SuggestionTable(sql, writing, {
      schema: () => this.schema(),
      learned: (runId) => {
        const run = this.runs.one(runId);
        return (run && runLandmarksIfAny(this, run)?.learned.map(({ index }) => index)) ?? null;
      },
    });
    this.images = new ImageTable(sql, settings.projectFolder, this.agreements, this.suggestions);
    this.work = new ImageWork(sql);
    this.checks = new CheckTable(sql);
    this.chosen = new ChosenImages(sql, writing);
    this.runs = new RunTable(sql, writing);
    this.predictions = new PredictionTable(sql, writing);
    this.verdicts = new VerdictTable(sql, writing);
  }

  close(): void {
    if (!this.#sql.database.open) return;
    this.#sql.database.close();
    this.#settings.onClose?.();
  }

  state(): string {
    // What this connection wrote, and whether another one committed anything.
    const own = this.#sql.get<{ changes: number }>('SELECT total_changes() AS changes')?.changes;
    const others = this.#sql.get<{ data_version: number }>('PRAGMA data_version')?.data_version;
    return `${own} ${others}`;
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
      split: countParts(this.#sql),
      runs: count('*', 'runs'),
      agreement: this.agreements.underWay(),
      flagNames: readFlagNames(this.#sql),
    };
  }

  schema(): LandmarkSchema {
    // Asked for each time while reading along: another studio may change it.
    return this.readOnly ? this.#schema.read() : this.#schema.known;
  }

  schemaHistory(): SchemaHistory {
    return readSchemaHistory(this.#sql);
  }

  previewSchema(change: SchemaChange): Omit<SchemaPreview, 'runs'> {
    return previewSchema(this.#sql, this.schema(), change);
  }

  setSchema(change: SchemaChange): EditResult {
    const label = `Changed the schema: ${change.schema.name}`;
    return this.#writing.edit(label, (recorder) => changeSchema(this.#sql, recorder, this.schema(), change));
  }

  instance(instanceId: number): Instance | null {
    const row = this.#sql.get<InstanceRow>('SELECT * FROM instances WHERE id = ?', instanceId);
    return row ? toInstance(row) : null;
  }

  importedFace(instanceId: number): ImportedFace {
    return importedFace(this.#sql, instanceId, this.schema());
  }

  someShapes(most: number, withoutAgreement?: number): Landmark[][] {
    return someShapes(this.#sql, most, withoutAgreement ?? null);
  }

  history(limit: number, imageId?: number, agreement?: number, offset = 0): History {
    return historyPage(this.#sql, { limit, offset, imageId, agreement });
  }

  landmarkOrigins(imageId: number): FaceOrigins[] {
    return landmarkOrigins(this.#sql, imageId, this.schema());
  }

  split(): Split {
    return readSplit(this.#sql);
  }

  applyEdit(edit: Edit): EditResult {
    const { label, agreement } = edit;
    const work = (recorder: Recorder): void => {
      const labelling =
        agreement === undefined
          ? groundTruth(this.#sql, recorder, this.#suggestionEdits(recorder))
          : this.agreements.labelling(recorder, agreement);
      applyChanges(labelling, recorder, edit.changes, this.schema().landmarks.length);
    };
    return this.#writing.edit(label, work, agreement);
  }

  setStatus(imageIds: number[], status: ImageStatus, agreement?: number): EditResult {
    const what = imagesInWords(imageIds.length);
    const work = (recorder: Recorder): void => {
      if (agreement !== undefined) return this.agreements.setStatus(recorder, agreement, imageIds, status);
      for (const imageId of imageIds) recorder.update('images', imageId, { status });
    };
    return this.#writing.edit(`Marked ${what} ${status}`, work, agreement);
  }

  setFlag(imageIds: number[], flag: number, on: boolean): EditResult {
    const name = flagInWords(readFlagNames(this.#sql), flag);
    const what = imagesInWords(imageIds.length);
    return this.#writing.edit(on ? `Flagged ${what} ${name}` : `Took ${name} off ${what}`, (recorder) =>
      markFlag(this.#sql, recorder, imageIds, flag, on),
    );
  }

  setNote(imageId: number, note: string): EditResult {
    return this.#writing.edit(noteInWords(note), (recorder) => writeNote(this.#sql, recorder, imageId, note));
  }

  setFlagNames(names: FlagNames): EditResult {
    const used = names.filter(Boolean).join(', ') || 'none';
    return this.#writing.edit(`Named the flags: ${used.length > 120 ? `${used.slice(0, 119)}…` : used}`, (recorder) =>
      recorder.update('project', 1, { flag_names: JSON.stringify(names) }),
    );
  }

  setSplit(rule: SplitRule): EditResult {
    return this.#writing.edit(splitInWords(rule), (recorder) => writeSplit(this.#sql, recorder, rule));
  }

  openSuggestions(runId: number, imageIds: readonly number[]): EditResult {
    return this.#writing.edit(`Run ${runId} suggested landmarks on ${imagesInWords(imageIds.length)}`, (recorder) => {
      const edits = this.#suggestionEdits(recorder);
      for (const imageId of imageIds) edits.open(imageId, runId);
    });
  }

  acceptSuggestions(imageIds: readonly number[]): EditResult {
    return this.#writing.edit(`Accepted the suggestions on ${imagesInWords(imageIds.length)}`, (recorder) => {
      const changes = imageIds.flatMap((imageId) =>
        this.suggestions.of(imageId).map(({ id }): Change => ({ kind: 'accept suggestion', suggestionId: id })),
      );
      const labelling = groundTruth(this.#sql, recorder, this.#suggestionEdits(recorder));
      applyChanges(labelling, recorder, changes, this.schema().landmarks.length);
    });
  }

  dismissSuggestions(imageIds: readonly number[]): EditResult {
    return this.#writing.edit(`Dismissed the suggestions on ${imagesInWords(imageIds.length)}`, (recorder) => {
      const edits = this.#suggestionEdits(recorder);
      for (const imageId of imageIds) edits.dismiss(imageId);
    });
  }

  #suggestionEdits(recorder: Recorder): SuggestionEdits {
    return new SuggestionEdits(this.#sql, recorder, this.suggestions);
  }

  setCheckDecisions(decisions: ReadonlyMap<number, FindingDecisions>, label: string): EditResult {
    return this.#writing.edit(label, (recorder) => {
      for (const [imageId, known] of decisions)
        recorder.update('images', imageId, {
          check_decisions: Object.keys(known).length === 0 ? null : JSON.stringify(known),
        });
    });
  }

  importImages(images: IncomingImage[], label: string): ImportCounts {
    const counts: ImportCounts = { imagesAdded: 0, instancesAdded: 0, imagesUnchanged: 0, instancesUnchanged: 0 };
    this.#writing.edit(label, (recorder) => {
      const project = { folder: this.projectFolder, landmarkCount: this.schema().landmarks.length };
      Object.assign(counts, importInto(this.#sql, recorder, images, project, this.#suggestionEdits(recorder)));
    });
    return counts;
  }

  relinkImages(moved: { imageId: number; file: string }[], label: string): EditResult {
    return this.#writing.edit(label, (recorder) => {
      for (const { imageId, file } of moved)
        recorder.update('images', imageId, { path: storedPath(this.projectFolder, file) });
    });
  }

  replaceImageFile(imageId: number, file: ImageFileFacts, faces: readonly PlacedFace[], label: string): EditResult {
    return this.#writing.edit(label, (recorder) => {
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
    return this.#writing.undo(agreement);
  }

  redo(agreement?: number): EditResult {
    return this.#writing.redo(agreement);
  }

  jump(entryId: number): EditResult {
    return this.#writing.jump(entryId);
  }

  changesOnTheWay(way: 'undo' | 'redo' | { to: number }, most: number): number {
    return this.#writing.changesOnTheWay(way, most);
  }

  async makeLongStep<Method extends LongMethod>(
    method: Method,
    parameters: Parameters<Store[Method]>,
    handle: JobHandle,
  ): Promise<ReturnType<Store[Method]>> {
    await this.settled();
    this.#writing.requireWritable();
    // The worker opens the database by its name.
    this.#sql.beforeWriting();
    if (!this.#longStep.hasWorker)
      return (this[method] as (...each: unknown[]) => ReturnType<Store[Method]>).apply(this, parameters);
    const { result, told } = await this.#longStep.make(method, parameters, handle);
    this.#schema.read();
    for (const each of told) this.#writing.tell(...each);
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
}
