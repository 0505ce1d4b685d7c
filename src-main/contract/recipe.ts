import { z } from 'zod';

const activationSchema = z.enum(['relu', 'none']).default('relu');

/** One layer of a network, first to last. The last must be `coordinates`: two numbers a landmark, x/W then y/H. */
export const layerSchema = z.discriminatedUnion('layer', [
  z.object({
    layer: z.literal('conv'),
    filters: z.int().min(1).max(4096),
    kernel: z.int().min(1).max(31),
    stride: z.int().min(1).max(8).default(1),
    activation: activationSchema,
  }),
  z.object({ layer: z.literal('max pool'), size: z.int().min(2).max(16) }),
  z.object({ layer: z.literal('flatten') }),
  z.object({ layer: z.literal('dense'), units: z.int().min(1).max(65_536), activation: activationSchema }),
  z.object({ layer: z.literal('coordinates') }),
]);
export type Layer = z.infer<typeof layerSchema>;

/** The JSON that defines a run. Losses are means over the coordinates of x/W and y/H. */
export const recipeSchema = z.object({
  version: z.literal(1),
  name: z.string().min(1).max(100),
  title: z.string().max(200),
  description: z.string().max(2000),
  input: z.object({
    /** px of the resized image the network sees. */
    width: z.int().min(8).max(2048),
    height: z.int().min(8).max(2048),
    channels: z.enum(['gray', 'colour']),
  }),
  /** Names of the landmarks to learn, in order, or all of the schema. */
  landmarks: z.union([z.literal('all'), z.array(z.string()).min(1)]),
  network: z.array(layerSchema).min(1),
  loss: z.enum(['mse']),
  optimizer: z.object({ kind: z.enum(['adam']), learningRate: z.number().positive().max(10) }),
  epochs: z.int().min(1).max(100_000),
  batch: z.int().min(1).max(4096),
  seed: z.int().nonnegative(),
});
export type Recipe = z.infer<typeof recipeSchema>;
