import { z } from 'zod';
import type { SplitPart } from './images.ts';
import type { SplitCounts } from './project.ts';

/**
 * The rule that says which images validate. By group no person is ever on both sides.
 * `validation` names groups: `33-40`, `7,12`, `anna`, or a mix; numbers match groups by value, so `1-3` takes `01`.
 */
export const splitRuleSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('group'), validation: z.string().min(1).max(10_000) }),
  z.object({
    by: z.literal('group fraction'),
    fraction: z.number().gt(0).lt(1),
    seed: z.int().nonnegative().default(1),
  }),
]);
export type SplitRule = z.infer<typeof splitRuleSchema>;

export interface Split {
  /** Null before any rule was set; then no image is in a part. */
  rule: SplitRule | null;
  counts: SplitCounts;
  /** Every group in natural order. Images without a group stand under null, each as a group of its own when split. */
  groups: { group: string | null; part: SplitPart | 'mixed'; images: number }[];
}
