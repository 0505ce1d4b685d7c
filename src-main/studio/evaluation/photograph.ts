import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import sharp from 'sharp';
import type { z } from 'zod';
import { mostPhotographBytes, StudioError, type Photograph, type photographSchema } from '../../contract/index.ts';
import type { StudioContext } from '../context.ts';
import { checkImage, mostPixels } from '../pictures/inspect-image.ts';

/** px of the longer side of what is shown. */
const shownSide = 1600;

/** Of a sent file, by what sharp calls its format: predicting goes by the ending. */
const endings: Readonly<Record<string, string>> = { jpeg: 'jpg', heif: 'avif', tiff: 'tif' };

/**
 * An image file to be shown and predicted on: one on the studio's computer, or one that the window sends. Nothing of it
 * becomes part of the project. Throws StudioError 'not found' or 'bad input' naming the file and why it cannot be used.
 */
export async function photograph(
  context: StudioContext,
  input: z.output<typeof photographSchema>,
): Promise<Photograph> {
  const project = context.project();
  if ('path' in input) {
    const path = resolve(input.path);
    await refuseNoFile(path);
    const { width, height } = await checkImage(path, path);
    return { path, name: basename(path), width, height, picture: await shownPicture(path) };
  }
  const name = basename(input.name.replaceAll('\\', '/'));
  const bytes = Buffer.from(input.bytes, 'base64');
  if (bytes.length > mostPhotographBytes)
    throw new StudioError('bad input', `${name} is larger than ${mostPhotographBytes / 2 ** 20} MiB.`);
  const { width, height, format } = await checkImage(bytes, name);
  const path = await project.photographs.keep(bytes, endings[format] ?? format);
  return { path, name, width, height, picture: await shownPicture(bytes) };
}

async function refuseNoFile(path: string): Promise<void> {
  try {
    if ((await stat(path)).isFile()) return;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new StudioError('not found', `There is no file ${path}.`, { cause });
    throw new StudioError('bad input', `${path} cannot be read: ${message}`, { cause });
  }
  throw new StudioError('bad input', `${path} is not a file.`);
}

async function shownPicture(source: string | Buffer): Promise<string> {
  const bytes = await sharp(source, { limitInputPixels: mostPixels })
    .autoOrient()
    .resize({ width: shownSide, height: shownSide, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .flatten({ background: '#fff' })
    .jpeg({ quality: 88 })
    .toBuffer();
  return `data:image/jpeg;base64,${bytes.toString('base64')}`;
}
