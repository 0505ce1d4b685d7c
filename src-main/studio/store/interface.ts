import type {
  Box,
  Landmark,
  Origin,
  Instance,
  ImportedFace,
  Edit,
  EditResult,
  FaceOrigins,
  History,
  ImageFilter,
  ImageStatus,
  FlagNames,
  LandmarkSchema,
  SchemaChange,
  SchemaPreview,
  ProjectPlace,
  ProjectSummary,
  Split,
  SplitRule,
  SplitPart,
  Recipe,
  RunGrid,
  RunStatus,
  Device,
  LayerSummary,
  LoaderSample,
  SnapshotSummary,
} from '../../contract/index.ts';
import type { JobHandle } from '../context.ts';
import type { AgreementTable } from './agreement-table.ts';
import type { CheckTable, FindingDecisions } from './check-table.ts';
import type { ChosenImages } from './chosen-images.ts';
import type { ImageTable } from './image-table.ts';
import type { ImageWork } from './image-work.ts';
import type { LongMethod } from './long-step.ts';
import type { PredictionTable } from './prediction-table.ts';
import type { RunTable } from './run-table.ts';
import type { SchemaHistory } from './schema-change.ts';
import type { VerdictTable } from './verdict-table.ts';
import type { SuggestionTable } from './suggestion-table.ts';

/** A project's image as stored, without what is derived for lists. */
export interface StoredImage {
  id: number;
  name: string;
  /** Relative to the project folder with forward slashes, or absolute when it cannot be. */
  path: string;
  /** SHA-256 of the file's bytes, hex. */
  contentHash: string;
  byteSize: number;
  width: number;
  height: number;
  group: string | null;
  split: SplitPart;
  status: ImageStatus;
}

/** What is stored of an image's file; px of the upright image. */
export type ImageFileFacts = Pick<StoredImage, 'contentHash' | 'byteSize' | 'width' | 'height'>;

/** An instance's landmarks and box, px of the image. */
export type PlacedFace = Pick<Instance, 'id' | 'landmarks' | 'box'>;

/** One image of a dataset as an importer hands it over. */
export interface IncomingImage {
  name: string;
  /** Absolute. */
  file: string;
  contentHash: string;
  byteSize: number;
  width: number;
  height: number;
  group: string | null;
  instances: { box: Box | null; landmarks: Landmark[]; origin: Origin }[];
}

export interface ImportCounts {
  imagesAdded: number;
  instancesAdded: number;
  imagesUnchanged: number;
  instancesUnchanged: number;
}

/** A run's row. JSON columns are parsed. */
export interface StoredRun {
  id: number;
  status: RunStatus;
  recipe: Recipe;
  note: string;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  device: Device | null;
  /** Of the studio that trained it, last. */
  studioVersion: string | null;
  snapshot: SnapshotSummary;
  baselineLoss: number | null;
  bestEpoch: number | null;
  problem: string | null;
  layers: LayerSummary[];
  samples: LoaderSample[];
  /** Which state of the project's schema it was made with; null: the one the project was made with. */
  schemaState: string | null;
  /** From 0, of a run that waits. */
  queuePlace: number | null;
  grid: RunGrid | null;
}

/** A run as it is made. Of a grid's first run the grid's number is null: it is its own. */
export interface NewRun {
  recipe: Recipe;
  note: string;
  snapshot: SnapshotSummary;
  grid?: { id: number | null; values: RunGrid['values'] };
}

export type RunUpdate = Partial<
  Omit<StoredRun, 'id' | 'recipe' | 'createdAt' | 'snapshot' | 'schemaState' | 'queuePlace' | 'grid'>
>;

/** One instance's prediction; landmarks in px of the original image, in the order of the run's recipe. */
export interface StoredPrediction {
  imageId: number;
  instanceId: number;
  landmarks: [number, number][];
  /** What of the image a run that crops looked at, px; null for the whole image. */
  seen: Box | null;
  /** Mean error over the learned, not absent landmarks when it was stored; null without ground truth, or where the box has moved since. */
  errorPx: number | null;
}

/** An agreement as stored. At most one is under way. */
export interface StoredAgreement {
  id: number;
  startedAt: string;
  finishedAt: string | null;
  seed: number;
  filter: ImageFilter;
  underWay: boolean;
  images: number;
  /** Images whose second labelling is said to be done. */
  done: number;
}

export interface NewAgreement {
  imageIds: readonly number[];
  seed: number;
  filter: ImageFilter;
}

/** px, or null where none can be told. */
export type ErrorOfPrediction = (runId: number, prediction: StoredPrediction, instance: Instance) => number | null;

/** Reading half of a project's store. Unknown ids answer null; nothing here writes. */
export interface ReadableStore {
  readonly projectFolder: string;
  readonly readOnly: boolean;
  /** Another text after anything was written to the database, here or by whom else: what was read before may be old then. */
  state(): string;
  readonly images: ImageTable;
  /** How far the work is, and which image is next. */
  readonly work: ImageWork;
  readonly agreements: Pick<AgreementTable, 'all' | 'one' | 'images' | 'faces'>;
  readonly runs: Pick<RunTable, 'all' | 'one' | 'epochs'>;
  readonly predictions: Pick<PredictionTable, 'of'>;
  readonly verdicts: Pick<VerdictTable, 'all'>;
  readonly suggestions: Pick<SuggestionTable, 'of' | 'left' | 'imagesLeft'>;
  /** What the label checks found; can be made again, so not journaled. */
  readonly checks: CheckTable;
  /** What to label next; can be made again, so not journaled. */
  readonly chosen: Pick<ChosenImages, 'get'>;
  /** Whether the project's folder is where it was opened: nothing may be written there when it is not. */
  place(): ProjectPlace;
  summary(): ProjectSummary;
  schema(): LandmarkSchema;
  /** How the schema came to be what it is. */
  schemaHistory(): SchemaHistory;
  /** Labels that a change of the schema would touch; throws StudioError 'bad input' when the change does not fit. */
  previewSchema(change: SchemaChange): Omit<SchemaPreview, 'runs'>;
  instance(instanceId: number): Instance | null;
  /** Throws StudioError 'not found' saying why when it is not there, was not imported, or its import cannot be told any more. */
  importedFace(instanceId: number): ImportedFace;
  /** See some-shapes.ts. */
  someShapes(most: number, withoutAgreement?: number): Landmark[][];
  /** Of one image when it is given: in the ground truth, or in the agreement's second labelling. */
  history(limit: number, imageId?: number, agreement?: number, offset?: number): History;
  /** Who or what placed each landmark of an image's faces. */
  landmarkOrigins(imageId: number): FaceOrigins[];
  /** How many rows an undo, a redo or a jump would write; counted to `most`. */
  changesOnTheWay(way: 'undo' | 'redo' | { to: number }, most: number): number;
  /** When no long step is being made. Nothing can be written before. */
  settled(): Promise<void>;
  /** Does something at once, or as soon as no long step is being made; in the order it was asked for. */
  whenSettled(work: () => void): void;
  split(): Split;
}

/** Writing half. Every method is one transaction and one step of the edit journal, and can be undone. */
export interface WritableStore {
  applyEdit(edit: Edit): EditResult;
  /** With an agreement, of its second labelling. */
  setStatus(imageIds: number[], status: ImageStatus, agreement?: number): EditResult;
  /** `flag`: its place, from 0. */
  setFlag(imageIds: number[], flag: number, on: boolean): EditResult;
  setNote(imageId: number, note: string): EditResult;
  setFlagNames(names: FlagNames): EditResult;
  setSplit(rule: SplitRule): EditResult;
  /** Opens what a run has suggested on these images (`suggestions.put`). */
  openSuggestions(runId: number, imageIds: readonly number[]): EditResult;
  /** All that is suggested on these images; those with nothing to accept are passed over. */
  acceptSuggestions(imageIds: readonly number[]): EditResult;
  dismissSuggestions(imageIds: readonly number[]): EditResult;
  /** All of an image's decisions about findings, in place of those it has. */
  setCheckDecisions(decisions: ReadonlyMap<number, FindingDecisions>, label: string): EditResult;
  /** Changes the schema and every face's landmarks with it. Throws StudioError 'bad input' when the change does not fit. */
  setSchema(change: SchemaChange): EditResult;
  /** Images with the same content hash and name are the same image; an instance that is there, as it is now (1e-3 px) or as it was when imported, is not added again. */
  importImages(images: IncomingImage[], label: string): ImportCounts;
  /** Files, absolute, where these images are now. */
  relinkImages(moved: { imageId: number; file: string }[], label: string): EditResult;
  /** With an agreement, only steps of its second labelling. Throws StudioError 'not found' when there is nothing to undo. */
  undo(agreement?: number): EditResult;
  redo(agreement?: number): EditResult;
  /**
   * Undoes or redoes, in one transaction, until the entry is the newest that is done; 0: until none is. Answers about the last
   * step on the way. Throws StudioError 'not found' when there is no such entry, or it is there already.
   */
  jump(entryId: number): EditResult;
  /**
   * The same method in a worker thread, for what writes many rows: one transaction too, while reads go on and see the project as
   * it was. Everything else that writes waits (`settled`). Rejects with what the method throws; cancelled, it changed nothing.
   */
  makeLongStep<Method extends LongMethod>(
    method: Method,
    parameters: Parameters<Store[Method]>,
    handle: JobHandle,
  ): Promise<ReturnType<Store[Method]>>;
  /** Another file's content in place of the image's, with the image's faces as they then are. */
  replaceImageFile(imageId: number, file: ImageFileFacts, faces: readonly PlacedFace[], label: string): EditResult;
}

/** An open project's store. Opened by `openStore`, closed once. Methods are synchronous: SQLite is, and one process writes. */
export interface Store extends ReadableStore, WritableStore {
  readonly agreements: AgreementTable;
  readonly chosen: ChosenImages;
  /** Runs and predictions are what machines write: outside the journal. */
  readonly runs: RunTable;
  readonly predictions: PredictionTable;
  readonly verdicts: VerdictTable;
  readonly suggestions: SuggestionTable;
  /** Writes the whole database, as it is, to a new file, absolute; it need not be where it was opened. */
  copyTo(file: string): void;
  close(): void;
  /** When no worker thread has the database open any more: to be waited for before `close`. */
  workerEnded(): Promise<void>;
}
