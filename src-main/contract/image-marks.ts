import { z } from 'zod';

/** How many flags a project has. */
export const flagCount = 8;

/** A flag by its place among the project's, from 0. */
export const flagSchema = z
  .int()
  .min(0)
  .max(flagCount - 1);

/** Each flag's name in its place; an empty one is not in use. Images keep a flag whose name is taken away, out of sight. */
export const flagNamesSchema = z
  .array(z.string().trim().max(30))
  .length(flagCount)
  .refine(
    (names) => {
      const used = names.filter(Boolean).map((name) => name.toLowerCase());
      return new Set(used).size === used.length;
    },
    { error: 'Two flags have the same name.' },
  );
export type FlagNames = z.infer<typeof flagNamesSchema>;

/** Of a project that has named none itself. */
export const usualFlagNames: FlagNames = ['Look again', 'Question', 'Good example', '', '', '', '', ''];

export const noteSchema = z.string().max(4000);
