import type { z } from 'zod';
import type { FaceErrors, faceErrorsSchema, LandmarkSchema, Normaliser } from '../../contract/index.ts';
import type { StudioContext } from '../context.ts';
import { resolveTrainedRun } from '../runs/run-reference.ts';
import type { ComparedFace, MeasuredFace } from './compared-faces.ts';
import { comparisonOf } from './comparison-cache.ts';
import { faceSizes } from './face-sizes.ts';

/**
 * How far a run is off at each landmark of every face of a part, against the ground truth as it is now. Predicts first what has not
 * been predicted yet. Throws StudioError 'not found' for a run that is not there or has no model.
 */
export async function faceErrors(
  context: StudioContext,
  input: z.output<typeof faceErrorsSchema>,
): Promise<FaceErrors> {
  const project = context.project();
  const run = resolveTrainedRun(project.store, input.run);
  const { learned, faces } = await comparisonOf(project, run, input);
  const sizes = faceSizesOf(faces, project.store.schema());
  const errors = new Float32Array(faces.length * learned.length);
  for (const [row, face] of faces.entries()) errors.set(landmarkErrors(face, input.visibleOnly), row * learned.length);
  const sizeOf = (row: number, by: Normaliser): number | null => {
    const size = sizes[by][row] ?? NaN;
    return Number.isNaN(size) ? null : size;
  };
  return {
    runId: run.id,
    landmarks: learned,
    faces: faces.map(({ image, instance }, row) => ({
      imageId: image.id,
      instanceId: instance.id,
      name: image.name,
      group: image.group,
      width: image.width,
      height: image.height,
      version: image.contentHash.slice(0, 8),
      sizes: {
        'inter-ocular': sizeOf(row, 'inter-ocular'),
        'inter-pupil': sizeOf(row, 'inter-pupil'),
        box: sizeOf(row, 'box'),
      },
    })),
    errors: base64(errors),
  };
}

/** Distance of each learned landmark's prediction from its place, px; NaN for one that is absent, or occluded where only visible ones count. */
export function landmarkErrors({ truth, predicted }: Pick<MeasuredFace, 'truth' | 'predicted'>, visibleOnly = false) {
  return Float64Array.from(truth, ({ x, y, visibility }, column) => {
    if (visibility === 'absent' || (visibleOnly && visibility === 'occluded')) return NaN;
    const [px, py] = predicted[column] ?? [NaN, NaN];
    return Math.hypot(px - x, py - y);
  });
}

/** What each face's errors may be divided by, px; NaN where it has no such size. */
export function faceSizesOf(faces: readonly ComparedFace[], schema: LandmarkSchema): Record<Normaliser, Float64Array> {
  const { interOcular, interPupil, boxes } = faceSizes(
    faces.map(({ instance }) => instance.landmarks),
    schema,
  );
  const box = interOcular.map((_, row) => Math.sqrt((boxes[2 * row] ?? NaN) * (boxes[2 * row + 1] ?? NaN)));
  return { 'inter-ocular': interOcular, 'inter-pupil': interPupil, box };
}

export function base64(values: Float32Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}
