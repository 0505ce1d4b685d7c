import type { Surveyed, TrainerJob } from '../../contract/index.ts';
import type { JobHandle, OpenProject } from '../context.ts';
import { looksOf, type ImageWithInstances } from '../runs/looks.ts';
import type { Survey } from '../runs/surveyor.ts';
import type { StoredRun } from '../store/interface.ts';
import type { SurveyedImage } from './scored-images.ts';

type Wanted = Partial<Extract<TrainerJob, { kind: 'survey' }>['wanted']>;

/** What runs tell of images of a project, within one job: counts what was left out and shows how far it is. */
export class SurveyOfImages {
  /** Of the images to choose from. */
  readonly excluded: { reason: string; count: number }[] = [];
  readonly problems: Survey['problems'] = [];
  readonly #project: OpenProject;
  readonly #handle: JobHandle;
  #total = 0;
  #done = 0;

  constructor(project: OpenProject, handle: JobHandle) {
    this.#project = project;
    this.#handle = handle;
  }

  /** So many images will be asked about, in all. */
  expect(images: number): void {
    this.#total = images;
  }

  /** Of the images to choose from: those without an answer are counted as excluded, with the reason. */
  async survey(run: StoredRun, images: ImageWithInstances[], wanted: Wanted): Promise<SurveyedImage[]> {
    const seen = this.#seen(run, images);
    this.excluded.push({ reason: `without a box, which run ${run.id} crops by`, count: images.length - seen.length });
    const { surveyed, problems } = await this.#ask(run, seen, wanted, 'best');
    this.excluded.push({ reason: 'that cannot be read', count: seen.length - surveyed.length });
    this.problems.push(...problems);
    return surveyed;
  }

  /** Of images to compare with: those without an answer are left out. */
  async surveyBeside(
    run: StoredRun,
    images: ImageWithInstances[],
    wanted: Wanted,
    epoch: 'best' | 'last' = 'best',
  ): Promise<SurveyedImage[]> {
    return (await this.#ask(run, this.#seen(run, images), wanted, epoch)).surveyed;
  }

  /** Those that the run can look at: one that crops needs a box. */
  #seen(run: StoredRun, images: ImageWithInstances[]): ImageWithInstances[] {
    if (run.recipe.input.crop !== 'box') return images;
    const { store } = this.#project;
    const looks = looksOf(run, images, (image) => store.images.file(image));
    const withBox = new Set(looks.flatMap(({ imageId, instanceId }) => (instanceId === null ? [] : [imageId])));
    return images.filter(({ image }) => withBox.has(image.id));
  }

  async #ask(
    run: StoredRun,
    images: ImageWithInstances[],
    { changed = false, heatmaps = false, features = false }: Wanted,
    epoch: 'best' | 'last',
  ): Promise<{ surveyed: SurveyedImage[]; problems: Survey['problems'] }> {
    const { store, runs } = this.#project;
    const looks = looksOf(run, images, (image) => store.images.file(image));
    const { byKey, problems } = await runs.surveyor.survey(
      run,
      looks,
      { epoch, wanted: { changed, heatmaps, features } },
      this.#handle.signal,
      // In images: a run that crops answers several times for one with several faces.
      (done) => this.#handle.progress(this.#done + Math.round((done / looks.length) * images.length), this.#total),
    );
    this.#done += images.length;
    const byImage = Map.groupBy(looks, ({ imageId }) => imageId);
    const surveyed = images.flatMap(({ image }): SurveyedImage[] => {
      const found = (byImage.get(image.id) ?? []).flatMap(({ key }): Surveyed[] => {
        const answer = byKey.get(key);
        return answer ? [answer] : [];
      });
      return found.length > 0 ? [{ image, looks: found }] : [];
    });
    return { surveyed, problems };
  }
}
