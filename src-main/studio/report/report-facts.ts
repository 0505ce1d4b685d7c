import type { z } from 'zod';
import {
  normalisers,
  seesAlike,
  type LandmarkSchema,
  type Normaliser,
  type ProjectSummary,
  type reportSchema,
  type ReportResult,
  type RunDetail,
  type RunMeasures,
  type ShapePoint,
  type Verdict,
} from '../../contract/index.ts';
import type { JobHandle, StudioContext } from '../context.ts';
import { compareFaces, type ComparedFace } from '../evaluation/compared-faces.ts';
import { measureRuns } from '../evaluation/measure-runs.ts';
import { filtersPicture, listFilters } from '../runs/run-filters.ts';
import { resolveTrainedRun } from '../runs/run-reference.ts';
import { detail } from '../runs/run-summary.ts';
import type { LearnedLandmark } from '../runs/recipes.ts';
import type { ReadableStore } from '../store/interface.ts';

export type ReportAsked = z.output<typeof reportSchema>;

/** A run with all that a report tells of it. */
export interface ReportedRun {
  /** From 0: its colour and dash. */
  place: number;
  /** `run 3 · heatmap-small` */
  title: string;
  run: RunDetail;
  measures: RunMeasures;
  /** Of landmarks plainly seen alone, where some are occluded and all were asked for. */
  visible: RunMeasures | null;
  learned: LearnedLandmark[];
  faces: ComparedFace[];
  /** The first convolution's filters as PNG, before the first step and at the end; of one epoch or none where no more were kept. */
  filters: { epoch: number; png: Buffer }[];
  /** Of reviewers, on its predictions; newest first. */
  verdicts: Verdict[];
}

export interface ReportFacts {
  asked: ReportAsked;
  madeAt: Date;
  /** Its version. */
  studio: string;
  project: ProjectSummary;
  schema: LandmarkSchema;
  meanFace: readonly (ShapePoint | null)[];
  runs: ReportedRun[];
  refused: ReportResult['refused'];
  /** What errors are divided by where one figure must do: the outer eye corners where any run has faces with them. */
  normaliser: Normaliser;
  /** All runs learn the same landmarks, so that one may be called the best. */
  sameLandmarks: boolean;
  /** All see the same part of the images, so that fractions of it compare. */
  sameView: boolean;
}

/**
 * Measures the runs and reads what is stored of them. Predicts first what has not been predicted. A run that cannot be measured is
 * named with the reason; throws StudioError 'not found' for a run that is not there or has no model, and that reason when none can be.
 */
export async function gatherFacts(context: StudioContext, asked: ReportAsked, handle: JobHandle): Promise<ReportFacts> {
  const project = context.project();
  const { store } = project;
  const ids = [...new Set(asked.runs.map((reference) => resolveTrainedRun(store, reference).id))];
  const by = ['landmark', 'group', 'person'] as const;
  const measured = await measureRuns(context, { ...asked, runs: ids, by: [...by], ced: true });
  const runs: ReportedRun[] = [];
  for (const [place, measures] of measured.runs.entries()) {
    handle.signal.throwIfAborted();
    handle.progress(place, measured.runs.length + 1);
    const stored = resolveTrainedRun(store, measures.runId);
    const { learned, faces } = await compareFaces(project, stored, asked);
    runs.push({
      place,
      title: `run ${stored.id} · ${stored.recipe.name}`,
      run: detail(store, stored, false),
      measures,
      visible: await visibleMeasures(context, asked, measures.runId, faces),
      learned,
      faces,
      filters: await firstAndLastFilters(store, stored.id),
      verdicts: store.verdicts.all(stored.id),
    });
  }
  const [first] = runs;
  const namesOf = ({ learned }: ReportedRun): string => learned.map(({ index }) => index).join();
  return {
    asked,
    madeAt: new Date(),
    studio: context.options.version,
    project: store.summary(),
    schema: store.schema(),
    meanFace: project.shapes.of(store).mean,
    runs,
    refused: measured.refused,
    normaliser:
      normalisers.find((normaliser) => runs.some(({ measures }) => measures.run?.normalised[normaliser])) ?? 'box',
    sameLandmarks: runs.every((run) => first && namesOf(run) === namesOf(first)),
    sameView: runs.every(({ run }) => first && seesAlike(run.recipe.input, first.run.recipe.input)),
  };
}

/** Null where all landmarks are plainly seen, or those alone were asked for. */
async function visibleMeasures(
  context: StudioContext,
  asked: ReportAsked,
  runId: number,
  faces: readonly ComparedFace[],
): Promise<RunMeasures | null> {
  const occluded = faces.some(({ truth }) => truth.some(({ visibility }) => visibility === 'occluded'));
  if (asked.visibleOnly || !occluded) return null;
  const { runs } = await measureRuns(context, { ...asked, runs: [runId], visibleOnly: true, by: [], ced: false });
  return runs[0] ?? null;
}

async function firstAndLastFilters(store: ReadableStore, runId: number): Promise<ReportedRun['filters']> {
  const { epochs } = listFilters(store, runId);
  const [first, last] = [epochs[0], epochs.at(-1)];
  const wanted = [...new Set([first, last])].filter((epoch) => epoch !== undefined);
  const found = await Promise.all(
    wanted.map(async (epoch) => ({ epoch, png: (await filtersPicture(store, runId, epoch))?.bytes })),
  );
  return found.flatMap(({ epoch, png }) => (png ? [{ epoch, png }] : []));
}
