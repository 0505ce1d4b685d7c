import { z } from 'zod';
import { boxSchema, landmarkSchema, type Box, type Landmark } from './geometry.ts';
import { flagSchema } from './image-marks.ts';
import { verdictKindSchema } from './verdicts.ts';
import { suggestionChangeSchemas, type Suggestion } from './suggestions.ts';

export const imageIdSchema = z.int().positive();

/** Names an agreement where its blind second labelling is meant instead of the ground truth. */
export const agreementIdSchema = z.int().positive();

export const splitPartSchema = z.enum(['train', 'validation', 'none']);
export type SplitPart = z.infer<typeof splitPartSchema>;

export const imageStatusSchema = z.enum(['new', 'predicted', 'in work', 'done', 'rejected']);
export type ImageStatus = z.infer<typeof imageStatusSchema>;

/**
 * How far an image's landmarks are placed: `no` landmark is (or there is no face), `partly` (some are absent), `wholly` (none is).
 */
export const labelledSchema = z.enum(['no', 'partly', 'wholly']);
export type Labelled = z.infer<typeof labelledSchema>;

/** What an image must be like; what is left out does not matter. */
export const imageFilterSchema = z.object({
  /** Part of the image's name, group or note, without regard to case. */
  text: z.string().max(200).optional(),
  split: splitPartSchema.optional(),
  status: imageStatusSchema.optional(),
  group: z.string().optional(),
  /** Has all of these. */
  flags: z.array(flagSchema).max(8).optional(),
  hasNote: z.boolean().optional(),
  /** Number of faces, both ends included. */
  faces: z.object({ least: z.int().nonnegative(), most: z.int().nonnegative().optional() }).optional(),
  labelled: labelledSchema.optional(),
  /** Has occluded landmarks. */
  occluded: z.boolean().optional(),
  /** A face has a verdict on what some run predicted, of this kind; its label was, or was not, changed since. */
  verdict: z.object({ kind: verdictKindSchema.optional(), corrected: z.boolean().optional() }).optional(),
});
export type ImageFilter = z.infer<typeof imageFilterSchema>;

/** `worst` orders by the error of the run named in `run` (largest first, images without a prediction last). */
export const imageOrderSchema = z.enum(['name', 'worst', 'best']);
export type ImageOrder = z.infer<typeof imageOrderSchema>;

export const imageQuerySchema = z.object({
  filter: imageFilterSchema.default({}),
  order: imageOrderSchema.default('name'),
  /** Run whose error is shown beside each image and used by `worst` and `best`. */
  run: z.int().positive().optional(),
  /** Only the images of its sample, with the status and faces of its second labelling. */
  agreement: agreementIdSchema.optional(),
});
export type ImageQuery = z.infer<typeof imageQuerySchema>;

export const imagePageSchema = imageQuerySchema.extend({
  offset: z.int().nonnegative().default(0),
  limit: z.int().min(1).max(1000).default(100),
});

export const imageIdsPageSchema = imageQuerySchema.extend({
  offset: z.int().nonnegative().default(0),
  limit: z.int().min(1).max(1_000_000).default(1_000_000),
});

export interface ImageListItem {
  id: number;
  /** File name without its extension, unique enough to be recognised by. */
  name: string;
  width: number;
  height: number;
  /** Usually the person; null when the image belongs to none. */
  group: string | null;
  split: SplitPart;
  status: ImageStatus;
  /** In ascending order. */
  flags: number[];
  /** Empty: none. */
  note: string;
  instances: number;
  /** First eight characters of the content hash: put into picture addresses so that a replaced file is not taken from a cache. */
  version: string;
  /** Mean error in px of the query's run on this image; null when there is none. */
  errorPx: number | null;
}

/** Larger images are shown at reduced size: decoded whole they would take gigabytes. Landmarks stay in px of the original. */
export const mostShownPixels = 60_000_000;

export interface ImageListPage {
  total: number;
  items: ImageListItem[];
}

/** Where an instance's landmarks came from. */
export interface Origin {
  kind: 'import' | 'person' | 'run';
  /** File name, person or run, to be shown. */
  source: string;
}

export interface Instance {
  id: number;
  imageId: number;
  box: Box | null;
  /** One for each landmark of the schema, in its order. */
  landmarks: Landmark[];
  origin: Origin;
}

/** A face as it was imported. */
export interface ImportedFace {
  /** One for each landmark of the schema as it is now; null for one that the schema did not have then. */
  landmarks: (Landmark | null)[];
  box: Box | null;
  /** The file it came from. */
  source: string;
}

export interface ImageDetail extends Omit<ImageListItem, 'errorPx'> {
  /** As stored: relative to the project folder with forward slashes, or absolute when on another drive. */
  path: string;
  /** False when the file is not where it was. */
  fileExists: boolean;
  /**
   * True when the file there is not the one taken in, but another picture or edited: by its size at once, by its content once the
   * studio has read it, which an `images` event tells.
   */
  fileReplaced: boolean;
  /** Whose second labelling the status and the instances are; absent where they are the ground truth. */
  agreement?: number;
  instanceList: Instance[];
  /** Open ones, a face each, none of them ground truth. Empty in a second labelling: it is made blind. */
  suggestions: Suggestion[];
  /** Runs that have suggested landmarks on it, newest first: each can be chosen. */
  suggestedBy: number[];
}

export const takeReplacedSchema = z.object({
  imageId: imageIdSchema,
  /** Moves landmarks and boxes to the same place of a picture of another size; else they keep their px. */
  scale: z.boolean().default(false),
});

/** An image's file as it was taken in and as it is now; px upright, bytes. */
export interface ReplacedFile {
  /** It is the file that was taken in. */
  isSame: boolean;
  before: { width: number; height: number; byteSize: number };
  now: { width: number; height: number; byteSize: number };
}

/** What became of looking for images that were moved. */
export interface RelinkReport {
  folder: string;
  /** Images whose file was not there, or another one. */
  lost: number;
  relinked: number;
  /** Paths of the first few that were not found either. */
  missing: string[];
}

/** What a change's landmarks come from, when it is not a person's hand. */
const runSourceSchema = z.object({ kind: z.literal('run'), run: z.int().positive() });
export const landmarkSourceSchema = z.discriminatedUnion('kind', [
  runSourceSchema,
  z.object({ kind: z.literal('import') }),
]);
export type LandmarkSource = z.infer<typeof landmarkSourceSchema>;

/** One change within an edit. All changes of an edit are saved in one transaction and undone together. */
export const changeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('move landmarks'),
    instanceId: z.int().positive(),
    /** Only those that change. */
    landmarks: z.array(z.object({ index: z.int().nonnegative(), landmark: landmarkSchema })).min(1),
    /** Put back as imported, or accepted from a run. */
    from: landmarkSourceSchema.optional(),
  }),
  z.object({ kind: z.literal('set box'), instanceId: z.int().positive(), box: boxSchema.nullable() }),
  z.object({
    kind: z.literal('add instance'),
    imageId: imageIdSchema,
    box: boxSchema.nullable(),
    landmarks: z.array(landmarkSchema),
    /** Accepted from a run. */
    from: runSourceSchema.optional(),
  }),
  z.object({ kind: z.literal('delete instance'), instanceId: z.int().positive() }),
  ...suggestionChangeSchemas,
]);
export type Change = z.infer<typeof changeSchema>;

export const editSchema = z.object({
  /** What the person did, as the history shows it: `Moved nose 6 by 8.4 px`. */
  label: z.string().min(1).max(200),
  changes: z.array(changeSchema).min(1).max(10_000),
  /** Its second labelling is edited, whose instances these are; where left out, the ground truth. */
  agreement: agreementIdSchema.optional(),
});
export type Edit = z.infer<typeof editSchema>;

export interface JournalEntry {
  id: number;
  label: string;
  /** ISO 8601. */
  at: string;
  /** Who made it; null in projects of before that was kept. */
  by: string | null;
  /** The image the entry is about; null when it is about several or none (a split, an import). */
  imageId: number | null;
  /** How many images it changed; null in projects of before that was kept. */
  images: number | null;
  /** Undone and still possible to redo. */
  undone: boolean;
  /** Whose second labelling the entry is about; absent where it is about the ground truth. */
  agreement?: number;
}

/** What an edit, undo or redo answers: enough for a window to show the new state without asking again. */
export interface EditResult {
  entry: JournalEntry;
  /** Images whose instances, status or split changed. */
  imageIds: number[];
  canUndo: boolean;
  canRedo: boolean;
}

/** A step as the history lists it. */
export interface HistoryStep extends JournalEntry {
  /** Of the image it is about; null when it is about several or none, or the image is not there now. */
  imageName: string | null;
}

export interface History {
  /** Newest first: of all steps, those that were asked for. */
  entries: HistoryStep[];
  /** Steps there are, the undone ones too. */
  total: number;
  /** The newest step that is done; 0 when none is. */
  current: number;
  canUndo: boolean;
  canRedo: boolean;
}

/** Who or what put a landmark where it is. */
export interface LandmarkOrigin {
  /** `run` also where a person corrected what was accepted from a run; `person` where one moved what was imported. */
  kind: Origin['kind'];
  /** File name, person or run, to be shown. */
  source: string;
  /** px of the original image from where the import or the run had put it; null where neither did. */
  correctedPx: number | null;
  /** The step that put it there last; null where the project does not know it. */
  step: JournalEntry | null;
}

export interface FaceOrigins {
  instanceId: number;
  /** One for each landmark of the schema, in its order; null for one that came with a change of the schema and has no place yet. */
  landmarks: (LandmarkOrigin | null)[];
}
