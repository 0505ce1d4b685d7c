import { CommanderError } from 'commander';
import { toldError } from '../told-error.ts';
import { Output, type Streams } from './output.ts';
import { createProgram } from './program.ts';
import { UsageError } from './usage-error.ts';

/**
 * Runs one command.
 *
 * @param words after the program's name
 * @returns the exit code: 0 done, 1 failed, 2 given wrongly
 */
export async function runCommandLine(words: string[], streams: Streams = process): Promise<number> {
  const output = new Output(words.includes('--json'), streams);
  const program = createProgram(output, streams);
  try {
    await program.parseAsync(words, { from: 'user' });
    return output.exitCode;
  } catch (error) {
    // Commander has said itself what is wrong, or shown the help that was asked for.
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      if (output.json) output.result({ error: { code: 'bad input', message: error.message } }, '');
      return 2;
    }
    const isUsage = error instanceof UsageError;
    const told = isUsage ? { code: 'bad input', message: error.message } : toldError(error);
    output.note(told.message);
    if (told.code === 'fault' && error instanceof Error) output.note(error.stack ?? '');
    if (output.json) output.result({ error: told }, '');
    return isUsage ? 2 : 1;
  }
}
