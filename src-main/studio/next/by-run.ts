import { StudioError, type ChooseImages, type Strategy } from '../../contract/index.ts';
import type { JobHandle, OpenProject } from '../context.ts';
import type { ImageWithInstances } from '../runs/looks.ts';
import { runLandmarks } from '../runs/run-landmarks.ts';
import { resolveTrainedRun } from '../runs/run-reference.ts';
import type { StoredRun } from '../store/interface.ts';
import { shuffle } from '../store/shuffle.ts';
import type { Ranked } from './choose-images.ts';
import { byDisagreement } from './disagreement.ts';
import { diverseImages } from './diverse-images.ts';
import { byShape } from './off-the-shape.ts';
import { highestFirst, type ScoredImage, type SurveyedImage } from './scored-images.ts';
import { otherAnswers } from './other-answers.ts';
import { SurveyOfImages } from './survey-of-images.ts';
import { byTwoAnswers } from './two-answers.ts';
import { byUncertainMaps } from './uncertain-maps.ts';

/** Of labelled images no more are compared with: the nearest of so many is near enough. */
const mostLabelled = 2000;

/** `mixed` leaves k-centre the choice among so many times what is asked for. */
const choiceOf = 4;

/** Fewer landmarks have no shape beyond place, turn and size. */
const leastLandmarks = 4;

/** Ranks by what a run, or two, answer. Throws as `chooseImages`. */
export async function byRun(
  project: OpenProject,
  question: ChooseImages,
  open: ImageWithInstances[],
  handle: JobHandle,
): Promise<Ranked> {
  const { store } = project;
  const run = resolveTrainedRun(store, question.run);
  const { strategy, count, seed } = question;
  const asked = new SurveyOfImages(project, handle);
  const notes: string[] = [];
  const done = (
    from: readonly SurveyedImage[],
    chosen: ScoredImage[],
    against: Ranked['against'] = null,
    unranked = 0,
  ): Ranked => ({
    chosen: chosen.slice(0, count),
    candidates: from.length - unranked,
    runId: run.id,
    against,
    excluded: [...asked.excluded, { reason: unrankedBecause[strategy] ?? 'without an answer', count: unranked }],
    problems: asked.problems,
    notes,
  });
  const scored = (from: readonly SurveyedImage[], images: ScoredImage[], against: Ranked['against'] = null): Ranked =>
    done(from, highestFirst(images), against, from.length - images.length);

  switch (strategy) {
    case 'two-runs': {
      const other = otherAnswers(store, run, question.against);
      asked.expect(2 * open.length);
      const images = await asked.survey(run, open, {});
      const otherOf = await other.ask(asked, open);
      return scored(images, byTwoAnswers(images, otherOf, other.shared, other.words), other.against);
    }
    case 'entropy': {
      if (run.recipe.network !== 'heatmap-small')
        throw new StudioError(
          'bad input',
          `Run ${run.id} has no heatmaps: its network answers places alone. Choose by disagreement, or train one that has, such as heatmap-small.`,
        );
      asked.expect(open.length);
      const images = await asked.survey(run, open, { heatmaps: true });
      return scored(images, byUncertainMaps(images, namesOf(project, run)));
    }
    case 'shape': {
      const model = project.shapes.of(store);
      const { learned } = runLandmarks(store, run);
      if (model.basis !== 'shapes')
        throw new StudioError(
          'bad input',
          `There is no shape model yet: it takes 10 labelled faces, and there ${model.shapes === 1 ? 'is' : 'are'} ${model.shapes}.`,
        );
      if (learned.length < leastLandmarks)
        throw new StudioError(
          'bad input',
          `Run ${run.id} learned ${learned.length} ${learned.length === 1 ? 'landmark' : 'landmarks'}: a shape takes ${leastLandmarks}. Choose by disagreement.`,
        );
      asked.expect(open.length);
      const images = await asked.survey(run, open, {});
      const indices = learned.map(({ index }) => index);
      return scored(images, byShape(images, indices, store.schema(), model));
    }
    case 'disagreement': {
      asked.expect(open.length);
      const images = await asked.survey(run, open, { changed: true });
      notes.push(...mirrorNote(images));
      return scored(images, byDisagreement(images));
    }
    case 'diversity':
    case 'mixed': {
      const labelled = labelledBeside(project, open, seed);
      asked.expect(open.length + labelled.length);
      const images = await asked.survey(run, open, { features: true, changed: strategy === 'mixed' });
      requireFeatures(run, images);
      const among = await asked.surveyBeside(run, labelled, { features: true });
      notes.push(
        labelled.length === mostLabelled
          ? `Compared with ${mostLabelled} of the labelled images to learn from, drawn by chance.`
          : `Compared with ${among.length === 1 ? 'the one labelled image' : `the ${among.length} labelled images`} to learn from.`,
      );
      if (strategy === 'diversity') return done(images, await diverseImages(images, among, count));
      notes.push(...mirrorNote(images));
      return done(images, await mixed(images, among, count));
    }
    case 'random':
      throw new Error('Chance asks no run.');
  }
}

const unrankedBecause: Partial<Record<Strategy, string>> = {
  'two-runs': 'of which the two answers cannot be compared',
  shape: 'whose answer has no extent, so no shape',
};

/** K-centre among those of most disagreement; both reasons are told. */
async function mixed(
  images: readonly SurveyedImage[],
  labelled: readonly SurveyedImage[],
  count: number,
): Promise<ScoredImage[]> {
  const uncertain = highestFirst(byDisagreement(images)).slice(0, choiceOf * count);
  const byId = new Map(uncertain.map((each) => [each.image.id, each]));
  const picked = await diverseImages(
    images.filter(({ image }) => byId.has(image.id)),
    labelled,
    count,
  );
  return picked.map((each) => {
    const { score = 0, words = '' } = byId.get(each.image.id) ?? {};
    return { ...each, score, words: `${words}; ${each.words}` };
  });
}

/** Images with placed landmarks to learn from that are not among those to choose from, at most `mostLabelled`, drawn by chance. */
function labelledBeside({ store }: OpenProject, open: ImageWithInstances[], seed: number): ImageWithInstances[] {
  const toChoose = new Set(open.map(({ image }) => image.id));
  const labelled = (['wholly', 'partly'] as const)
    .flatMap((how) => store.images.withInstances({ labelled: how }))
    .filter(({ image }) => image.status !== 'rejected' && image.split !== 'validation' && !toChoose.has(image.id));
  return shuffle(labelled, seed).slice(0, mostLabelled);
}

function namesOf({ store }: OpenProject, run: StoredRun): string[] {
  return runLandmarks(store, run).learned.map(({ name }) => name);
}

function requireFeatures(run: StoredRun, images: readonly SurveyedImage[]): void {
  const looks = images.flatMap((each) => each.looks);
  if (looks.length > 0 && looks.every(({ features }) => features === null))
    throw new StudioError(
      'bad input',
      `Run ${run.id} has no convolution, so no features to tell images apart by. Choose by disagreement.`,
    );
}

function mirrorNote(images: readonly SurveyedImage[]): string[] {
  const [first] = images.flatMap((each) => each.looks);
  return !first || first.changed.some(({ change }) => change === 'mirrored')
    ? []
    : ['Pictures were not mirrored: the schema of the run has no mirror pairs for what it learned.'];
}
