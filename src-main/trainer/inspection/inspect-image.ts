import type { LayerMaps, WholeInspection } from '../../contract/inspection.ts';
import type { TrainerJob } from '../../contract/trainer.ts';
import { toPictures } from '../data/batches.ts';
import { decodeImage } from '../data/decode-image.ts';
import type { Send } from '../messages.ts';
import { loadBestModel } from '../predict.ts';
import { pictureAddress } from '../samples.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { featureMaps, type FeatureMaps } from './feature-maps.ts';
import { grayPicture } from './gray-picture.ts';

/** Maps of a layer that are drawn: more than a person looks at. */
const mapsShown = 64;

/**
 * Answers what the run's best model makes of one image: 'preparing' as its layers are drawn, 'inspected', 'ended'. Throws
 * StudioError when there is no model yet or the image cannot be read.
 */
export async function inspectImage(
  tf: TensorFlow,
  job: Extract<TrainerJob, { kind: 'inspect' }>,
  send: Send,
): Promise<void> {
  const { model, metadata } = await loadBestModel(tf, job.runFolder);
  const { input, recipe, landmarks, epoch } = metadata;
  const decoded = await decodeImage(job.image, input, job.cacheFolder);
  const picture = toPictures(tf, [decoded], input);
  const maps = featureMaps(tf, model, recipe.network, picture);
  const layers: LayerMaps[] = [];
  for (const layer of maps.layers) {
    send({ kind: 'preparing', done: layers.length, total: maps.layers.length });
    layers.push(await drawLayer(layer));
  }
  const inspection: WholeInspection = {
    epoch,
    picture: await pictureAddress(picture.dataSync<'float32'>(), input),
    layers,
    landmarks: landmarks.map(({ name }, place) => ({
      name,
      at: [maps.coordinates[2 * place] ?? NaN, maps.coordinates[2 * place + 1] ?? NaN],
    })),
    heatmaps: await drawHeatmaps(maps.heatmaps),
  };
  send({ kind: 'inspected', inspection });
  send({ kind: 'ended', how: 'finished' });
}

async function drawLayer({ values, ...layer }: FeatureMaps['layers'][number]): Promise<LayerMaps> {
  const { row, name, output, mapCount } = layer;
  const maps = Array.from({ length: Math.min(mapsShown, mapCount) }, async (_, map) => {
    const ofMap = Float32Array.from(
      { length: layer.height * layer.width },
      (__, place) => values[place * mapCount + map] ?? NaN,
    );
    const [lowest, highest] = rangeOf(ofMap);
    return { picture: await grayPicture(ofMap, layer, lowest, highest), lowest, highest };
  });
  return { row, name, output, mapCount, maps: await Promise.all(maps) };
}

async function drawHeatmaps(heatmaps: FeatureMaps['heatmaps']): Promise<WholeInspection['heatmaps']> {
  if (!heatmaps) return [];
  const size = heatmaps.height * heatmaps.width;
  return Promise.all(
    Array.from({ length: heatmaps.values.length / size }, async (_, landmark) => {
      const values = heatmaps.values.slice(landmark * size, (landmark + 1) * size);
      const [, peak] = rangeOf(values);
      return { picture: await grayPicture(values, heatmaps, 0, peak), peak };
    }),
  );
}

function rangeOf(values: Float32Array): [lowest: number, highest: number] {
  return values.reduce<[number, number]>(
    ([lowest, highest], value) => [Math.min(lowest, value), Math.max(highest, value)],
    [Infinity, -Infinity],
  );
}
