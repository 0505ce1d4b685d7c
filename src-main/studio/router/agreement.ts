import { z } from 'zod';
import {
  agreementReferenceSchema,
  imageFilterSchema,
  runReferenceSchema,
  startAgreementSchema,
} from '../../contract/index.ts';
import { agreementResult } from '../agreement/agreement-result.ts';
import { errorFloor } from '../agreement/error-floor.ts';
import { sampleable, startAgreement, summaryOf } from '../agreement/start-agreement.ts';
import { resolveRun } from '../runs/run-reference.ts';
import { procedure, router } from './trpc.ts';

export const agreementRouter = router({
  /** Oldest first. */
  list: procedure.query(({ ctx }) => ctx.project().store.agreements.all().map(summaryOf)),
  /** How many images of the filter could be labelled a second time. */
  available: procedure
    .input(z.object({ filter: imageFilterSchema }))
    .query(({ ctx, input }) => sampleable(ctx.project().store, input.filter).length),
  start: procedure.input(startAgreementSchema).mutation(({ ctx, input }) => startAgreement(ctx.project().store, input)),
  /** Windows show the ground truth again until it is continued. */
  pause: procedure.mutation(({ ctx }) => ctx.project().store.agreements.setUnderWay(null)),
  continue: procedure
    .input(agreementReferenceSchema)
    .mutation(({ ctx, input }) => ctx.project().store.agreements.setUnderWay(input.agreement)),
  finish: procedure
    .input(agreementReferenceSchema)
    .mutation(({ ctx, input }) => ctx.project().store.agreements.finish(input.agreement)),
  delete: procedure
    .input(agreementReferenceSchema)
    .mutation(({ ctx, input }) => ctx.project().store.agreements.delete(input.agreement)),
  /** Refused while it is under way: it would show the first labels. */
  result: procedure
    .input(agreementReferenceSchema)
    .query(({ ctx, input }) => agreementResult(ctx.project(), input.agreement)),
  /** Null where no agreement is finished, or none has a face that this run's landmarks are on. */
  floor: procedure.input(z.object({ run: runReferenceSchema })).query(({ ctx, input }) => {
    const { store } = ctx.project();
    return errorFloor(store, resolveRun(store, input.run));
  }),
});
