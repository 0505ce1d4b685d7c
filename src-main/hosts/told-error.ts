import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { refusedInput, StudioError, type StudioErrorCode } from '../contract/index.ts';

/** An error as it is told to a person at the other end: what happened, and under which code. */
export interface ToldError {
  code: StudioErrorCode;
  message: string;
}

/**
 * What is told of anything a procedure throws. A StudioError is told as it is, wherever tRPC has wrapped it; input that
 * the schema refuses becomes a sentence; everything else is a fault of ours, for which the caller keeps the stack.
 */
export function toldError(error: unknown): ToldError {
  if (error instanceof StudioError) return { code: error.code, message: error.message };
  if (error instanceof z.ZodError) return { code: 'bad input', message: refusedInput(error) };
  if (error instanceof TRPCError) {
    if (error.code === 'NOT_FOUND' && !error.cause)
      return { code: 'not found', message: `The studio has ${error.message}.` };
    if (error.cause) return toldError(error.cause);
  }
  return { code: 'fault', message: error instanceof Error ? error.message : String(error) };
}
