import { z } from 'zod';
import { augmentationSchema } from './augmentation.ts';

/** A text or something else: unlike a union, what is wrong is told by its place in the one that was meant. */
function textOr<Text extends z.ZodType, Other extends z.ZodType>(text: Text, other: Other) {
  return z
    .custom<z.input<Text> | z.input<Other>>(() => true)
    .transform((value, context): z.output<Text> | z.output<Other> => {
      const parsed = (typeof value === 'string' ? text : other).safeParse(value);
      if (parsed.success) return parsed.data;
      for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
      return z.NEVER;
    });
}

const activationSchema = z.enum(['relu', 'none']).default('relu');

/** One layer of a network, first to last. The last must be `coordinates`: two numbers a landmark, x/W then y/H. */
export const layerSchema = z.discriminatedUnion('layer', [
  z.object({
    layer: z.literal('conv'),
    filters: z.int().min(1).max(4096),
    kernel: z.int().min(1).max(31),
    stride: z.int().min(1).max(8).default(1),
    /** `batch`: batch normalisation between the convolution, then without biases, and its activation. */
    norm: z.enum(['none', 'batch']).default('none'),
    activation: activationSchema,
  }),
  z.object({ layer: z.literal('max pool'), size: z.int().min(2).max(16) }),
  /** Two 3×3 convolutions with batch normalisation and a shortcut around them (the basic block of He et al. 2016). */
  z.object({
    layer: z.literal('residual'),
    filters: z.int().min(1).max(4096),
    stride: z.int().min(1).max(8).default(1),
  }),
  /** The mean of each map: a picture of any size becomes as many numbers as it has maps. */
  z.object({ layer: z.literal('average') }),
  z.object({ layer: z.literal('flatten') }),
  z.object({ layer: z.literal('dense'), units: z.int().min(1).max(65_536), activation: activationSchema }),
  z.object({ layer: z.literal('dropout'), rate: z.number().positive().max(0.95) }),
  z.object({ layer: z.literal('coordinates') }),
]);
export type Layer = z.infer<typeof layerSchema>;

/** Networks known by name: torchvision's ResNet18, and a small one that answers a heatmap a landmark. */
export const namedNetworkSchema = z.enum(['resnet18', 'heatmap-small']);
export type NamedNetwork = z.infer<typeof namedNetworkSchema>;

const weightSchema = z.number().positive().max(1000).default(1);
/** px of the input picture. */
const sigmaSchema = z.number().positive().max(100).default(3);

/** Losses of the answered coordinates: `mse` and `l1` of x/W and y/H, the others of px of the input picture. */
export const coordinateLossSchema = z.enum(['mse', 'l1', 'smooth-l1', 'wing', 'soft-wing']);
export type CoordinateLoss = z.infer<typeof coordinateLossSchema>;

/** Losses of the heatmaps against a Gaussian around the landmark: cross-entropy, and DSNT's Jensen-Shannon divergence. */
export const heatmapLossSchema = z.enum(['heatmap cross-entropy', 'heatmap divergence']);

export const lossTermSchema = z.discriminatedUnion('kind', [
  z.object({ kind: coordinateLossSchema, weight: weightSchema }),
  z.object({ kind: heatmapLossSchema, sigma: sigmaSchema, weight: weightSchema }),
]);
export type LossTerm = z.infer<typeof lossTermSchema>;

/** The learning rate of each step, as a factor of the optimizer's. */
export const scheduleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('constant') }),
  /** Times `factor` after every `every` epochs. */
  z.object({
    kind: z.literal('step'),
    every: z.int().min(1).default(30),
    factor: z.number().positive().lt(1).default(0.1),
  }),
  /** Linear from 0 during the first epochs, under a half cosine from 1 to 0 over the whole run. */
  z.object({ kind: z.literal('cosine'), warmUpEpochs: z.int().min(0).default(1) }),
  /** From 1/25 up to 1 during the first part of the run and down to nearly 0, both by half cosines (Smith 2018). */
  z.object({ kind: z.literal('one-cycle'), rise: z.number().positive().lt(1).default(0.3) }),
  /** Times `factor` after `patience` epochs without a better one. */
  z.object({
    kind: z.literal('plateau'),
    patience: z.int().min(1).default(10),
    factor: z.number().positive().lt(1).default(0.1),
  }),
]);
export type Schedule = z.infer<typeof scheduleSchema>;

/** Where weights come from and which of them stay as they are. Layers of another shape, such as another head, begin anew. */
export const transferSchema = z.object({
  /** A run of the project by its number, or the folder of an exported model. */
  from: textOr(
    z.string().min(1).max(4096),
    z.int('A run by its number, or the folder of an exported model.').positive(),
  ),
  /** So many rows of the layer table, from the first after the input, are not trained. */
  freeze: z.int().min(0).max(1000).default(0),
});
export type Transfer = z.infer<typeof transferSchema>;

/** The JSON that defines a run. Stored recipes lack fields that came later: those have defaults that change nothing. */
export const recipeSchema = z
  .object({
    version: z.literal(1),
    name: z.string().min(1).max(100),
    title: z.string().max(200),
    description: z.string().max(2000),
    input: z.object({
      /** px of the resized image the network sees. */
      width: z.int().min(8).max(2048),
      height: z.int().min(8).max(2048),
      channels: z.enum(['gray', 'colour']),
      /**
       * What the network sees: the whole image stretched to the input, or the box of one instance, grown by the margin and
       * then to the input's proportions about its centre, so that nothing is stretched. An instance without a box has that
       * of its present landmarks, all of the schema.
       */
      crop: z.enum(['whole image', 'box']).default('whole image'),
      /** Of a box alone: what is added on each side, as a fraction of the box's longer side. */
      margin: z.number().min(0).max(2).default(0.2),
    }),
    /** Names of the landmarks to learn, in order, or all of the schema. */
    landmarks: z.union([z.literal('all'), z.array(z.string()).min(1)]),
    network: textOr(namedNetworkSchema, z.array(layerSchema).min(1)),
    /** Where a network that ends in coordinates begins: at random, or answering the mean training shape to every picture. */
    head: z.enum(['coordinates', 'mean shape offset']).default('coordinates'),
    /** One loss, or several added up. Whatever it is, a run's figures are MSE on x/W and y/H, so that runs compare. */
    loss: textOr(coordinateLossSchema, z.array(lossTermSchema).min(1)),
    optimizer: z.object({
      kind: z.enum(['sgd', 'adam', 'adamw']),
      learningRate: z.number().positive().max(10),
      /** Of sgd alone. */
      momentum: z.number().min(0).lt(1).default(0.9),
      /** Of kernels, not of biases and normalisations: added to the gradient, or with adamw taken from the weight itself. */
      weightDecay: z.number().min(0).max(1).default(0),
    }),
    schedule: scheduleSchema.default({ kind: 'constant' }),
    /** The gradient of all weights together is made no longer than this; null leaves it alone. */
    clipNorm: z.number().positive().nullable().default(null),
    /** Decay of the moving average of the weights that is validated and kept as the model; 0 for the weights themselves. */
    averaging: z.number().min(0).lt(1).default(0),
    /** Ends the run after so many epochs without a better one; null for never. */
    earlyStop: z.int().min(1).nullable().default(null),
    /** What the best epoch is the lowest of. */
    keepBestBy: z.enum(['validation loss', 'NME']).default('validation loss'),
    augmentation: augmentationSchema,
    /** Weights to begin with instead of those drawn from the seed; null for none. */
    transfer: transferSchema.nullable().default(null),
    epochs: z.int().min(1).max(100_000),
    batch: z.int().min(1).max(4096),
    seed: z.int().nonnegative(),
  })
  .superRefine(({ network, head, loss }, context) => {
    const heatmaps = network === 'heatmap-small';
    if (heatmaps && head !== 'coordinates')
      context.addIssue({
        code: 'custom',
        path: ['head'],
        message:
          'heatmap-small reads its coordinates from heatmaps: only a network that ends in coordinates has an offset',
      });
    if (!heatmaps && Array.isArray(loss))
      for (const [index, { kind }] of loss.entries())
        if (heatmapLossSchema.safeParse(kind).success)
          context.addIssue({
            code: 'custom',
            path: ['loss', index, 'kind'],
            message: `${kind} needs a network with heatmaps, such as heatmap-small`,
          });
  });
export type Recipe = z.infer<typeof recipeSchema>;
/** What decides the shape of the tensor a network is fed. */
export type InputShape = Pick<Recipe['input'], 'width' | 'height' | 'channels'>;
/** A recipe as it is written down: what has a default may be left out. */
export type RecipeInput = z.input<typeof recipeSchema>;

/** What a network begins with, in words: `run 3`, or the model's folder. */
export function transferTitle({ from }: Pick<Transfer, 'from'>): string {
  return typeof from === 'number' ? `run ${from}` : from;
}

/** The loss as a list of terms. */
export function lossTerms(loss: Recipe['loss']): LossTerm[] {
  return typeof loss === 'string' ? [{ kind: loss, weight: 1 }] : loss;
}
