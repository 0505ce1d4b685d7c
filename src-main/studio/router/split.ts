import { splitRuleSchema } from '../../contract/index.ts';
import { procedure, router } from './trpc.ts';

export const splitRouter = router({
  get: procedure.query(({ ctx }) => ctx.project().store.split()),
  set: procedure.input(splitRuleSchema).mutation(({ ctx, input }) => ctx.project().store.setSplit(input)),
});
