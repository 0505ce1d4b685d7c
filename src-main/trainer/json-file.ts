import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { StudioError } from '../contract/errors.ts';

/** Reads a file that another part of the studio wrote. Throws StudioError naming the file and the place in it. */
export async function readJsonFile<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  what: string,
): Promise<z.infer<Schema>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new StudioError('not found', `The ${what} cannot be read: ${(cause as Error).message}.`, { cause });
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new StudioError('bad input', `The ${what} ${file} is not JSON: ${(cause as Error).message}.`, { cause });
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success)
    throw new StudioError('bad input', `The ${what} ${file} is not as it should be:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
