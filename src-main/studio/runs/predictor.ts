import { StudioError, type Box } from '../../contract/index.ts';
import { meanErrorPx } from '../evaluation/measures.ts';
import type { JobHandle, StudioContext } from '../context.ts';
import { sameBox } from '../store/landmark-codec.ts';
import type { Store, StoredPrediction, StoredRun } from '../store/interface.ts';
import { runLandmarksIfAny } from './run-landmarks.ts';
import { decodedCache, runFolder } from './run-folder.ts';
import { lookKey, looksOf, type ImageWithInstances, type Look } from './looks.ts';
import type { ShortTrainers } from './short-trainers.ts';

export type Point = [x: number, y: number];

/** A file's predicted landmarks in px of its upright image, in the order of the recipe. */
export interface FilePrediction {
  width: number;
  height: number;
  landmarks: Point[];
}

/** A file to predict; `key` is the caller's own number for it. */
export interface FileToPredict {
  key: number;
  /** Absolute. */
  file: string;
  /** SHA-256, hex; null when not known. */
  contentHash: string | null;
  /** Where a run that crops looks, px of the upright image; null for the whole image. */
  box: Box | null;
}

export interface FilePredictions {
  /** By the file's key; files with a problem are not there. */
  byKey: Map<number, FilePrediction>;
  problems: { file: string; message: string }[];
}

/** What a run answered for one image of the project, or, when it crops, for one instance on it. */
export interface ImagePrediction {
  imageId: number;
  /** Whose box was looked at; null where it was the whole image. */
  instanceId: number | null;
  /** px of the original image, in the order of the recipe. */
  landmarks: Point[];
}

/** What could not be predicted is not there. */
export interface ImagePredictions {
  predictions: ImagePrediction[];
  problems: { file: string; message: string }[];
}

/**
 * Predictions of a project's runs. A run that sees the whole image has one prediction an image, stored with each of its
 * instances; one that crops has one an instance, which holds as long as the instance's box does. Stored with its error
 * against the labels of that moment.
 */
export class Predictor {
  readonly #store: Store;
  readonly #context: StudioContext;
  readonly #trainers: ShortTrainers;
  /** Looks at files that failed in this session, and why: not to be tried again for every page that is shown. */
  readonly #failed = new Map<string, string>();
  readonly #background = new Set<Promise<void>>();

  constructor(store: Store, context: StudioContext, trainers: ShortTrainers) {
    this.#store = store;
    this.#context = context;
    this.#trainers = trainers;
  }

  /** Predicts files anywhere, as a job; nothing is stored. Throws StudioError 'no runtime', 'cancelled' or 'failed'. */
  predictFiles(run: StoredRun, files: FileToPredict[]): Promise<FilePredictions> {
    return this.#asJob(titleOf(run), run, (predict) => predict(files));
  }

  /**
   * The run's predictions for images of the project: those stored, and new ones for the rest, which are stored as well
   * unless the project is read-only. Throws like `predictFiles` when it has to predict and cannot.
   */
  async predictImages(run: StoredRun, images: ImageWithInstances[]): Promise<ImagePredictions> {
    const looks = looksOf(run, images, (image) => this.#store.images.file(image));
    const found = this.#stored(run, looks);
    const missing = (): Look[] => looks.filter((look) => !found.has(look.key) && !this.#failed.has(failureKey(look)));
    if (missing().length > 0)
      await this.#asJob(titleOf(run), run, async (predict) => {
        // Work that waited its turn may find its images predicted by the work before it.
        for (const [key, landmarks] of this.#stored(run, looks)) found.set(key, landmarks);
        const wanted = missing();
        if (wanted.length === 0) return;
        const { byKey, problems } = await predict(
          wanted.map(({ key, file, contentHash, box }) => ({ key, file, contentHash, box })),
        );
        for (const { file, message } of problems)
          for (const look of wanted)
            if (look.file === file && !byKey.has(look.key)) this.#failed.set(failureKey(look), message);
        for (const [key, { landmarks }] of byKey) found.set(key, landmarks);
        const fresh = wanted.filter(({ key }) => byKey.has(key));
        await this.#store.settled();
        this.#keep(run, fresh, found);
      });
    const problems = looks.flatMap((look) => {
      const message = this.#failed.get(failureKey(look));
      return found.has(look.key) || message === undefined ? [] : [{ file: look.file, message }];
    });
    return { predictions: answersTo(looks, found), problems };
  }

  /**
   * Predicts looks as a job and tells each as it comes, for work that keeps what was predicted by the time it is cancelled:
   * `keep` is given the rest of them then too. Throws like `predictFiles`, but when it is cancelled.
   */
  async predictLooks(
    run: StoredRun,
    looks: readonly Look[],
    told: (look: Look, landmarks: Point[]) => void,
    keep: () => Promise<void>,
  ): Promise<{ problems: FilePredictions['problems']; cancelled: boolean }> {
    const byKey = new Map(looks.map((look) => [look.key, look]));
    return this.#asJob(`Suggesting landmarks with run ${run.id}`, run, async (predict, signal) => {
      const files = looks.map(({ key, file, contentHash, box }) => ({ key, file, contentHash, box }));
      const { problems, cancelled } = await predict(files, ({ key, landmarks }) => {
        const look = byKey.get(key);
        if (look) told(look, landmarks);
      }).then(
        (answer) => ({ problems: answer.problems, cancelled: false }),
        (error: unknown) => {
          if (!signal.aborted) throw error;
          return { problems: [], cancelled: true };
        },
      );
      await this.#store.settled();
      await keep();
      return { problems, cancelled };
    });
  }

  /** The run's predictions that are stored for these images and still hold; predicts nothing. */
  stored(run: StoredRun, images: ImageWithInstances[]): ImagePrediction[] {
    const looks = looksOf(run, images, (image) => this.#store.images.file(image));
    return answersTo(looks, this.#stored(run, looks));
  }

  /** Predicts all labelled images after a run, so that lists can show its errors; a failure becomes the run's problem. */
  predictInBackground(run: StoredRun): void {
    const images = this.#store.images.withInstances({}).filter(({ instances }) => instances.length > 0);
    const work = this.predictImages(run, images).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof StudioError && error.code === 'cancelled') return;
        const problem = `The run is fine, but its images could not be predicted: ${(error as Error).message}`;
        this.#store.whenSettled(() => {
          this.#store.runs.update(run.id, { problem });
          this.#context.emit({ kind: 'run', runId: run.id });
        });
      },
    );
    this.#background.add(work);
    void work.finally(() => this.#background.delete(work));
  }

  /** Settles when no background work touches the store any more; their trainers must have been closed. */
  async close(): Promise<void> {
    await Promise.all(this.#background);
  }

  #asJob<Result>(
    title: string,
    run: StoredRun,
    work: (predict: Predict, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    return this.#context.job(title, (handle) =>
      this.#trainers.run(handle.signal, (folder, start) =>
        work(async (files, told) => {
          const answer: FilePredictions = { byKey: new Map(), problems: [] };
          const cacheFolder = this.#store.readOnly ? folder : decodedCache(this.#store);
          const job = {
            kind: 'predict',
            runFolder: runFolder(this.#store, run.id),
            cacheFolder,
            images: files,
          } as const;
          await start(job, (message) => {
            if (message.kind === 'predicted') {
              answer.byKey.set(message.key, message);
              told?.(message);
            }
            if (message.kind === 'unreadable') answer.problems.push({ file: message.file, message: message.message });
            this.#report(handle, answer, files.length);
          });
          return answer;
        }, handle.signal),
      ),
    );
  }

  #report(handle: JobHandle, answer: FilePredictions, total: number): void {
    handle.progress(answer.byKey.size + answer.problems.length, total);
  }

  /** By the look's key. A prediction of a box that has moved since is not one of this look. */
  #stored(run: StoredRun, looks: Look[]): Map<number, Point[]> {
    const byKey = new Map(looks.map((look) => [look.key, look]));
    const found = new Map<number, Point[]>();
    const imageIds = new Set(looks.map(({ imageId }) => imageId));
    for (const { imageId, instanceId, seen, landmarks } of this.#store.predictions.of(run.id, imageIds)) {
      const look = byKey.get(lookKey(seen === null ? null : instanceId, imageId));
      if (look && sameBox(look.seen, seen)) found.set(look.key, landmarks);
    }
    return found;
  }

  #keep(run: StoredRun, fresh: Look[], found: Map<number, Point[]>): void {
    // While its images were being predicted the run may have been deleted, or have found a better epoch.
    if (this.#store.readOnly || this.#store.runs.one(run.id)?.bestEpoch !== run.bestEpoch) return;
    // The schema may have been changed while its images were being predicted.
    const learned = runLandmarksIfAny(this.#store, run)?.learned;
    const predictions = fresh.flatMap(({ key, imageId, seen, instances }) => {
      const predicted = found.get(key) ?? [];
      return instances.map(({ id, landmarks }): StoredPrediction => {
        const errorPx = learned
          ? meanErrorPx(
              learned.map(({ index }) => landmarks[index]),
              predicted,
            )
          : null;
        return { imageId, instanceId: id, landmarks: predicted, seen, errorPx };
      });
    });
    this.#store.predictions.put(run.id, predictions);
    this.#context.emit({ kind: 'run', runId: run.id });
  }
}

const titleOf = ({ id }: StoredRun): string => `Predicting with run ${id}`;

/** Predicts files; `told` hears of each as it comes. */
type Predict = (
  files: FileToPredict[],
  told?: (predicted: FilePrediction & { key: number }) => void,
) => Promise<FilePredictions>;

/** The same file is tried again where another part of it is to be looked at. */
function failureKey({ file, seen }: Look): string {
  return `${file} ${JSON.stringify(seen)}`;
}

function answersTo(looks: Look[], found: ReadonlyMap<number, Point[]>): ImagePrediction[] {
  return looks.flatMap(({ key, imageId, instanceId }) => {
    const landmarks = found.get(key);
    return landmarks ? [{ imageId, instanceId, landmarks }] : [];
  });
}
