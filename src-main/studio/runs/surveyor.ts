import type { Surveyed, TrainerJob } from '../../contract/index.ts';
import type { ReadableStore, StoredRun } from '../store/interface.ts';
import type { Look } from './looks.ts';
import { decodedCache, runFolder } from './run-folder.ts';
import type { ShortTrainers } from './short-trainers.ts';

export type SurveyWanted = Pick<Extract<TrainerJob, { kind: 'survey' }>, 'epoch' | 'wanted'>;

export interface Survey {
  /** By the look's key; looks at files with a problem are not there. */
  byKey: Map<number, Surveyed>;
  problems: { file: string; message: string }[];
}

/** Asks runs how sure they are of images, and what they make of them: answers nobody stores. */
export class Surveyor {
  readonly #store: ReadableStore;
  readonly #trainers: ShortTrainers;

  constructor(store: ReadableStore, trainers: ShortTrainers) {
    this.#store = store;
    this.#trainers = trainers;
  }

  /**
   * `done` is called as looks are answered, with their number. Throws StudioError 'cancelled' when the signal aborts, 'no runtime', or
   * 'failed' with what the trainer says.
   */
  async survey(
    run: StoredRun,
    looks: readonly Look[],
    { epoch, wanted }: SurveyWanted,
    signal: AbortSignal,
    done: (looks: number) => void,
  ): Promise<Survey> {
    const survey: Survey = { byKey: new Map(), problems: [] };
    if (looks.length === 0) return survey;
    await this.#trainers.run(signal, (folder, start) =>
      start(
        {
          kind: 'survey',
          runFolder: runFolder(this.#store, run.id),
          epoch,
          cacheFolder: this.#store.readOnly ? folder : decodedCache(this.#store),
          images: looks.map(({ key, file, contentHash, box }) => ({ key, file, contentHash, box })),
          wanted,
        },
        (message) => {
          if (message.kind === 'surveyed') survey.byKey.set(message.key, message);
          else if (message.kind === 'unreadable')
            survey.problems.push({ file: message.file, message: message.message });
          else return;
          done(survey.byKey.size + survey.problems.length);
        },
      ),
    );
    return survey;
  }
}
