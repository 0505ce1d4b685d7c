import { z } from 'zod';

/** How a landmark can be seen: plainly, guessed behind something, or not in the picture at all (then x and y mean nothing). */
export const visibilitySchema = z.enum(['visible', 'occluded', 'absent']);
export type Visibility = z.infer<typeof visibilitySchema>;

/** A landmark's place in px of the original image; (0, 0) is the outer corner of the top-left pixel. */
export const landmarkSchema = z.object({
  x: z.number(),
  y: z.number(),
  visibility: visibilitySchema,
});
export type Landmark = z.infer<typeof landmarkSchema>;

/** A box in px of the original image. */
export const boxSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().nonnegative(),
  height: z.number().nonnegative(),
});
export type Box = z.infer<typeof boxSchema>;
