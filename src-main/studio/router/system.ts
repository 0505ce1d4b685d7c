import { z } from 'zod';
import { browseSchema, changeKeysSchema } from '../../contract/index.ts';
import { browse } from '../system/browse.ts';
import { changeKeys, readChangedKeys } from '../system/changed-keys.ts';
import { procedure, router } from './trpc.ts';

export const systemRouter = router({
  info: procedure.query(({ ctx }) => ctx.systemInfo()),
  browse: procedure.input(browseSchema.prefault({})).query(({ input }) => browse(input.path)),
  keys: procedure.query(({ ctx }) => readChangedKeys(ctx.options.userFolder)),
  changeKeys: procedure.input(changeKeysSchema).mutation(async ({ ctx, input }) => {
    const keys = await changeKeys(ctx.options.userFolder, input);
    ctx.emit({ kind: 'keys', keys });
    return keys;
  }),
  jobs: procedure.query(({ ctx }) => ctx.jobs()),
  cancelJob: procedure
    .input(z.object({ jobId: z.int().positive() }))
    .mutation(({ ctx, input }) => ctx.cancelJob(input.jobId)),
  events: procedure.subscription(async function* ({ ctx, signal }) {
    yield* ctx.events(signal ?? new AbortController().signal);
  }),
});
