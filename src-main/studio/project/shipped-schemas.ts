import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { landmarkSchemaSchema, StudioError, type LandmarkSchema } from '../../contract/index.ts';
import { compareNaturally } from '../store/natural-order.ts';

/**
 * The landmark schemas shipped in `<resources>/schemas/*.json`, in natural order of their names.
 * Throws StudioError 'failed' naming the file and the place when one is not a schema.
 */
export function shippedSchemas(resourcesFolder: string): LandmarkSchema[] {
  const folder = join(resourcesFolder, 'schemas');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => readSchema(join(folder, name)))
    .sort((left, right) => compareNaturally(left.name, right.name));
}

/** Throws StudioError 'not found' listing those there are. */
export function shippedSchema(resourcesFolder: string, name: string): LandmarkSchema {
  const schemas = shippedSchemas(resourcesFolder);
  const schema = schemas.find((candidate) => candidate.name === name);
  if (!schema)
    throw new StudioError(
      'not found',
      `There is no landmark schema “${name}”. There are: ${schemas.map((candidate) => candidate.name).join(', ')}.`,
    );
  return schema;
}

function readSchema(file: string): LandmarkSchema {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new StudioError('failed', `The landmark schema ${file} cannot be read: ${(error as Error).message}.`, {
      cause: error,
    });
  }
  const parsed = landmarkSchemaSchema.safeParse(content);
  if (!parsed.success)
    throw new StudioError('failed', `The landmark schema ${file} is not valid:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
