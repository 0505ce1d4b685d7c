import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { StudioError, type StudioErrorCode } from '../contract/index.ts';

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

/** `landmarks.0.x: expected number, received string`, each issue with the place it is about. */
export function refusedInput(error: z.ZodError): string {
  const issues = error.issues.slice(0, 5).map((issue) => {
    const { path, message } = deepestIssue(issue);
    const said = message.replace(/^Invalid input: /, '');
    return path.length > 0 ? `${path.join('.')}: ${said}` : said;
  });
  if (error.issues.length > issues.length) issues.push(`and ${error.issues.length - issues.length} more`);
  return `This input is not valid. ${issues.join('; ')}.`;
}

interface PlacedIssue {
  path: PropertyKey[];
  message: string;
}

/** Of a union, the alternative that came furthest: it is the one that was meant. */
function deepestIssue(issue: z.core.$ZodIssue): PlacedIssue {
  if (issue.code !== 'invalid_union') return issue;
  const alternatives = issue.errors
    .flatMap((errors) => errors.slice(0, 1))
    .map(deepestIssue)
    .sort((a, b) => b.path.length - a.path.length);
  const [furthest] = alternatives;
  return furthest ? { path: [...issue.path, ...furthest.path], message: furthest.message } : issue;
}
