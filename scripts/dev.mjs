import { afterSetUp } from './setup.mjs';
import { endLike, inForeground } from './setup/children.mjs';
import { inRoot } from './setup/places.mjs';
import { studioEntry } from './setup/studio.mjs';

/**
 * `npm run dev`: the studio from its sources, served to the browser. The window reloads as its sources change; the studio
 * itself starts anew and prints an address with a token of its own. The Electron shell is tried with `npm start`.
 */
await afterSetUp(import.meta.url, {}, async () => {
  const rest = process.argv.slice(2);
  // Named folders: watching what is imported would also watch vite's temporary files, which each start writes anew.
  const watched = ['src-main', 'resources'].map((name) => `--watch-path=${inRoot(name)}`);
  const served = [...watched, '--watch-preserve-output', studioEntry, 'serve', '--development', ...rest];
  endLike(await inForeground(process.execPath, served));
});
