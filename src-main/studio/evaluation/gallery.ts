import type { z } from 'zod';
import {
  faceFigure,
  figureColumns,
  type GalleryItem,
  type GalleryPage,
  type gallerySchema,
  type Landmark,
} from '../../contract/index.ts';
import type { StudioContext } from '../context.ts';
import { resolveTrainedRun } from '../runs/run-reference.ts';
import type { ComparedFace } from './compared-faces.ts';
import { comparisonOf } from './comparison-cache.ts';
import { faceSizesOf, landmarkErrors } from './face-errors.ts';
import { meanErrorPx } from './measures.ts';

const byName = new Intl.Collator('en', { numeric: true });

/**
 * A page of a run's faces with ground truth and prediction, ordered by a figure of their errors against the ground truth as it
 * is now (equal figures and `name`: by name in natural order; faces without one last). Predicts first what has not been predicted yet.
 */
export async function gallery(context: StudioContext, input: z.output<typeof gallerySchema>): Promise<GalleryPage> {
  const project = context.project();
  const run = resolveTrainedRun(project.store, input.run);
  const { learned, faces } = await comparisonOf(project, run, input);
  const schema = project.store.schema();
  const { figure = { of: 'mean' }, unit = 'px' } = input;
  const columns = figureColumns(figure, learned, schema);
  const sizes = unit === 'px' ? null : faceSizesOf(faces, schema)[unit];
  const items = faces.map((face, row) => ({
    face,
    errorPx: meanErrorPx(face.truth, face.predicted) ?? NaN,
    weight: faceFigure(landmarkErrors(face), 0, columns, figure.of) / (sizes?.[row] ?? 1),
  }));
  const direction = { name: 0, best: 1, worst: -1 }[input.order];
  items.sort(
    (one, other) =>
      (direction === 0 ? 0 : Number(Number.isNaN(one.weight)) - Number(Number.isNaN(other.weight))) ||
      direction * (one.weight - other.weight) ||
      byName.compare(one.face.image.name, other.face.image.name) ||
      one.face.instance.id - other.face.instance.id,
  );
  return {
    total: items.length,
    landmarks: learned,
    items: items.slice(input.offset, input.offset + input.limit).map(({ face, errorPx }) => toItem(face, errorPx)),
  };
}

function toItem({ image, instance, truth, predicted }: ComparedFace, errorPx: number): GalleryItem {
  return {
    imageId: image.id,
    instanceId: instance.id,
    name: image.name,
    group: image.group,
    width: image.width,
    height: image.height,
    version: image.contentHash.slice(0, 8),
    errorPx,
    truth,
    predicted: predicted.map(([x, y]): Landmark => ({ x, y, visibility: 'visible' })),
  };
}
