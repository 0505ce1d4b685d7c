/**
 * Run as a process of its own by the lock test: for each line `open` it tries to open the project named as its argument for
 * writing and answers `opened` or the error's code and message; for `close` it closes it and answers `closed`.
 */
import { createInterface } from 'node:readline';
import { StudioError } from '../../contract/index.ts';
import type { Store } from '../store/interface.ts';
import { openStore } from '../store/open-store.ts';

let store: Store | null = null;
const answer = (line: string) => process.stdout.write(`${line}\n`);

createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'close') {
    store?.close();
    store = null;
    answer('closed');
    return;
  }
  try {
    store = openStore(String(process.argv[2]), { readOnly: false });
    answer('opened');
  } catch (error) {
    answer(error instanceof StudioError ? `${error.code}: ${error.message}` : String(error));
  }
});
answer('ready');
