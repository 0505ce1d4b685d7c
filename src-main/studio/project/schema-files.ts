import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { landmarkSchemaSchema, StudioError, type LandmarkSchema } from '../../contract/index.ts';

/** A schema of the most landmarks there may be is far smaller, bytes. */
const mostBytes = 4_000_000;

/** Reads a landmark schema from a JSON file. Throws StudioError 'bad input' naming the file and the place in it. */
export function readSchemaFile(path: string): LandmarkSchema {
  const file = resolve(path);
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) throw new StudioError('bad input', `There is no file ${file} to read a landmark schema from.`);
  if (found.size > mostBytes)
    throw new StudioError('bad input', `${file} is no landmark schema: it has ${found.size} bytes.`);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new StudioError('bad input', `${file} is no landmark schema: ${(cause as Error).message}.`, { cause });
  }
  const parsed = landmarkSchemaSchema.safeParse(content);
  if (!parsed.success)
    throw new StudioError('bad input', `${file} is no landmark schema:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/**
 * Writes a schema as JSON and answers the file. Throws StudioError 'bad input' when there is a file of that name that is no
 * landmark schema, 'failed' when it cannot be written.
 */
export function writeSchemaFile(path: string, schema: LandmarkSchema): string {
  const file = resolve(path);
  if (existsSync(file))
    try {
      readSchemaFile(file);
    } catch (cause) {
      throw new StudioError('bad input', `${file} is there and is no landmark schema. Choose another name.`, { cause });
    }
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
  } catch (cause) {
    throw new StudioError('failed', `${file} cannot be written: ${(cause as Error).message}.`, { cause });
  }
  return file;
}
