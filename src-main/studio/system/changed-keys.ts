import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError, changedKeysSchema, type ChangedKeys, type KeyChanges } from '../../contract/index.ts';
import { writeAtomically } from '../../files/durable-files.ts';

const keysFile = (userFolder: string) => join(userFolder, 'keys.json');

/**
 * The keys that this user has changed. Actions this version does not know are kept: another version may know them.
 *
 * @throws StudioError 'bad input' naming the file where it is damaged: what a person chose is not silently given up
 */
export function readChangedKeys(userFolder: string): ChangedKeys {
  const file = keysFile(userFolder);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new StudioError('failed', `Your own keys cannot be read from ${file}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  try {
    return changedKeysSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new StudioError(
      'bad input',
      `Your own keys cannot be read: ${file} is damaged. Mend it, or delete it to begin with the usual keys.`,
      { cause: error },
    );
  }
}

// Two windows may change keys at once: the one that comes second builds on what the first has written.
let turn: Promise<unknown> = Promise.resolve();

/** Sets the keys of some actions, or takes back what was set (null), and answers all that are changed now. */
export function changeKeys(userFolder: string, changes: KeyChanges): Promise<ChangedKeys> {
  const work = async (): Promise<ChangedKeys> => {
    const all: KeyChanges = { ...readChangedKeys(userFolder), ...changes };
    const kept = Object.entries(all).flatMap(([action, keys]): [string, string[]][] => (keys ? [[action, keys]] : []));
    const changed = Object.fromEntries(kept);
    const file = keysFile(userFolder);
    try {
      await writeAtomically(file, `${JSON.stringify(changed, null, 2)}\n`);
    } catch (error) {
      throw new StudioError('failed', `Your keys cannot be kept in ${file}: ${(error as Error).message}`, {
        cause: error,
      });
    }
    return changed;
  };
  const result = turn.then(work);
  turn = result.catch((error: unknown) => error);
  return result;
}
