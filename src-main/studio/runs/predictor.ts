import { StudioError, type Instance } from '../../contract/index.ts';
import { meanErrorPx } from '../evaluation/measures.ts';
import type { JobHandle, StudioContext } from '../context.ts';
import type { Store, StoredImage, StoredRun } from '../store/interface.ts';
import { learnedLandmarks } from './recipes.ts';
import { decodedCache, runFolder } from './run-folder.ts';
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
}

export interface FilePredictions {
  /** By the file's key; files with a problem are not there. */
  byKey: Map<number, FilePrediction>;
  problems: { file: string; message: string }[];
}

/** An image of the project with its instances, as the store gives them. */
export interface ImageWithInstances {
  image: StoredImage;
  instances: Instance[];
}

/** Landmarks in px, in the order of the recipe, by image id; images that could not be predicted are not there. */
export interface ImagePredictions {
  byImage: Map<number, Point[]>;
  problems: { file: string; message: string }[];
}

/**
 * Predictions of a project's runs. A network sees the whole image, so an image has one prediction a run; it is stored
 * with each of the image's instances, and with its error against the labels of that moment.
 */
export class Predictor {
  readonly #store: Store;
  readonly #context: StudioContext;
  readonly #trainers: ShortTrainers;
  /** Files that could not be read in this session, and why: not to be tried again for every page that is shown. */
  readonly #unreadable = new Map<string, string>();
  readonly #background = new Set<Promise<void>>();

  constructor(store: Store, context: StudioContext, trainers: ShortTrainers) {
    this.#store = store;
    this.#context = context;
    this.#trainers = trainers;
  }

  /** Predicts files anywhere, as a job; nothing is stored. Throws StudioError 'no runtime', 'cancelled' or 'failed'. */
  predictFiles(run: StoredRun, files: FileToPredict[]): Promise<FilePredictions> {
    return this.#asJob(run, async (predict) => predict(files));
  }

  /**
   * The run's predictions for images of the project: those stored, and new ones for the rest, which are stored as well
   * unless the project is read-only. Throws like `predictFiles` when it has to predict and cannot.
   */
  async predictImages(run: StoredRun, images: ImageWithInstances[]): Promise<ImagePredictions> {
    const byImage = this.#stored(run, images);
    if (this.#toPredict(images, byImage).length > 0)
      await this.#asJob(run, async (predict) => {
        // Work that waited its turn may find its images predicted by the work before it.
        for (const [id, landmarks] of this.#stored(run, images)) byImage.set(id, landmarks);
        const files = this.#toPredict(images, byImage);
        if (files.length === 0) return;
        const { byKey, problems } = await predict(files);
        for (const { file, message } of problems) this.#unreadable.set(file, message);
        for (const [id, { landmarks }] of byKey) byImage.set(id, landmarks);
        this.#keep(run, images, byImage, new Set(byKey.keys()));
      });
    const problems = images.flatMap(({ image }) => {
      const file = this.#store.imageFile(image);
      const message = this.#unreadable.get(file);
      return byImage.has(image.id) || message === undefined ? [] : [{ file, message }];
    });
    return { byImage, problems };
  }

  /** Predicts all labelled images after a run, so that lists can show its errors; a failure becomes the run's problem. */
  predictInBackground(run: StoredRun): void {
    const images = this.#store.imagesWithInstances({}).filter(({ instances }) => instances.length > 0);
    const work = this.predictImages(run, images).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof StudioError && error.code === 'cancelled') return;
        const problem = `The run is fine, but its images could not be predicted: ${(error as Error).message}`;
        this.#store.updateRun(run.id, { problem });
        this.#context.emit({ kind: 'run', runId: run.id });
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
    run: StoredRun,
    work: (predict: (files: FileToPredict[]) => Promise<FilePredictions>) => Promise<Result>,
  ): Promise<Result> {
    return this.#context.job(`Predicting with run ${run.id}`, (handle) =>
      this.#trainers.run(handle.signal, (folder, start) =>
        work(async (files) => {
          const answer: FilePredictions = { byKey: new Map(), problems: [] };
          const cacheFolder = this.#store.readOnly ? folder : decodedCache(this.#store);
          const job = {
            kind: 'predict',
            runFolder: runFolder(this.#store, run.id),
            cacheFolder,
            images: files,
          } as const;
          await start(job, (message) => {
            if (message.kind === 'predicted') answer.byKey.set(message.key, message);
            if (message.kind === 'unreadable') answer.problems.push({ file: message.file, message: message.message });
            this.#report(handle, answer, files.length);
          });
          return answer;
        }),
      ),
    );
  }

  #report(handle: JobHandle, answer: FilePredictions, total: number): void {
    handle.progress(answer.byKey.size + answer.problems.length, total);
  }

  #stored(run: StoredRun, images: ImageWithInstances[]): Map<number, Point[]> {
    const wanted = new Set(images.map(({ image }) => image.id));
    const stored = this.#store.predictions(run.id).filter(({ imageId }) => wanted.has(imageId));
    return new Map(stored.map(({ imageId, landmarks }) => [imageId, landmarks]));
  }

  #toPredict(images: ImageWithInstances[], byImage: Map<number, Point[]>): FileToPredict[] {
    return images
      .filter(({ image }) => !byImage.has(image.id))
      .map(({ image }) => ({ key: image.id, file: this.#store.imageFile(image), contentHash: image.contentHash }))
      .filter(({ file }) => !this.#unreadable.has(file));
  }

  #keep(run: StoredRun, images: ImageWithInstances[], byImage: Map<number, Point[]>, fresh: Set<number>): void {
    // While its images were being predicted the run may have been deleted, or have found a better epoch.
    if (this.#store.readOnly || this.#store.run(run.id)?.bestEpoch !== run.bestEpoch) return;
    const learned = learnedLandmarks(run.recipe, this.#store.schema());
    const instances = images.filter(({ image }) => fresh.has(image.id)).flatMap((entry) => entry.instances);
    const predictions = instances.map(({ id, imageId, landmarks }) => {
      const predicted = byImage.get(imageId) ?? [];
      const truth = learned.map(({ index }) => landmarks[index]);
      return { imageId, instanceId: id, landmarks: predicted, errorPx: meanErrorPx(truth, predicted) };
    });
    const others = this.#store.predictions(run.id).filter(({ imageId }) => !fresh.has(imageId));
    this.#store.replacePredictions(run.id, [...others, ...predictions]);
    this.#context.emit({ kind: 'run', runId: run.id });
  }
}
