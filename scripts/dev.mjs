import { afterSetUp } from './setup.mjs';
import { endLike, inForeground } from './setup/children.mjs';
import { findElectron, hasDisplay } from './setup/electron.mjs';
import { inRoot } from './setup/places.mjs';
import { studioEntry } from './setup/studio.mjs';

/**
 * `npm run dev`: the studio from its sources. The window reloads as its sources change; the studio itself starts anew.
 * In Electron where it can be had, else served: then each start prints an address with a token of its own.
 */
await afterSetUp(import.meta.url, {}, async () => {
  const rest = process.argv.slice(2);
  const electron = hasDisplay() ? await findElectron() : null;
  if (electron) {
    const electronVite = inRoot('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
    const env = { ...process.env, ELECTRON_EXEC_PATH: electron };
    return endLike(await inForeground(process.execPath, [electronVite, 'dev', '--watch', ...rest], { env }));
  }
  // Named folders: watching what is imported would also watch vite's temporary files, which each start writes anew.
  const watched = ['src-main', 'resources'].map((name) => `--watch-path=${inRoot(name)}`);
  const served = [...watched, '--watch-preserve-output', studioEntry, 'serve', '--development', ...rest];
  endLike(await inForeground(process.execPath, served));
});
