import { decideFindingSchema, findingPageSchema, fixFindingSchema } from '../../contract/index.ts';
import { procedure, router } from './trpc.ts';

export const checksRouter = router({
  /** Checks all labels and compares all pictures: a job. */
  run: procedure.mutation(({ ctx }) => {
    const { checks } = ctx.project();
    return ctx.job('Checking labels', (handle) => checks.run(handle));
  }),
  /** What is found now: labels that were changed since are checked again before they are answered. */
  list: procedure.input(findingPageSchema.prefault({})).query(({ ctx, input }) => ctx.project().checks.list(input)),
  decide: procedure
    .input(decideFindingSchema)
    .mutation(({ ctx, input }) => ctx.project().checks.decide(input.findingIds, input.state)),
  fix: procedure.input(fixFindingSchema).mutation(({ ctx, input }) => ctx.project().checks.fix(input.findingId)),
});
