import type { RunProgress, RunStatus, TrainerMessage } from '../../contract/index.ts';
import { StudioError } from '../../contract/index.ts';
import type { StudioContext } from '../context.ts';
import { isPassing, PatientQueue } from '../jobs/patient-queue.ts';
import type { Store, StoredRun } from '../store/interface.ts';
import { noProgress, type ActiveRun } from './active-run.ts';
import { studioWentAway } from './interrupted-run.ts';
import { decodedCache, hasCheckpoint, runFolder, snapshotFile } from './run-folder.ts';
import { now, type RunRecords } from './run-records.ts';
import { resolveRun } from './run-reference.ts';
import { leftOut } from './run-summary.ts';
import { TrainerProcess, type TrainerEnd } from './trainer-process.ts';
import { TrainerWatch } from './trainer-watch.ts';
import { keptTransfer } from './transfer-source.ts';

/** A trainer that was told to leave at once and has not is killed after this long. */
const cancelMilliseconds = 3_000;
/** Windows are told of steps at most this often. */
const progressMilliseconds = 100;

/**
 * The one run that a trainer is at work on: starts its trainer, stores what it tells and passes it on to the windows. Methods
 * that name a run throw StudioError 'bad input' when no trainer is at work on it.
 */
export class Training {
  readonly #store: Store;
  readonly #context: StudioContext;
  readonly #records: RunRecords;
  readonly #onOver: (run: StoredRun, cancelled: boolean) => void;
  /** What trainers say, in order: what the disk has no room for waits here. */
  readonly #inbox: PatientQueue;
  #active: ActiveRun | null = null;
  #closing = false;

  /** `onOver`: called when a run is over, as it then is; not when the project is closed. */
  constructor(
    store: Store,
    context: StudioContext,
    records: RunRecords,
    onOver: (run: StoredRun, cancelled: boolean) => void,
  ) {
    this.#store = store;
    this.#context = context;
    this.#records = records;
    this.#onOver = onOver;
    this.#inbox = new PatientQueue((error) =>
      context.emit({
        kind: 'problem',
        message: `What a run has reached cannot be kept yet; it is tried again until it can be. ${error.message}`,
      }),
    );
  }

  get isBusy(): boolean {
    return this.#active !== null;
  }

  /** Whether another run may be launched. */
  get isFree(): boolean {
    return !this.#active && !this.#closing;
  }

  /** Where the run stands; null when none is going on. */
  get progress(): RunProgress | null {
    return this.#active?.progress ?? null;
  }

  /** Starts the run's trainer, from its checkpoint where it has one. Null when it cannot be started: then the run has failed. */
  launch(id: number): ActiveRun | null {
    const run = resolveRun(this.#store, id);
    const folder = runFolder(this.#store, id);
    this.#records.update(id, {
      status: 'starting',
      startedAt: run.startedAt ?? now(),
      studioVersion: this.#context.options.version,
    });
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
      this.#records.update(id, { status: 'failed', endedAt: now(), problem: (error as Error).message });
      return null;
    }
  }

  /** Tells the run's trainer to stop after the step it is at, or to rest. */
  ask(run: StoredRun, what: 'stop' | 'pause'): void {
    const active = this.#requireActive(run);
    active.asked = what;
    active.trainer.send({ kind: what });
  }

  continue(run: StoredRun): void {
    const active = this.#requireActive(run);
    active.asked = null;
    active.trainer.send({ kind: 'continue' });
  }

  /** Ends it at once. */
  cancel(run: StoredRun): void {
    const active = this.#requireActive(run);
    active.cancelled = true;
    active.trainer.send({ kind: 'cancel' });
    const kill = setTimeout(() => active.trainer.kill(), cancelMilliseconds);
    void active.trainer.ended.then(() => clearTimeout(kill));
  }

  /** The project is about to be closed: no run begins any more. */
  refuseMore(): void {
    this.#closing = true;
  }

  /** Ends the trainer and waits until it is gone; its run becomes `interrupted`. */
  async close(): Promise<void> {
    this.#closing = true;
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
        this.#records.update(id, { device: message.device });
        break;
      case 'described':
        this.#records.update(id, {
          layers: message.layers,
          samples: message.samples,
          baselineLoss: message.baselineLoss,
        });
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
    this.#records.update(id, { bestEpoch });
  }

  #setStatus(active: ActiveRun, status: RunStatus): void {
    if (active.progress.status === status) return;
    this.#records.update(active.id, { status });
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
    this.#onOver(resolveRun(this.#store, active.id), active.cancelled);
  }

  /** Its memory had grown: the same run goes on from its checkpoint in another process. */
  #goOnAfresh({ id, asked, unreadable }: ActiveRun): void {
    this.#active = null;
    const next = this.launch(id);
    if (!next) return;
    next.unreadable.push(...unreadable);
    if (asked) next.trainer.send({ kind: asked });
    next.asked = asked;
  }

  /** Stores how a run ended. */
  #settle({ id, cancelled, unreadable }: ActiveRun, end: TrainerEnd): void {
    if (cancelled) this.#records.update(id, { status: 'cancelled', endedAt: now() });
    else if (end.how === 'killed' || end.how === 'recycled')
      this.#records.interrupt(id, 'problem' in end ? end.problem : studioWentAway);
    else if (end.how === 'failed') this.#records.update(id, { status: 'failed', endedAt: now(), problem: end.problem });
    else this.#records.update(id, { status: end.how, endedAt: now(), problem: leftOut(unreadable) });
    this.#active = null;
  }

  #requireActive(run: StoredRun): ActiveRun {
    if (this.#active?.id === run.id) return this.#active;
    throw new StudioError('bad input', `Run ${run.id} is ${run.status}: no trainer is at work on it.`);
  }
}
