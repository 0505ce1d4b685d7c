import { StudioError, type Against, type Surveyed } from '../../contract/index.ts';
import type { ImageWithInstances } from '../runs/looks.ts';
import { runLandmarks } from '../runs/run-landmarks.ts';
import { resolveTrainedRun } from '../runs/run-reference.ts';
import type { ReadableStore, StoredRun } from '../store/interface.ts';
import type { SurveyedImage } from './scored-images.ts';
import type { SurveyOfImages } from './survey-of-images.ts';
import type { SharedLandmark } from './two-answers.ts';

/** Whose answers a run's are compared with. */
export interface OtherAnswers {
  against: number | 'last epoch';
  /** Landmarks that both have. */
  shared: SharedLandmark[];
  /** Who answers, as in `runs 3 and 2`. */
  words: string;
  /** Asks, and answers how to find what was said to the same picture. */
  ask(
    asked: SurveyOfImages,
    open: ImageWithInstances[],
  ): Promise<(look: Surveyed, image: SurveyedImage) => Surveyed | null>;
}

/**
 * Another run, or the run's own last epoch. Throws StudioError 'bad input' when they are the same model or share no landmark,
 * 'not found' when the other has none.
 */
export function otherAnswers(store: ReadableStore, run: StoredRun, against: Against): OtherAnswers {
  const { learned } = runLandmarks(store, run);
  if (against === 'last epoch') {
    const last = store.runs.epochs(run.id).at(-1)?.epoch ?? null;
    if (last === null || last === run.bestEpoch)
      throw new StudioError(
        'bad input',
        `The last epoch of run ${run.id} is its best: there is nothing to compare it with. Name another run.`,
      );
    return {
      against,
      shared: learned.map(({ name }, place) => ({ name, one: place, other: place })),
      words: `run ${run.id}’s best epoch (${run.bestEpoch}) and its last (${last})`,
      ask: async (asked, open) => findingOf(await asked.surveyBeside(run, open, {}, 'last')),
    };
  }
  const other = resolveTrainedRun(store, against);
  if (other.id === run.id)
    throw new StudioError('bad input', `Run ${run.id} cannot be compared with itself. Name another run.`);
  const ofOther = runLandmarks(store, other).learned;
  const shared = learned.flatMap(({ index, name }, one): SharedLandmark[] => {
    const place = ofOther.findIndex((each) => each.index === index);
    return place < 0 ? [] : [{ name, one, other: place }];
  });
  if (shared.length === 0)
    throw new StudioError('bad input', `Runs ${run.id} and ${other.id} have no landmark in common.`);
  return {
    against: other.id,
    shared,
    words: `runs ${run.id} and ${other.id}`,
    ask: async (asked, open) => findingOf(await asked.surveyBeside(other, open, {})),
  };
}

/** By the face; where one of the two sees whole images by the image, if it has one face. */
function findingOf(others: readonly SurveyedImage[]): (look: Surveyed, image: SurveyedImage) => Surveyed | null {
  const byKey = new Map(others.flatMap(({ looks }) => looks.map((look) => [look.key, look])));
  const byImage = new Map(others.map(({ image, looks }) => [image.id, looks]));
  return (look, { image, looks }) => {
    const [only, ...more] = byImage.get(image.id) ?? [];
    return byKey.get(look.key) ?? (looks.length === 1 && more.length === 0 ? (only ?? null) : null);
  };
}
