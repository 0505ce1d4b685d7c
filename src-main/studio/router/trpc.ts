import { initTRPC } from '@trpc/server';
import type { StudioContext } from '../context.ts';

const builder = initTRPC.context<StudioContext>().create();

export const router = builder.router;
export const procedure = builder.procedure;
export const createCallerFactory = builder.createCallerFactory;
