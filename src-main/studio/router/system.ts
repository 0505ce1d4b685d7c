import { z } from 'zod';
import { browseSchema } from '../../contract/index.ts';
import { browse } from '../system/browse.ts';
import { procedure, router } from './trpc.ts';

export const systemRouter = router({
  info: procedure.query(({ ctx }) => ctx.systemInfo()),
  browse: procedure.input(browseSchema.prefault({})).query(({ input }) => browse(input.path)),
  jobs: procedure.query(({ ctx }) => ctx.jobs()),
  cancelJob: procedure
    .input(z.object({ jobId: z.int().positive() }))
    .mutation(({ ctx, input }) => ctx.cancelJob(input.jobId)),
  events: procedure.subscription(async function* ({ ctx, signal }) {
    yield* ctx.events(signal ?? new AbortController().signal);
  }),
});
