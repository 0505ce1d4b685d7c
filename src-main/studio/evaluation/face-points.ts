import type { z } from 'zod';
import type { FacePoints, facePointsSchema } from '../../contract/index.ts';
import type { StudioContext } from '../context.ts';
import { resolveTrainedRun } from '../runs/run-reference.ts';
import { comparisonOf } from './comparison-cache.ts';
import { base64 } from './face-errors.ts';

/** True and predicted places of some of the faces that a run is compared on, for those that are looked at. Throws as `faceErrors` does. */
export async function facePoints(
  context: StudioContext,
  input: z.output<typeof facePointsSchema>,
): Promise<FacePoints> {
  const project = context.project();
  const run = resolveTrainedRun(project.store, input.run);
  const { learned, faces } = await comparisonOf(project, run, input);
  const wanted = new Set(input.instanceIds);
  const found = faces.filter(({ instance }) => wanted.has(instance.id));
  const points = new Float32Array(found.length * 4 * learned.length);
  for (const [row, { truth, predicted }] of found.entries()) {
    const start = row * 4 * learned.length;
    for (const [column, { x, y, visibility }] of truth.entries())
      points.set(visibility === 'absent' ? [NaN, NaN] : [x, y], start + 2 * column);
    for (const [column, point] of predicted.entries()) points.set(point, start + 2 * (learned.length + column));
  }
  return { runId: run.id, instanceIds: found.map(({ instance }) => instance.id), points: base64(points) };
}
