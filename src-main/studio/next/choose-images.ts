import { StudioError, type ChooseImages, type ImageChoice, type ImageFilter } from '../../contract/index.ts';
import type { JobHandle, OpenProject, StudioContext } from '../context.ts';
import type { ImageWithInstances } from '../runs/looks.ts';
import type { NewChoice } from '../store/chosen-images.ts';
import type { StoredImage } from '../store/interface.ts';
import { shuffle } from '../store/shuffle.ts';
import { byRun } from './by-run.ts';
import type { ScoredImage } from './scored-images.ts';

/** Problems that are kept with a choice; all are counted. */
const problemsTold = 20;

/** What a strategy made of the images that are open. */
export interface Ranked {
  /** As many as were asked for, where there are. */
  chosen: (Omit<ScoredImage, 'score'> & { score: number | null })[];
  /** Images that were ranked. */
  candidates: number;
  runId: number | null;
  against: ImageChoice['against'];
  excluded: { reason: string; count: number }[];
  problems: { file: string; message: string }[];
  notes: string[];
}

/**
 * Chooses what to label next and keeps it in the project, in place of the choice before: a job. Images that are done or rejected
 * are not chosen. Throws StudioError 'read only'; 'not found' when no image is open or the run has no model; 'bad input' when the run
 * cannot tell what the strategy asks for; 'cancelled'.
 */
export function chooseImages(context: StudioContext, question: ChooseImages): Promise<ImageChoice> {
  const project = context.project();
  const { store } = project;
  if (store.readOnly)
    throw new StudioError(
      'read only',
      'The project is open for reading only: a choice of images cannot be kept in it.',
    );
  return context.job('Choosing what to label next', async (handle) => {
    const found = store.images.withInstances(question.filter);
    const open = found.filter(({ image }) => image.status !== 'done' && image.status !== 'rejected');
    if (open.length === 0) throw new StudioError('not found', noneOpen(question.filter, found));
    const ranked = await rank(project, question, open, handle);
    await store.settled();
    const choice: NewChoice = {
      strategy: question.strategy,
      runId: ranked.runId,
      against: ranked.against,
      at: new Date().toISOString(),
      candidates: ranked.candidates,
      excluded: [...doneOrRejected(found), ...ranked.excluded].filter(({ count }) => count > 0),
      problems: ranked.problems.slice(0, problemsTold),
      notes: ranked.notes,
      images: ranked.chosen.map(({ image, words, score }) => ({ imageId: image.id, words, score })),
    };
    store.chosen.set(choice);
    context.emit({ kind: 'chosen' });
    const kept = store.chosen.get();
    if (!kept) throw new Error('The choice was not kept.');
    return kept;
  });
}

async function rank(
  project: OpenProject,
  question: ChooseImages,
  open: ImageWithInstances[],
  handle: JobHandle,
): Promise<Ranked> {
  if (question.strategy !== 'random') return byRun(project, question, open, handle);
  const drawn = shuffle([...open], question.seed).slice(0, question.count);
  return {
    chosen: drawn.map(({ image }) => ({ image, score: null, words: 'drawn by chance' })),
    candidates: open.length,
    runId: null,
    against: null,
    excluded: [],
    problems: [],
    notes: [],
  };
}

function doneOrRejected(found: readonly { image: StoredImage }[]): { reason: string; count: number }[] {
  return (['done', 'rejected'] as const).map((status) => ({
    reason: `marked ${status}`,
    count: found.filter(({ image }) => image.status === status).length,
  }));
}

function noneOpen(filter: ImageFilter, found: readonly { image: StoredImage }[]): string {
  if (found.length > 0)
    return `There is nothing to choose from: ${found.length === 1 ? 'the one image' : `all ${found.length} images`} of the filter ${found.length === 1 ? 'is' : 'are'} marked done or rejected.`;
  return filter.labelled === 'no'
    ? 'There is nothing to choose from: no image is unlabelled. Import more pictures, or choose among labelled ones by another filter.'
    : 'There is nothing to choose from: no image is like the filter asks.';
}
