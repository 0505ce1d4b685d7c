import type { z } from 'zod';
import type { GalleryItem, GalleryPage, gallerySchema, Landmark } from '../../contract/index.ts';
import type { StudioContext } from '../context.ts';
import { resolveTrainedRun } from '../runs/run-reference.ts';
import { compareFaces, type ComparedFace } from './compared-faces.ts';
import { meanErrorPx } from './measures.ts';

const byName = new Intl.Collator('en', { numeric: true });

/**
 * A page of a run's faces with ground truth and prediction, ordered by their error against the ground truth as it is now
 * (equal errors and `name`: by name in natural order). Predicts first what has not been predicted yet.
 */
export async function gallery(context: StudioContext, input: z.output<typeof gallerySchema>): Promise<GalleryPage> {
  const project = context.project();
  const run = resolveTrainedRun(project.store, input.run);
  const { learned, faces } = await compareFaces(project, run, input.on);
  const items = faces.map((face) => ({ face, errorPx: meanErrorPx(face.truth, face.predicted) ?? NaN }));
  const direction = { name: 0, best: 1, worst: -1 }[input.order];
  items.sort(
    (one, other) =>
      direction * (one.errorPx - other.errorPx) ||
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
