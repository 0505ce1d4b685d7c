import { initTRPC } from '@trpc/server';
import type { StudioContext } from '../context.ts';

const builder = initTRPC.context<StudioContext>().create();

export const router = builder.router;
/** A mutation waits while a long step has the database; what is about studio and project themselves does not: it may cancel the step. */
export const procedure = builder.procedure.use(async ({ ctx, type, path, next }) => {
  const waits = type === 'mutation' && !path.startsWith('system.') && !path.startsWith('project.');
  if (waits) await ctx.currentProject()?.store.settled();
  return next();
});
export const createCallerFactory = builder.createCallerFactory;
