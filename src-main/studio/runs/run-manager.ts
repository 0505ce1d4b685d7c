import { rmSync } from 'node:fs';
import {
  gridRecipes,
  StudioError,
  type GridAxis,
  type Recipe,
  type RunDetail,
  type RunProgress,
  type RunStatus,
  type RunSummary,
  type TrainerMessage,
} from '../../contract/index.ts';
import type { StudioContext } from '../context.ts';
import { isPassing, PatientQueue } from '../jobs/patient-queue.ts';
import { liveOwner } from '../project/project-lock.ts';
import type { RunUpdate, Store, StoredRun } from '../store/interface.ts';
import { noProgress, type ActiveRun } from './active-run.ts';
import { createRuns, type WantedRun } from './create-run.ts';
import { Inspector } from './inspector.ts';
import { Estimates } from './estimates.ts';
import { interruptedBy, lostTrainer, studioWentAway } from './interrupted-run.ts';
import { Predictor } from './predictor.ts';
import { decodedCache, hasCheckpoint, runFolder, snapshotFile } from './run-folder.ts';
import { isOver, resolveRun } from './run-reference.ts';
import { RunPreviews } from './run-previews.ts';
import { RunQueue } from './run-queue.ts';
import { detail, isResumable, leftOut, summarise } from './run-summary.ts';
import { StoredErrors } from './stored-errors.ts';
import { ShortTrainers } from './short-trainers.ts';
import { keptTransfer } from './transfer-source.ts';
import { requireEngine, TrainerProcess, type TrainerEnd } from './trainer-process.ts';
import { TrainerWatch } from './trainer-watch.ts';

/** A trainer that was told to leave at once and has not is killed after this long. */
const cancelMilliseconds = 3_000;
/** Windows are told of steps at most this often. */
const progressMilliseconds = 100;

/**
 * A project's runs: starts one trainer at a time, keeps the others waiting in order, stores what trainers tell and
 * passes it on to the windows. Methods that write throw StudioError 'read only' in a project opened to look; those that
 * name a run throw 'not found' when it is not there.
 */
export class RunManager {
  readonly estimates: Estimates;
  /** Predictions of this project's runs. */
  readonly predictor: Predictor;
  /** What this project's runs make of its images. */
  readonly inspector: Inspector;
  /** What recipes would train. */
  readonly previews: RunPreviews;
  readonly #store: Store;
  readonly #context: StudioContext;
  readonly #shortTrainers: ShortTrainers;
  readonly #errors: StoredErrors;
  /** What trainers say, in order: what the disk has no room for waits here. */
  readonly #inbox: PatientQueue;
  readonly #queue: RunQueue;
  #active: ActiveRun | null = null;
  #closing = false;

  constructor(store: Store, context: StudioContext) {
    this.#store = store;
    this.#queue = new RunQueue(store);
    this.#inbox = new PatientQueue((error) =>
      context.emit({
        kind: 'problem',
        message: `What a run has reached cannot be kept yet; it is tried again until it can be. ${error.message}`,
      }),
    );
    this.#context = context;
    this.#shortTrainers = new ShortTrainers(context.options);
    this.previews = new RunPreviews(store, context, this.#shortTrainers);
    this.estimates = new Estimates(store, context, () => this.#active !== null);
    this.predictor = new Predictor(store, context, this.#shortTrainers);
    this.inspector = new Inspector(store, context, this.#shortTrainers);
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
      if (run.status !== 'queued' && !isOver(run)) this.#endInterrupted(run.id, studioWentAway);
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

  /** Where the run that is going on stands; null when none is. */
  progress(): RunProgress | null {
    return this.#active?.progress ?? null;
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
    this.#ask(run, 'stop');
    return this.#summary(runId);
  }

  /** Lets the run rest between two steps, with everything in memory, until `continue`; it is `paused` once it does. */
  pause(runId: number): RunSummary {
    this.#ask(this.#writableRun(runId), 'pause');
    return this.#summary(runId);
  }

  continue(runId: number): RunSummary {
    const active = this.#requireActive(this.#writableRun(runId));
    active.asked = null;
    active.trainer.send({ kind: 'continue' });
    return this.#summary(runId);
  }

  /** Ends the run at once. What it has stored so far stays until it is deleted. */
  cancel(runId: number): RunSummary {
    const run = this.#writableRun(runId);
    if (run.status === 'queued') {
      this.#queue.remove(runId);
      this.#update(runId, { status: 'cancelled', endedAt: now() });
      return this.#summary(runId);
    }
    const active = this.#requireActive(run);
    active.cancelled = true;
    active.trainer.send({ kind: 'cancel' });
    const kill = setTimeout(() => active.trainer.kill(), cancelMilliseconds);
    void active.trainer.ended.then(() => clearTimeout(kill));
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

  /** Removes the run, its predictions and its folder. Throws 'bad input' while it is going on. */
  delete(runId: number): void {
    const run = this.#writableRun(runId);
    if (!isOver(run))
      throw new StudioError('bad input', `Run ${runId} is ${run.status}. Cancel it before deleting it.`);
    this.#store.runs.delete(runId);
    rmSync(runFolder(this.#store, runId), { recursive: true, force: true, maxRetries: 3 });
    this.#context.emit({ kind: 'run', runId });
    this.#context.emit({ kind: 'project', project: this.#store.summary() });
  }

  setNote(runId: number, note: string): RunSummary {
    this.#writableRun(runId);
    this.#update(runId, { note });
    return this.#summary(runId);
  }

  /** Ends all trainers and waits until they are gone; a run that was training becomes `interrupted`. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#errors.close();
    const active = this.#active;
    if (active) {
      active.trainer.kill();
      const end = await active.trainer.ended;
      const problem = 'The project was closed while this run was training.';
      try {
        this.#settle(active, end.how === 'killed' ? { how: 'killed', problem } : end);
      } catch (error) {
        // It is still said to be going on then, and found interrupted when the project is opened again.
        if (!isPassing(error)) throw error;
      }
    }
    this.#inbox.close();
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
    this.#update(id, { status: 'queued', endedAt: null, problem: null });
    this.#queue.add(id);
  }

  #startNext(): void {
    while (!this.#active && !this.#closing) {
      const id = this.#queue.next();
      if (id === undefined) return;
      this.#launch(id);
    }
  }

  #launch(id: number): ActiveRun | null {
    const run = resolveRun(this.#store, id);
    const folder = runFolder(this.#store, id);
    this.#update(id, { status: 'starting', startedAt: run.startedAt ?? now() });
    try {
      const trainer = new TrainerProcess(
        this.#context.options,
        {
          kind: 'train',
          runId: id,
          recipe: run.recipe,
          snapshotFile: snapshotFile(this.#store, id),
          cacheFolder: decodedCache(this.#store),
          runFolder: folder,
          resume: hasCheckpoint(this.#store, id),
          transferFolder: keptTransfer(this.#store, run),
        },
        folder,
        // What a trainer says waits while a long step has the database.
        (message) => this.#afterSteps(() => this.#receive(active, message)),
      );
      const active: ActiveRun = {
        id,
        trainer,
        watch: new TrainerWatch(
          (silentSeconds) => this.#tell(active, { silentSeconds }, true),
          () => trainer.send({ kind: 'recycle' }),
          this.#context.options.trainer.limits,
        ),
        cancelled: false,
        asked: null,
        unreadable: [],
        progress: noProgress(run),
        progressSentAt: 0,
      };
      this.#active = active;
      void trainer.ended.then((end) => this.#afterSteps(() => this.#finish(active, end)));
      return active;
    } catch (error) {
      this.#update(id, { status: 'failed', endedAt: now(), problem: (error as Error).message });
      return null;
    }
  }

  /** In order: after a long step, and once the disk can be written. */
  #afterSteps(work: () => void): void {
    this.#store.whenSettled(() => this.#inbox.add(work));
  }

  #receive(active: ActiveRun, message: TrainerMessage): void {
    if (this.#closing) return;
    active.watch.heard(message);
    const { id } = active;
    switch (message.kind) {
      case 'device':
        this.#update(id, { device: message.device });
        break;
      case 'described':
        this.#update(id, { layers: message.layers, samples: message.samples, baselineLoss: message.baselineLoss });
        break;
      case 'preparing':
        // While images are decoded, steps are images and the epoch is 0.
        this.#tell(active, { step: message.done, steps: message.total });
        break;
      case 'unreadable':
        active.unreadable.push(message.message);
        break;
      case 'paused':
        this.#setStatus(active, message.paused ? 'paused' : active.progress.epoch > 0 ? 'running' : 'starting');
        break;
      case 'step':
        this.#setStatus(active, 'running');
        this.#tell(active, {
          epoch: message.epoch,
          step: message.step,
          steps: message.steps,
          imagesPerSecond: message.imagesPerSecond,
          secondsLeft: message.secondsLeft,
          trainerMemoryBytes: message.memoryBytes,
        });
        break;
      case 'epoch':
        this.#setStatus(active, 'running');
        this.#store.runs.addEpoch(id, message.result);
        this.#setBest(id, message.bestEpoch);
        this.#context.emit({ kind: 'run epoch', runId: id, result: message.result });
        break;
      case 'filters':
        this.#context.emit({ kind: 'run filters', runId: id, epoch: message.epoch });
        break;
    }
  }

  /** Predictions made while the run goes on are of the best model so far: a new one makes them void. */
  #setBest(id: number, bestEpoch: number): void {
    if (resolveRun(this.#store, id).bestEpoch !== bestEpoch && this.#store.predictions.of(id).length > 0)
      this.#store.predictions.replace(id, []);
    this.#update(id, { bestEpoch });
  }

  #setStatus(active: ActiveRun, status: RunStatus): void {
    if (active.progress.status === status) return;
    this.#update(active.id, { status });
    active.progress = { ...active.progress, status };
    this.#context.emit({ kind: 'run progress', progress: active.progress });
  }

  #tell(active: ActiveRun, change: Partial<RunProgress>, atOnce = false): void {
    active.progress = { ...active.progress, ...change };
    const time = performance.now();
    if (!atOnce && time - active.progressSentAt < progressMilliseconds) return;
    active.progressSentAt = time;
    this.#context.emit({ kind: 'run progress', progress: active.progress });
  }

  #finish(active: ActiveRun, end: TrainerEnd): void {
    active.watch.end();
    if (this.#closing) return;
    if (end.how === 'recycled' && !active.cancelled) {
      this.#goOnAfresh(active);
      return;
    }
    this.#settle(active, end);
    const run = resolveRun(this.#store, active.id);
    if (run.bestEpoch !== null && !active.cancelled) this.predictor.predictInBackground(run);
    this.#startNext();
  }

  /** Its memory had grown: the same run goes on from its checkpoint in another process. */
  #goOnAfresh({ id, asked, unreadable }: ActiveRun): void {
    this.#active = null;
    const next = this.#launch(id);
    if (!next) return;
    next.unreadable.push(...unreadable);
    if (asked) next.trainer.send({ kind: asked });
    next.asked = asked;
  }

  /** Stores how a run ended. */
  #settle({ id, cancelled, unreadable }: ActiveRun, end: TrainerEnd): void {
    if (cancelled) this.#update(id, { status: 'cancelled', endedAt: now() });
    else if (end.how === 'killed' || end.how === 'recycled')
      this.#endInterrupted(id, 'problem' in end ? end.problem : studioWentAway);
    else if (end.how === 'failed') this.#update(id, { status: 'failed', endedAt: now(), problem: end.problem });
    else this.#update(id, { status: end.how, endedAt: now(), problem: leftOut(unreadable) });
    this.#active = null;
  }

  #isHeld({ id, status }: StoredRun): boolean {
    if (status !== 'queued') return false;
    return this.#store.readOnly ? !liveOwner(this.#store.projectFolder) : this.#queue.isHeld(id);
  }

  #endInterrupted(id: number, what: string): void {
    this.#update(id, { ...interruptedBy(this.#store, resolveRun(this.#store, id), what), endedAt: now() });
  }

  #update(id: number, update: RunUpdate): void {
    this.#store.runs.update(id, update);
    this.#context.emit({ kind: 'run', runId: id });
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

  #ask(run: StoredRun, what: 'stop' | 'pause'): void {
    const active = this.#requireActive(run);
    active.asked = what;
    active.trainer.send({ kind: what });
  }

  #requireActive(run: StoredRun): ActiveRun {
    if (this.#active?.id === run.id) return this.#active;
    throw new StudioError('bad input', `Run ${run.id} is ${run.status}: no trainer is at work on it.`);
  }
}

function now(): string {
  return new Date().toISOString();
}
