import { z } from 'zod';
import { pictureChanges, type TrainerMessage } from '../../contract/index.ts';

const deviceSchema = z.object({
  title: z.string(),
  kind: z.enum(['cpu', 'gpu']),
  tensorflow: z.string(),
  engine: z.enum(['tensorflow', 'wasm']).optional(),
});
/** Losses and places may be NaN or infinite: that is how a run that has diverged is told. */
const figure = z.custom<number>((value) => typeof value === 'number', 'not a number');
const pointSchema = z.tuple([figure, figure]);
const version = z.literal(1);

const sampleSchema = z.object({
  imageId: z.int(),
  name: z.string(),
  picture: z.string(),
  landmarks: z.array(pointSchema.nullable()),
});

/** What a trainer may say, checked before anything of it is stored. */
const messageSchema: z.ZodType<TrainerMessage> = z.discriminatedUnion('kind', [
  z.object({ version, kind: z.literal('device'), device: deviceSchema, notice: z.string().nullable() }),
  z.object({ version, kind: z.literal('preparing'), done: figure, total: figure }),
  z.object({
    version,
    kind: z.literal('described'),
    layers: z.array(
      z.object({
        name: z.string(),
        output: z.string(),
        parameters: figure,
        multiplyAdds: figure.optional(),
        frozen: z.boolean().optional(),
        begins: z
          .object({ taken: z.int(), anew: z.array(z.object({ layer: z.string(), why: z.string() })) })
          .optional(),
      }),
    ),
    parameters: figure,
    samples: z.array(sampleSchema),
    baselineLoss: figure,
  }),
  z.object({
    version,
    kind: z.literal('proof sheet'),
    sheet: z.object({
      epoch: z.int(),
      samples: z.array(sampleSchema.extend({ mirrored: z.boolean() })),
      sides: z.array(z.enum(['left', 'right']).nullable()),
      alarm: z.string().nullable(),
    }),
  }),
  z.object({
    version,
    kind: z.literal('step'),
    epoch: z.int(),
    step: z.int(),
    steps: z.int(),
    imagesPerSecond: figure,
    secondsLeft: figure,
    memoryBytes: figure,
  }),
  z.object({
    version,
    kind: z.literal('epoch'),
    result: z.object({
      epoch: z.int(),
      trainLoss: figure,
      validationLoss: figure,
      imagesPerSecond: figure,
      seconds: figure,
      nme: figure.nullable().optional(),
      nmeBy: z.enum(['inter-ocular', 'box']).optional(),
      learningRate: figure.optional(),
      memoryBytes: figure.optional(),
    }),
    bestEpoch: z.int(),
    bestValidationLoss: figure,
  }),
  z.object({
    version,
    kind: z.literal('predicted'),
    key: z.int(),
    width: figure,
    height: figure,
    landmarks: z.array(pointSchema),
  }),
  z.object({
    version,
    kind: z.literal('surveyed'),
    key: z.int(),
    width: figure,
    height: figure,
    landmarks: z.array(pointSchema),
    seenPx: figure,
    changed: z.array(z.object({ change: z.enum(pictureChanges), apartPx: figure })),
    heatmaps: z.object({ cells: z.int(), entropies: z.array(figure), peaks: z.array(figure) }).nullable(),
    features: z.array(figure).nullable(),
  }),
  z.object({ version, kind: z.literal('paused'), paused: z.boolean() }),
  z.object({
    version,
    kind: z.literal('inspected'),
    inspection: z.object({
      epoch: z.int(),
      picture: z.string(),
      layers: z.array(
        z.object({
          row: z.int(),
          name: z.string(),
          output: z.string(),
          mapCount: z.int(),
          maps: z.array(z.object({ picture: z.string(), lowest: figure, highest: figure })),
        }),
      ),
      landmarks: z.array(z.object({ name: z.string(), at: pointSchema })),
      heatmaps: z.array(z.object({ picture: z.string(), peak: figure })),
    }),
  }),
  z.object({ version, kind: z.literal('filters'), epoch: z.int() }),
  z.object({
    version,
    kind: z.literal('estimated'),
    estimate: z.object({
      stepsPerEpoch: z.int(),
      secondsPerEpoch: figure.nullable(),
      seconds: figure.nullable(),
      memoryBytes: figure,
      freeBytes: figure,
      largestBatch: z.int().nullable(),
      notice: z.string().nullable(),
    }),
  }),
  z.object({ version, kind: z.literal('unreadable'), file: z.string(), message: z.string() }),
  z.object({ version, kind: z.literal('ended'), how: z.enum(['finished', 'stopped', 'recycled']) }),
  z.object({ version, kind: z.literal('failed'), message: z.string() }),
]);

const kinds: ReadonlySet<unknown> = new Set<TrainerMessage['kind']>([
  'device',
  'preparing',
  'described',
  'proof sheet',
  'step',
  'epoch',
  'predicted',
  'surveyed',
  'paused',
  'inspected',
  'filters',
  'estimated',
  'unreadable',
  'ended',
  'failed',
]);

/**
 * The message when it is one that this studio knows; null for kinds it does not, which are ignored so that they can grow.
 * Throws a ZodError for a known kind that is not as the contract says.
 */
export function parseTrainerMessage(message: unknown): TrainerMessage | null {
  if (typeof message !== 'object' || message === null || !('kind' in message) || !kinds.has(message.kind)) return null;
  return messageSchema.parse(message);
}
