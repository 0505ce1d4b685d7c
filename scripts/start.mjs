import { afterSetUp } from './setup.mjs';
import { endLike, inForeground } from './setup/children.mjs';
import { findElectron, hasDisplay } from './setup/electron.mjs';
import { inRoot } from './setup/places.mjs';
import { readRuntime } from './setup/runtime.mjs';
import { say } from './setup/say.mjs';
import { becomeStudio } from './setup/studio.mjs';

/** `npm start`: the studio in its own window, or served on this machine and opened in the browser where there is no Electron. */
await afterSetUp(import.meta.url, { window: true }, async () => {
  const runtime = readRuntime();
  if (runtime?.problem) say(runtime.problem);
  const forStudio = process.argv.slice(2);
  const electron = hasDisplay() ? await usableElectron() : null;
  if (electron) {
    const start = Date.now();
    const outcome = await inForeground(electron, [inRoot(), ...forStudio]);
    // A window that ends with an error at once never opened: a system library is missing, say, or its sandbox is forbidden.
    const wasTold = ['SIGINT', 'SIGTERM', 'SIGHUP'].includes(outcome.signal ?? '');
    if (outcome.code === 0 || wasTold || Date.now() - start > 5_000) return endLike(outcome);
    say(`Electron did not open a window (exit ${outcome.code}); serving the studio to the browser instead`);
  }
  await becomeStudio(['serve', ...(hasDisplay() ? ['--open'] : []), ...forStudio]);
});

async function usableElectron() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return findElectron();
  say('Electron does not open windows for root with its sandbox on; serving the studio to the browser instead');
  return null;
}
