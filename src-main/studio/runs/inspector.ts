import type { z } from 'zod';
import { StudioError, type inspectSchema, type Inspection, type WholeInspection } from '../../contract/index.ts';
import type { StudioContext } from '../context.ts';
import type { ReadableStore, StoredImage, StoredRun } from '../store/interface.ts';
import { looksOf, type Look } from './looks.ts';
import { decodedCache, runFolder } from './run-folder.ts';
import { resolveTrainedRun } from './run-reference.ts';
import type { ShortTrainers } from './short-trainers.ts';

/** Each has the pictures of all layers: a few megabytes. */
const inspectionsKept = 12;

/** Looks at what runs make of images, layer by layer. A short trainer answers all layers at once; they are kept for the next question. */
export class Inspector {
  readonly #store: ReadableStore;
  readonly #context: StudioContext;
  readonly #trainers: ShortTrainers;
  readonly #known = new Map<string, Promise<WholeInspection>>();

  constructor(store: ReadableStore, context: StudioContext, trainers: ShortTrainers) {
    this.#store = store;
    this.#context = context;
    this.#trainers = trainers;
  }

  /**
   * From memory where the image was asked for before and the run has found no better epoch since; else as a job. Throws
   * StudioError 'not found' for a run without a model, an image, a face or a layer that is not there, 'no runtime', 'cancelled', or
   * 'failed' with what the trainer says.
   */
  async inspect(question: z.output<typeof inspectSchema>): Promise<Inspection> {
    const run = resolveTrainedRun(this.#store, question.run);
    const image = this.#store.images.one(question.imageId);
    if (!image) throw new StudioError('not found', `There is no image ${question.imageId} in this project.`);
    const look = this.#lookAt(run, image, question.instanceId);
    const key = JSON.stringify([run.id, run.bestEpoch, look.file, look.contentHash, look.box]);
    const { layers, ...whole } = await (this.#known.get(key) ?? this.#ask(key, run, look));
    const layer = question.layer === undefined ? layers[0] : layers.find(({ row }) => row === question.layer);
    if (!layer && question.layer !== undefined)
      throw new StudioError(
        'not found',
        `Layer ${question.layer} of run ${run.id} gives no maps. Those that do: ${
          layers.map(({ row, name }) => `${row} (${name})`).join(', ') || 'none'
        }.`,
      );
    return {
      ...whole,
      runId: run.id,
      layers: layers.map(({ row, name, output }) => ({ row, name, output })),
      layer: layer ?? null,
    };
  }

  /** Of a run that sees whole images there is one look, whoever is asked for. */
  #lookAt(run: StoredRun, image: StoredImage, instanceId: number | undefined): Look {
    const instances = this.#store.images.detail(image.id)?.instanceList ?? [];
    const looks = looksOf(run, [{ image, instances }], (each) => this.#store.images.file(each));
    const look =
      looks.find((each) => each.instanceId === null || each.instanceId === instanceId) ??
      (instanceId === undefined ? looks[0] : undefined);
    if (!look)
      throw new StudioError('not found', `There is no face ${instanceId} with a box on the image ${image.name}.`);
    return look;
  }

  #ask(key: string, run: StoredRun, { file, contentHash, box }: Look): Promise<WholeInspection> {
    const asked = this.#context.job(`Looking inside run ${run.id}`, (handle) =>
      this.#trainers.run(handle.signal, async (folder, start) => {
        const answers: WholeInspection[] = [];
        await start(
          {
            kind: 'inspect',
            runFolder: runFolder(this.#store, run.id),
            cacheFolder: this.#store.readOnly ? folder : decodedCache(this.#store),
            image: { file, contentHash, box },
          },
          (message) => {
            if (message.kind === 'preparing') handle.progress(message.done, message.total);
            if (message.kind === 'inspected') answers.push(message.inspection);
          },
        );
        const [answer] = answers;
        if (!answer) throw new StudioError('failed', 'The trainer ended without an answer.');
        return answer;
      }),
    );
    this.#known.set(key, asked);
    asked.catch(() => this.#known.delete(key));
    const [oldest] = this.#known.keys();
    if (this.#known.size > inspectionsKept && oldest !== undefined) this.#known.delete(oldest);
    return asked;
  }
}
