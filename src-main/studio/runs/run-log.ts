import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError, type RunLog } from '../../contract/index.ts';
import type { ReadableStore } from '../store/interface.ts';
import { runFolder } from './run-folder.ts';
import { resolveRun } from './run-reference.ts';

/**
 * The last `most` bytes of what a run's trainers wrote, from the start of a line where it is not all.
 * Throws StudioError 'not found' for a run that is not there, 'failed' naming the file when it cannot be read.
 */
export function readLog(store: ReadableStore, runId: number, most: number): RunLog {
  resolveRun(store, runId);
  const file = join(runFolder(store, runId), 'log.txt');
  let opened: number;
  try {
    opened = openSync(file, 'r');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return { file, text: '', bytes: null, isEnd: false };
    throw new StudioError('failed', `The log of run ${runId} cannot be read: ${(cause as Error).message}`, { cause });
  }
  try {
    const bytes = fstatSync(opened).size;
    const buffer = Buffer.alloc(Math.min(most, bytes));
    const read = readSync(opened, buffer, 0, buffer.length, bytes - buffer.length);
    const text = buffer.toString('utf8', 0, read);
    const isEnd = bytes > buffer.length;
    // A line that begins before what was read may begin in the middle of a letter.
    return { file, text: isEnd ? text.slice(text.indexOf('\n') + 1) : text, bytes, isEnd };
  } finally {
    closeSync(opened);
  }
}
