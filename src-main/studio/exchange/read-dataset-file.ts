import { readFile, stat } from 'node:fs/promises';
import { decodeText } from '../formats/decode-text.ts';

/**
 * Text of one annotation file, or why it cannot be had: it is too large to be one, no text, or not readable.
 * The cap keeps a file that is something else from filling the memory.
 */
export async function readDatasetFile(
  file: string,
  mostBytes: number,
): Promise<{ text: string; problem: null } | { text: null; problem: string }> {
  try {
    const { size } = await stat(file);
    if (size > mostBytes) {
      const [has, limit] = [size, mostBytes].map((bytes) => `${Math.ceil(bytes / 2 ** 20)} MiB`);
      return { text: null, problem: `is ${has} large, more than the ${limit} such a file may have; it was not read` };
    }
    const text = decodeText(await readFile(file));
    return text === null ? { text, problem: 'is not a text file: it holds zero bytes' } : { text, problem: null };
  } catch (error) {
    return { text: null, problem: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}
