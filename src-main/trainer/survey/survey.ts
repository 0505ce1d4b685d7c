import type { LayersModel, SymbolicTensor, Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { StudioError } from '../../contract/errors.ts';
import type { Box } from '../../contract/geometry.ts';
import type { ModelMetadata, Surveyed, TrainerJob } from '../../contract/trainer.ts';
import { mirrorOrder } from '../augmentation/mirror-order.ts';
import type { Engine } from '../engines/engine.ts';
import { layerByLayer } from '../graph/compile.ts';
import type { Send } from '../messages.ts';
import { mapShares } from '../network/soft-argmax.ts';
import { inBatches, loadBestModel, manyImages, toPixels } from '../predict.ts';
import type { TensorFlow } from '../tensorflow.ts';
import type { StopRequest } from '../training/train.ts';
import { answersUnderChanges, type ChangedAnswers } from './answers-under-changes.ts';
import { heatmapSpread } from './heatmap-spread.ts';
import { loadLastModel } from './last-model.ts';
import { trunkOutput } from './trunk-output.ts';

type SurveyJob = Extract<TrainerJob, { kind: 'survey' }>;

/**
 * Answers one 'surveyed' message an image, or 'unreadable' with the reason; then 'ended'. Pictures are mirrored where the schema
 * that the run was made with has mirror pairs for what it learned. Throws as `loadBestModel` and `loadLastModel`.
 */
export async function survey(
  { tf, compile }: Pick<Engine, 'tf' | 'compile'>,
  job: SurveyJob,
  send: Send,
  stop: StopRequest,
): Promise<void> {
  const { model: best, metadata } = await loadBestModel(tf, job.runFolder);
  const model = job.epoch === 'best' ? best : await loadLastModel(tf, job.runFolder, metadata);
  const order = orderIfAny(metadata);
  const network = job.images.length >= manyImages && job.wanted.changed ? compile(model) : layerByLayer(model);
  const look = looker(tf, model, job.wanted);
  try {
    await inBatches(tf, job, metadata.input, send, stop, (images, pictures) => {
      const looked = look(pictures);
      const changed = job.wanted.changed ? answersUnderChanges(tf, network, pictures, order) : [];
      for (const [index, { key, originalWidth: width, originalHeight: height, crop }] of images.entries()) {
        const answer = looked.answer(index);
        send({
          kind: 'surveyed',
          key,
          width,
          height,
          landmarks: toPixels(answer, crop),
          seenPx: Math.sqrt(crop.width * crop.height),
          changed: apart(answer, changed, index, crop),
          heatmaps: looked.heatmaps(index),
          features: looked.features(index),
        });
      }
    });
  } finally {
    network.dispose();
  }
  send({ kind: 'ended', how: stop.requested ? 'stopped' : 'finished' });
}

/** Null where the schema does not say what is whose counterpart. */
function orderIfAny({ schema, landmarks }: ModelMetadata): number[] | null {
  try {
    return mirrorOrder({ mirror: 1 }, schema, landmarks);
  } catch (problem) {
    if (problem instanceof StudioError) return null;
    throw problem;
  }
}

function apart(answer: number[], changed: ChangedAnswers[], index: number, crop: Box): Surveyed['changed'] {
  return changed.map(({ change, answers }) => ({
    change,
    apartPx: meanDistance(toPixels(answer, crop), toPixels(answers[index] ?? [], crop)),
  }));
}

function meanDistance(one: [number, number][], other: [number, number][]): number {
  const sum = one.reduce((total, [x, y], place) => {
    const [u, v] = other[place] ?? [NaN, NaN];
    return total + Math.hypot(x - u, y - v);
  }, 0);
  return sum / Math.max(1, one.length);
}

/** What was found of each picture of a batch, by its place. */
interface Looked {
  /** (2K) x/W, y/H. */
  answer: (index: number) => number[];
  heatmaps: (index: number) => Surveyed['heatmaps'];
  /** (filters). */
  features: (index: number) => Surveyed['features'];
}

/** Answers pictures with what is wanted of the network's inside, in one pass. */
function looker(tf: TensorFlow, model: LayersModel, wanted: SurveyJob['wanted']): (pictures: Tensor4D) => Looked {
  const shares = wanted.heatmaps ? mapShares(model) : null;
  const trunk = wanted.features ? trunkOutput(model) : null;
  const outputs: SymbolicTensor[] = [...model.outputs, ...(shares ? [shares.shares] : []), ...(trunk ? [trunk] : [])];
  const looked = tf.model({ inputs: model.inputs, outputs });
  return (pictures) => {
    const given = tf.tidy(() => {
      const values = [looked.apply(pictures) as Tensor | Tensor[]].flat();
      const pooled = trunk ? [(values.at(-1) as Tensor4D).mean([1, 2])] : [];
      return [...values.slice(0, trunk ? -1 : undefined), ...pooled].map((value) => value.dataSync<'float32'>());
    });
    const ofImage = (values: Float32Array | undefined, index: number): Float32Array => {
      const size = (values?.length ?? 0) / pictures.shape[0];
      return values?.subarray(index * size, (index + 1) * size) ?? new Float32Array();
    };
    return {
      answer: (index) => [...ofImage(given[0], index)],
      heatmaps: (index) => shares && heatmapSpread(ofImage(given[1], index), shares.size.height * shares.size.width),
      features: (index) => (trunk ? [...ofImage(given.at(-1), index)] : null),
    };
  };
}
