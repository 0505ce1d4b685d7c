import type { z } from 'zod';
import {
  StudioError,
  type Landmark,
  type MeasuredRuns,
  type measureRunsSchema,
  type RunMeasures,
} from '../../contract/index.ts';
import { finishedAgreement } from '../agreement/error-floor.ts';
import { tabulatePairs } from '../agreement/measure-pairs.ts';
import { pairFaces } from '../agreement/pair-faces.ts';
import type { OpenProject, StudioContext } from '../context.ts';
import { resolveTrainedRun } from '../runs/run-reference.ts';
import { seenOfInstance } from '../runs/seen-by-run.ts';
import type { StoredRun } from '../store/interface.ts';
import { meanShapeInPixels } from './baseline.ts';
import { tabulate } from './compared-faces.ts';
import { comparisonOf } from './comparison-cache.ts';
import { faceSizes, namesPupils } from './face-sizes.ts';
import { beside, partsBy, type KeyedTable, type Tables } from './measure-parts.ts';
import { sigmasOf, sigmaWords } from './keypoint-scores.ts';
import { sideConfusions } from './side-confusion.ts';

type Asked = z.output<typeof measureRunsSchema>;

/**
 * Measures runs by every published definition there is here, against the ground truth as it is now, each beside the mean
 * training shape on the same faces and the newest finished agreement on its own. Predicts first what has not been predicted.
 * A run that cannot be measured is named with the reason; throws that reason as StudioError when none can be.
 */
export async function measureRuns(context: StudioContext, asked: Asked): Promise<MeasuredRuns> {
  const project = context.project();
  const found: RunMeasures[] = [];
  const refused: MeasuredRuns['refused'] = [];
  let first: StudioError | null = null;
  for (const reference of asked.runs) {
    const run = resolveTrainedRun(project.store, reference);
    try {
      found.push(await measureRun(project, run, asked));
    } catch (error) {
      if (!(error instanceof StudioError) || error.code === 'cancelled') throw error;
      first ??= error;
      refused.push({ runId: run.id, reason: error.message });
    }
  }
  if (found.length === 0 && first) throw first;
  return { on: asked.on, visibleOnly: asked.visibleOnly, runs: found, refused };
}

async function measureRun(project: OpenProject, run: StoredRun, asked: Asked): Promise<RunMeasures> {
  const { store } = project;
  const { learned, faces, excluded, meanShape } = await comparisonOf(project, run, asked);
  if (faces.length === 0) {
    const reasons = excluded.map(({ reason, count }) => `${count} ${reason}`).join(', ');
    throw new StudioError(
      'bad input',
      `There is no labelled image to measure run ${run.id} on${reasons && ` (${reasons})`}.`,
    );
  }
  const schema = store.schema();
  const indices = learned.map(({ index }) => index);
  const counted = asked.visibleOnly ? faces.map((face) => ({ ...face, truth: face.truth.map(unlessOccluded) })) : faces;
  const { truth, predicted } = tabulate(counted, learned.length, schema.outerEyeCorners);
  const instanceIds = faces.map(({ instance }) => instance.id);
  const keys = {
    instanceIds,
    persons: faces.map(({ image }) => image.group),
    parts: faces.map(({ part }) => part),
  };
  const sizes = faceSizes(
    faces.map(({ instance }) => instance.landmarks),
    schema,
  );
  const table = { truth, predicted, sizes, sigmas: sigmasOf(schema, indices) };
  const baseline = meanShapeInPixels(
    meanShape,
    faces.map(({ seen }) => seen),
  );
  const tables: Tables = {
    run: { table, ...keys },
    baseline: { table: { ...table, predicted: baseline }, ...keys },
    floor: floorTable(project, run, indices, asked.visibleOnly),
  };
  const occluded = asked.visibleOnly
    ? faces.reduce((sum, face) => sum + face.truth.filter(({ visibility }) => visibility === 'occluded').length, 0)
    : 0;
  const absent = faces.reduce(
    (sum, face) => sum + face.truth.filter(({ visibility }) => visibility === 'absent').length,
    0,
  );
  const counts = [
    ...excluded,
    { reason: 'landmarks marked absent', count: absent },
    { reason: 'occluded landmarks', count: occluded },
    {
      reason: 'faces without a distance between the outer eye corners, in the inter-ocular NME',
      count: schema.outerEyeCorners ? countOfNaN(sizes.interOcular) : 0,
    },
    {
      reason: 'faces without a distance between the pupils, in the inter-pupil NME',
      count: namesPupils(schema) ? countOfNaN(sizes.interPupil) : 0,
    },
    {
      reason: 'faces whose landmarks span no box, in the box NME, PCK and OKS',
      count: countOfNaN(sizes.boxes) / 2,
    },
  ];
  return {
    runId: run.id,
    recipeName: run.recipe.name,
    images: new Set(faces.map(({ image }) => image.id)).size,
    landmarks: learned.length,
    sigmas: sigmaWords(schema),
    agreement: finishedAgreement(store)?.id ?? null,
    excluded: counts.filter(({ count }) => count > 0),
    ...beside(tables, asked.ced),
    by: Object.fromEntries(asked.by.map((by) => [by, partsBy(by, tables, learned, schema, asked.ced)])),
    ...(asked.sides ? { sides: sideConfusions(table, indices, schema, instanceIds) } : {}),
  };
}

function unlessOccluded(landmark: Landmark): Landmark {
  return landmark.visibility === 'occluded' ? { ...landmark, visibility: 'absent' } : landmark;
}

const countOfNaN = (values: Float64Array): number => values.filter((value) => Number.isNaN(value)).length;

/** The second labelling of the newest finished agreement as another prediction, of its own faces; null where there is none. */
function floorTable(
  { store }: OpenProject,
  run: StoredRun,
  indices: readonly number[],
  visibleOnly: boolean,
): KeyedTable | null {
  const agreement = finishedAgreement(store);
  if (!agreement) return null;
  const schema = store.schema();
  const { pairs } = pairFaces(store, agreement.id);
  const counted = visibleOnly
    ? pairs.map((pair) => ({ ...pair, first: { ...pair.first, landmarks: pair.first.landmarks.map(unlessOccluded) } }))
    : pairs;
  const { truth, predicted } = tabulatePairs(counted, indices, schema.outerEyeCorners, ({ image, first }) =>
    seenOfInstance(run.recipe, image, first),
  );
  const sizes = faceSizes(
    pairs.map(({ first }) => first.landmarks),
    schema,
  );
  return {
    table: { truth, predicted, sizes, sigmas: sigmasOf(schema, indices) },
    instanceIds: [],
    persons: pairs.map(({ image }) => image.group),
    parts: pairs.map(({ image }) => image.split),
  };
}
