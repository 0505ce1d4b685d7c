import { z } from 'zod';
import { imageFilterSchema } from './images.ts';

/** Faces that runs are compared on: a part of the run's own split, and of it only those on images of the filter where there is one. */
export const comparedOnSchema = z.object({
  on: z.enum(['train', 'validation', 'all']).default('validation'),
  filter: imageFilterSchema.optional(),
});
export type ComparedOn = z.infer<typeof comparedOnSchema>;
