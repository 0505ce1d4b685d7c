import { rmSync } from 'node:fs';
import {
  gridRecipes,
  StudioError,
  type GridAxis,
  type LabelChanges,
  type Recipe,
  type RunDetail,
  type RunProgress,
  type RunSummary,
} from '../../contract/index.ts';
import { now, RunRecords } from './run-records.ts';
import { Training } from './training.ts';
import type { StudioContext } from '../context.ts';
import { liveOwner } from '../project/project-lock.ts';
import type { Store, StoredRun } from '../store/interface.ts';
import { createRuns, type WantedRun } from './create-run.ts';
import { Inspector } from './inspector.ts';
import { Estimates } from './estimates.ts';
import { lostTrainer, studioWentAway } from './interrupted-run.ts';
import { Predictor } from './predictor.ts';
import { runFolder } from './run-folder.ts';
import { isOver, resolveRun } from './run-reference.ts';
import { RunPreviews } from './run-previews.ts';
import { RunQueue } from './run-queue.ts';
import { detail, isResumable, summarise } from './run-summary.ts';
import { changesSince } from './snapshot.ts';
import { StoredErrors } from './stored-errors.ts';
import { Surveyor } from './surveyor.ts';
import { ShortTrainers } from './short-trainers.ts';
import { requireEngine } from './trainer-process.ts';

/**
 * The commands on a project's runs, and the queue of those that wait for the one that is trained (training.ts). Methods that write throw StudioError 'read only' in a project opened to look; those that
 * name a run throw 'not found' when it is not there.
 */
export class RunManager {
  readonly estimates: Estimates;
  /** Predictions of this project's runs. */
  readonly predictor: Predictor;
  /** What this project's runs make of its images. */
  readonly inspector: Inspector;
  /** How sure this project's runs are of its images. */
  readonly surveyor: Surveyor;
  /** What recipes would train. */
  readonly previews: RunPreviews;
  readonly #store: Store;
  readonly #context: StudioContext;
  readonly #shortTrainers: ShortTrainers;
  readonly #errors: StoredErrors;
  readonly #queue: RunQueue;
  readonly #records: RunRecords;
  readonly #training: Training;

  constructor(store: Store, context: StudioContext) {
    this.#store = store;
    this.#queue = new RunQueue(store);
    this.#records = new RunRecords(store, context);
    this.#context = context;
    this.#shortTrainers = new ShortTrainers(context.options);
    this.previews = new RunPreviews(store, context, this.#shortTrainers);
    this.estimates = new Estimates(store, context, () => this.#training.isBusy);
    this.predictor = new Predictor(store, context, this.#shortTrainers);
    this.inspector = new Inspector(store, context, this.#shortTrainers);
    this.surveyor = new Surveyor(store, this.#shortTrainers);
    this.#training = new Training(store, context, this.#records, (run, cancelled) => {
      if (run.bestEpoch !== null && !cancelled) this.predictor.predictInBackground(run);
      this.#startNext();
    });
    this.#errors = new StoredErrors(store, (runId) => context.emit({ kind: 'run', runId }));
    if (!store.readOnly) this.#errors.follow(context);
  }

  /**
   * Called once when a project is opened to write: whatever the database calls going on has lost its trainer. Runs that
   * had begun become `interrupted`, with a plain word of what became of them; runs that waited wait on, held.
   */
  markInterruptedRuns(): void {
    // An edit of the studio that went away may not have reached the errors that lists show.
    this.#errors.catchUp();
    for (const run of this.#store.runs.all()) {
      if (run.status !== 'queued' && !isOver(run)) this.#records.interrupt(run.id, studioWentAway);
    }
    this.#queue.restore();
  }

  /** Newest first. */
  list(): RunSummary[] {
    const runs = this.#store.runs.all().sort((one, other) => other.id - one.id);
    return runs.map((run) => summarise(this.#store, lostTrainer(this.#store, run), this.#isHeld(run)));
  }

  get(runId: number): RunDetail {
    const run = resolveRun(this.#store, runId);
    return detail(this.#store, lostTrainer(this.#store, run), this.#isHeld(run));
  }

  /** How the labels that a recipe would learn from differ from those of run `since`, or of the newest (snapshot.ts). Throws 'not found' for a run that is not there. */
  changes(recipe: Recipe, since?: number): LabelChanges | null {
    if (since !== undefined) resolveRun(this.#store, since);
    return changesSince(this.#store, recipe, since);
  }

  /** Where the run that is going on stands; null when none is. */
  progress(): RunProgress | null {
    return this.#training.progress;
  }

  /**
   * Freezes the project's labels and split and trains on them, at once or when the runs before it are over.
   * Throws 'no runtime', or 'bad input' when the recipe and the project do not go together; 'not found' when what it is to
   * begin with is not there.
   */
  start(recipe: Recipe, note: string): RunSummary {
    this.#requireWritable();
    requireEngine(this.#context.options);
    const [run] = this.#begin([{ recipe, note }]);
    if (!run) throw new Error('No run was made.');
    return run;
  }

  /**
   * A run for each combination of values (contract/grid.ts), in their order; all or none. Throws what `start` throws, and
   * 'bad input' naming the combination that is no recipe.
   */
  startGrid(recipe: Recipe, note: string, axes: GridAxis[]): RunSummary[] {
    this.#requireWritable();
    requireEngine(this.#context.options);
    return this.#begin(gridRecipes(recipe, axes).map((each) => ({ ...each, note })));
  }

  /** Moves a run that waits to another place of the queue, from 0. Throws 'bad input' when it does not wait. */
  moveInQueue(runId: number, place: number): RunSummary {
    const run = this.#writableRun(runId);
    if (run.status !== 'queued') throw new StudioError('bad input', `Run ${runId} is ${run.status}: it does not wait.`);
    this.#queue.move(runId, place);
    this.#context.emit({ kind: 'run', runId });
    return this.#summary(runId);
  }

  /** Holds the runs that wait, or lets them begin in their order. Answers those that wait. */
  holdQueue(held: boolean): RunSummary[] {
    this.#requireWritable();
    const waiting = this.#store.runs.all().filter(({ status }) => status === 'queued');
    this.#queue.hold(held);
    for (const { id } of waiting) this.#context.emit({ kind: 'run', runId: id });
    this.#startNext();
    return waiting.map(({ id }) => this.#summary(id));
  }

  /** Ends the run after the step it is at and keeps its best epoch; a run that waits is cancelled. */
  stop(runId: number): RunSummary {
    const run = this.#writableRun(runId);
    if (run.status === 'queued') return this.cancel(runId);
    this.#training.ask(run, 'stop');
    return this.#summary(runId);
  }

  /** Lets the run rest between two steps, with everything in memory, until `continue`; it is `paused` once it does. */
  pause(runId: number): RunSummary {
    this.#training.ask(this.#writableRun(runId), 'pause');
    return this.#summary(runId);
  }

  continue(runId: number): RunSummary {
    this.#training.continue(this.#writableRun(runId));
    return this.#summary(runId);
  }

  /** Ends the run at once. What it has stored so far stays until it is deleted. */
  cancel(runId: number): RunSummary {
    const run = this.#writableRun(runId);
    if (run.status === 'queued') {
      this.#queue.remove(runId);
      this.#records.update(runId, { status: 'cancelled', endedAt: now() });
      return this.#summary(runId);
    }
    this.#training.cancel(run);
    return this.#summary(runId);
  }

  /** Goes on from the last checkpoint, on the data the run was started with. Throws 'bad input' when there is none. */
  resume(runId: number): RunSummary {
    const run = this.#writableRun(runId);
    requireEngine(this.#context.options);
    if (!isResumable(this.#store, run))
      throw new StudioError(
        'bad input',
        isOver(run) && run.status !== 'finished'
          ? `Run ${runId} has no checkpoint to go on from. Start it again with the same recipe.`
          : `Run ${runId} is ${run.status}: there is nothing to resume.`,
      );
    this.#enqueue(runId);
    this.#startNext();
    return this.#summary(runId);
  }

  /** Removes the run, its predictions, its suggestions and its folder. Throws 'bad input' while it is going on. */
  delete(runId: number): void {
    const run = this.#writableRun(runId);
    if (!isOver(run))
      throw new StudioError('bad input', `Run ${runId} is ${run.status}. Cancel it before deleting it.`);
    const suggested = this.#store.suggestions.imagesLeft({}, runId);
    if (suggested.length > 0) this.#store.dismissSuggestions(suggested);
    this.#store.runs.delete(runId);
    rmSync(runFolder(this.#store, runId), { recursive: true, force: true, maxRetries: 3 });
    this.#context.emit({ kind: 'run', runId });
    this.#context.emit({ kind: 'project', project: this.#store.summary() });
  }

  setNote(runId: number, note: string): RunSummary {
    this.#writableRun(runId);
    this.#records.update(runId, { note });
    return this.#summary(runId);
  }

  /** Ends all trainers and waits until they are gone; a run that was training becomes `interrupted`. */
  async close(): Promise<void> {
    this.#training.refuseMore();
    await this.#errors.close();
    await this.#training.close();
    await this.estimates.close();
    await this.#shortTrainers.close();
    await this.predictor.close();
  }

  #begin(wanted: WantedRun[]): RunSummary[] {
    const ids = createRuns(this.#store, wanted);
    for (const id of ids) this.#enqueue(id);
    this.#startNext();
    this.#context.emit({ kind: 'project', project: this.#store.summary() });
    return ids.map((id) => this.#summary(id));
  }

  #enqueue(id: number): void {
    this.#records.update(id, { status: 'queued', endedAt: null, problem: null });
    this.#queue.add(id);
  }

  #startNext(): void {
    while (this.#training.isFree) {
      const id = this.#queue.next();
      if (id === undefined) return;
      this.#training.launch(id);
    }
  }

  #isHeld({ id, status }: StoredRun): boolean {
    if (status !== 'queued') return false;
    return this.#store.readOnly ? !liveOwner(this.#store.projectFolder) : this.#queue.isHeld(id);
  }

  #summary(id: number): RunSummary {
    const run = resolveRun(this.#store, id);
    return summarise(this.#store, run, this.#isHeld(run));
  }

  #writableRun(runId: number): StoredRun {
    this.#requireWritable();
    return resolveRun(this.#store, runId);
  }

  #requireWritable(): void {
    if (this.#store.readOnly)
      throw new StudioError(
        'read only',
        'The project was opened to look only. Open it to write to work with its runs.',
      );
  }
}
