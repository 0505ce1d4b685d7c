import { suggestedImagesSchema, suggestSchema } from '../../contract/index.ts';
import { acceptSuggestions, dismissSuggestions } from '../project/long-steps.ts';
import { planSuggestions, suggest } from '../suggestions/suggest.ts';
import { procedure, router } from './trpc.ts';

/** Suggestions of many images; those of one are accepted and dismissed by an edit (`annotations.edit`). */
export const suggestionsRouter = router({
  plan: procedure.input(suggestSchema.prefault({})).query(({ ctx, input }) => planSuggestions(ctx, input)),
  suggest: procedure.input(suggestSchema.prefault({})).mutation(({ ctx, input }) => suggest(ctx, input)),
  /** How many are open. */
  left: procedure
    .input(suggestedImagesSchema.prefault({}))
    .query(({ ctx, input }) => ctx.project().store.suggestions.left(input.filter)),
  /** Every one that is open on the filter's images, in one step. */
  accept: procedure
    .input(suggestedImagesSchema.prefault({}))
    .mutation(({ ctx, input }) => acceptSuggestions(ctx, input.filter)),
  dismiss: procedure
    .input(suggestedImagesSchema.prefault({}))
    .mutation(({ ctx, input }) => dismissSuggestions(ctx, input.filter)),
});
