import type {
  ImportReport,
  Job,
  LandmarkSchema,
  ProjectSummary,
  RestoreResult,
  StudioEvent,
  SystemInfo,
} from '../contract/index.ts';
import type { LabelChecks } from './checks/label-checks.ts';
import type { BackupKeeper } from './backups/backup-keeper.ts';
import type { Store } from './store/interface.ts';
import type { PlaceWatch } from './project/place-watch.ts';
import type { FileCheck } from './pictures/file-check.ts';
import type { PictureCache } from './pictures/picture-cache.ts';
import type { SentPhotographs } from './pictures/sent-photographs.ts';
import type { ReportShelf } from './report/report-shelf.ts';
import type { RunManager } from './runs/run-manager.ts';
import type { ShapeModelCache } from './shapes/shape-model-cache.ts';
import type { TrainerLimits } from './runs/trainer-watch.ts';

/** Where things are, told by the host that starts the studio: the studio itself never guesses paths. */
export interface StudioOptions {
  /** `resources` folder with schemas and recipes. */
  resourcesFolder: string;
  /** Per-user folder for the list of recent projects and for changed keys. */
  userFolder: string;
  /** Where set-up wrote what became of the TensorFlow runtime. */
  runtimeFile: string;
  /** How to start a trainer: Node (or Electron as Node) and the trainer's entry file. */
  trainer: {
    executable: string;
    entry: string;
    environment: Record<string, string>;
    /** When a trainer counts as silent or too large; the usual ones where left out. */
    limits?: TrainerLimits;
  };
  /** Entry file of the worker thread that copies databases. */
  databaseCopier: string;
  /** Entry file of the worker thread that makes long steps through the history. */
  stepWorker: string;
  version: string;
}

/** The project that is open, with everything that lives and dies with it. */
export interface OpenProject {
  store: Store;
  pictures: PictureCache;
  photographs: SentPhotographs;
  runs: RunManager;
  shapes: ShapeModelCache;
  checks: LabelChecks;
  backups: BackupKeeper;
  fileCheck: FileCheck;
  placeWatch: PlaceWatch;
  /** Reports made last, to be shown as pages. */
  reports: ReportShelf;
  /** What the last import of this session could not take, to be shown again. */
  lastImport: ImportReport | null;
}

/** What a long piece of work calls to tell how far it is and to learn that nobody wants it any more. */
export interface JobHandle {
  readonly signal: AbortSignal;
  progress(done: number, total: number | null): void;
}

/** What every procedure of the contract is given. */
export interface StudioContext {
  readonly options: StudioOptions;
  /** Throws StudioError 'no project'. */
  project(): OpenProject;
  /** Null when none is open. */
  currentProject(): OpenProject | null;
  openProject(path: string, readOnly: boolean): Promise<ProjectSummary>;
  /** `schema`: the name of a shipped one, or one of one's own. */
  createProject(path: string, name: string | undefined, schema: string | LandmarkSchema): Promise<ProjectSummary>;
  closeProject(): Promise<void>;
  /** Writes an open project whose folder is gone there again, and opens it. */
  putProjectBack(): Promise<ProjectSummary>;
  /** Makes a backup the project's database again; a project that is open here is closed first. */
  restoreBackup(path: string, name: string): Promise<RestoreResult>;
  systemInfo(): Promise<SystemInfo>;
  /** Tells every window. */
  emit(event: StudioEvent): void;
  /** Follows events until the signal aborts. */
  events(signal: AbortSignal): AsyncIterable<StudioEvent>;
  /** Runs work as a job all windows see; rejects with StudioError 'cancelled' when cancelled. */
  job<Result>(title: string, work: (handle: JobHandle) => Promise<Result>): Promise<Result>;
  jobs(): Job[];
  cancelJob(jobId: number): void;
}
