import { z } from 'zod';
import { boxSchema, landmarkSchema, type Landmark } from './geometry.ts';

/*
 * Suggestions: what a run predicts for images that nobody has labelled, to be accepted, corrected or dismissed. They are no labels:
 * nothing counts, exports, checks or learns from them before a person has accepted them.
 */

/** What a run suggests for one face of an image. */
export interface Suggestion {
  id: number;
  runId: number;
  /** The face whose landmarks have no place yet; null for a face that is not there yet. */
  instanceId: number | null;
  /** px, in the schema's order; null where the run learned none, or the face's landmark has a place already. */
  landmarks: (Landmark | null)[];
}

const indexSchema = z.int().nonnegative();

/** What a person makes of a suggestion, as changes of an edit. */
export const suggestionChangeSchemas = [
  /** Its landmarks become the face's, and remember the run. */
  z.object({
    kind: z.literal('accept suggestion'),
    suggestionId: z.int().positive(),
    /** Only these; the rest stays suggested. */
    only: z.array(indexSchema).min(1).optional(),
    /** Placed by hand on the way: of those accepted, each is the run's, corrected. */
    corrected: z.array(z.object({ index: indexSchema, landmark: landmarkSchema })).optional(),
    /** Drawn by hand on the way. */
    box: boxSchema.nullable().optional(),
    /** The image is done with it. */
    done: z.boolean().optional(),
  }),
  /** All that is suggested on the image. */
  z.object({ kind: z.literal('dismiss suggestion'), imageId: z.int().positive() }),
  /** Of several runs that have suggested landmarks on the image, this one's count. */
  z.object({ kind: z.literal('choose suggestion'), imageId: z.int().positive(), run: z.int().positive() }),
] as const;
