import { realpathSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { StudioError, type ProjectSummary } from '../contract/index.ts';
import type { OpenProject, StudioContext, StudioOptions } from './context.ts';
import { BackupKeeper } from './backups/backup-keeper.ts';
import { restoreBackup } from './backups/restore-backup.ts';
import { LabelChecks } from './checks/label-checks.ts';
import { EventHub } from './jobs/event-hub.ts';
import { JobList } from './jobs/job-list.ts';
import { FileCheck } from './pictures/file-check.ts';
import { PictureCache, type Picture } from './pictures/picture-cache.ts';
import { SentPhotographs } from './pictures/sent-photographs.ts';
import { createProjectFolder } from './project/create-project.ts';
import { PlaceWatch } from './project/place-watch.ts';
import { projectNameOf } from './project/project-name.ts';
import { putBack } from './project/put-back.ts';
import { rememberProject } from './project/recent-projects.ts';
import { shippedSchema } from './project/shipped-schemas.ts';
import { ReportShelf } from './report/report-shelf.ts';
import { filtersPicture } from './runs/run-filters.ts';
import { RunManager } from './runs/run-manager.ts';
import { ShapeModelCache } from './shapes/shape-model-cache.ts';
import type { Store } from './store/interface.ts';
import { databaseName, openStore } from './store/open-store.ts';
import { systemInfo } from './system/system-info.ts';

export interface Studio extends StudioContext {
  /** What is at an address such as `images/12`, `thumbnails/12?v=ab12`, `runs/3/filters/15` or `reports/1`, a page; null when there is nothing. */
  picture(address: string): Promise<Picture | null>;
  /** Cancels all jobs and closes the project. */
  close(): Promise<void>;
}

/** An event that names more images than this says "many" instead. */
const mostNamedImages = 500;

/** Numbers alone: nothing of an address becomes part of a path as it stands. */
const imageAddress = /^(images|previews|thumbnails)\/([1-9]\d{0,14})(?:\?.*)?$/;
const findingAddress = /^findings\/([1-9]\d{0,14})(?:\?.*)?$/;
const reportAddress = /^reports\/([1-9]\d{0,14})$/;
const filtersAddress = /^runs\/([1-9]\d{0,14})\/filters\/(0|[1-9]\d{0,5})(?:\?.*)?$/;

/** Starts a studio with no project open. One studio has at most one project open at a time. */
export function createStudio(options: StudioOptions): Studio {
  const hub = new EventHub();
  const jobs = new JobList((job, ended) => hub.emit({ kind: 'job', job, ended }));
  let current: OpenProject | null = null;
  // Opening and closing take turns: two windows may ask at once.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = turn.then(work);
    // A turn that failed is its asker's to hear of; the next one comes all the same.
    turn = result.catch((error: unknown) => error);
    return result;
  };

  const studio: Studio = {
    options,
    currentProject: () => current,
    project() {
      if (!current) throw new StudioError('no project', 'No project is open. Open or create one first.');
      return current;
    },
    openProject: (path, readOnly) => inTurn(() => open(path, readOnly)),
    createProject: (path, name, schema) =>
      inTurn(() => {
        createProjectFolder(
          path,
          name ?? projectNameOf(resolve(path)),
          typeof schema === 'string' ? shippedSchema(options.resourcesFolder, schema) : schema,
        );
        return open(path, false);
      }),
    closeProject: () => inTurn(closeCurrent),
    putProjectBack: () =>
      inTurn(async () => {
        const { store } = studio.project();
        putBack(store);
        await closeCurrent();
        return open(store.projectFolder, false);
      }),
    restoreBackup: (path, name) =>
      inTurn(async () => {
        const folder = projectFolderOf(path);
        if (current?.store.projectFolder === folder) await closeCurrent();
        return restoreBackup(folder, name);
      }),
    systemInfo: () => systemInfo(options),
    emit: (event) => hub.emit(event),
    events: (signal) => hub.follow(signal),
    job: (title, work) => jobs.run(title, current, work),
    jobs: () => jobs.all(),
    cancelJob: (jobId) => jobs.cancel(jobId),
    async picture(address) {
      if (!current) return null;
      const [, runId, epoch] = filtersAddress.exec(address) ?? [];
      if (runId) return filtersPicture(current.store, Number(runId), Number(epoch));
      const [, reportId] = reportAddress.exec(address) ?? [];
      if (reportId) return reportPage(current.reports, Number(reportId));
      const [, findingId] = findingAddress.exec(address) ?? [];
      if (findingId) return current.checks.picture(Number(findingId));
      const [, kind, imageId] = imageAddress.exec(address) ?? [];
      if (kind === 'images') return current.pictures.full(Number(imageId));
      if (kind === 'previews') return current.pictures.preview(Number(imageId));
      return kind ? current.pictures.thumbnail(Number(imageId)) : null;
    },
    async close() {
      await jobs.cancelAll();
      await inTurn(closeCurrent);
    },
  };
  return studio;

  async function open(path: string, readOnly: boolean): Promise<ProjectSummary> {
    const folder = projectFolderOf(path);
    if (current?.store.projectFolder === folder) {
      if (current.store.readOnly === readOnly) return current.store.summary();
      // It cannot be opened twice, not even by ourselves.
      await closeCurrent();
    }
    // It is the one that is open, which was moved while it was: it cannot be opened twice either.
    const place = current?.store.place();
    if (place?.kind === 'moved' && place.to === folder) await closeCurrent();
    const shapes = new ShapeModelCache();
    const store = openStore(folder, {
      readOnly,
      stepWorker: options.stepWorker,
      onEdit: (imageIds, countsChanged, schemaChanged) => {
        shapes.forget();
        tellEdit(store, imageIds, countsChanged, schemaChanged);
      },
    });
    try {
      // Only now: a project that cannot be opened must not cost the one that is.
      await closeCurrent();
      const project: OpenProject = {
        store,
        pictures: new PictureCache(store),
        photographs: new SentPhotographs(),
        runs: new RunManager(store, studio),
        shapes,
        checks: new LabelChecks(store, () => hub.emit({ kind: 'checks' })),
        backups: new BackupKeeper(store, options.databaseCopier, (message) => hub.emit({ kind: 'problem', message })),
        fileCheck: new FileCheck(store, (imageId) => hub.emit({ kind: 'images', imageIds: [imageId] })),
        placeWatch: new PlaceWatch(store, () => hub.emit({ kind: 'project', project: store.summary() })),
        reports: new ReportShelf(),
        lastImport: null,
      };
      if (!readOnly) {
        project.runs.markInterruptedRuns();
        project.backups.start();
        project.checks.follow(studio);
        project.checks.catchUp();
      }
      const summary = store.summary();
      current = project;
      rememberProject(options.userFolder, summary);
      hub.emit({ kind: 'project', project: summary });
      return summary;
    } catch (error) {
      current = null;
      store.close();
      throw error;
    }
  }

  async function closeCurrent(): Promise<void> {
    if (!current) return;
    const project = current;
    project.placeWatch.close();
    await jobs.cancelAll(project);
    await project.runs.close();
    await project.backups.close();
    await project.checks.close();
    await project.photographs.close();
    await project.store.workerEnded();
    current = null;
    // Once more, for the welcome screen's counts.
    rememberProject(options.userFolder, project.store.summary());
    project.store.close();
    hub.emit({ kind: 'project', project: null });
  }

  function tellEdit(store: Store, imageIds: number[], countsChanged: boolean, schemaChanged: boolean): void {
    if (schemaChanged) hub.emit({ kind: 'schema' });
    if (imageIds.length > 0)
      hub.emit({ kind: 'images', imageIds: imageIds.length > mostNamedImages ? null : imageIds });
    if (countsChanged) hub.emit({ kind: 'project', project: store.summary() });
  }
}

function reportPage(reports: ReportShelf, id: number): Picture | null {
  const bytes = reports.page(id);
  return bytes && { contentType: 'text/html; charset=utf-8', bytes };
}

/** A project may be named by its folder or by the database in it; links are followed, so that one project has one name. */
function projectFolderOf(path: string): string {
  const named = resolve(path);
  const folder = basename(named) === databaseName ? dirname(named) : named;
  try {
    return realpathSync(folder);
  } catch {
    // Not there: the store says so.
    return folder;
  }
}
