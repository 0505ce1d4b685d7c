import { splitRuleSchema } from '../../contract/index.ts';
import { splitImages } from '../project/long-steps.ts';
import { procedure, router } from './trpc.ts';

export const splitRouter = router({
  get: procedure.query(({ ctx }) => ctx.project().store.split()),
  set: procedure.input(splitRuleSchema).mutation(({ ctx, input }) => splitImages(ctx, input)),
});
