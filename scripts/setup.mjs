import fs from 'node:fs';
import module from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './setup/build.mjs';
import { endLike, inForeground } from './setup/children.mjs';
import { withLock } from './setup/lock.mjs';
import { isNewEnough, studioNode } from './setup/node.mjs';
import { packages } from './setup/packages.mjs';
import { clonePlace, scratchPlace } from './setup/places.mjs';
import { forgetProblem, runtime } from './setup/runtime.mjs';
import { say } from './setup/say.mjs';

/**
 * Makes this clone ready to run: packages, TensorFlow, and the window if asked for. Does only what is missing and is
 * silent when nothing is; what it does, it tells on stderr.
 *
 * @param {{ window?: boolean; retry?: boolean }} wanted `retry`: also what could not be had the last time
 * @throws {Error} that says what to do; a missing TensorFlow is none, since WebAssembly stands in (see runtime.json)
 */
export async function setUp({ window = false, retry = false } = {}) {
  if (retry) forgetProblem();
  const steps = window ? [packages, runtime, build] : [packages, runtime];
  if (steps.every((step) => step.isDone())) return;
  const leave = (/** @type {NodeJS.Signals} */ signal) => process.exit(128 + os.constants.signals[signal]);
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, leave);
  try {
    await withLock(path.join(scratchPlace, 'lock'), 'another set-up runs in this folder; waiting for it', async () => {
      for (const step of steps) {
        if (!step.isDone()) await step.run();
        studioNode();
      }
    });
  } finally {
    for (const signal of signals) process.off(signal, leave);
  }
}

const handedOver = 'KEYPOINT_STUDIO_HANDED_OVER';

/**
 * Set-up for a script's main function, which may then use packages and TypeScript: an older Node sets up and hands the
 * script over to the one that came with the packages.
 *
 * @param {string} script the script's `import.meta.url`
 * @param {{ window?: boolean; retry?: boolean }} wanted
 * @param {() => Promise<void>} main
 * @param {() => void} [onProblem] called after the problem was told
 */
export async function afterSetUp(script, wanted, main, onProblem) {
  if (!isMain(script)) return;
  try {
    if (process.env[handedOver] !== 'yes') await setUp(wanted);
    delete process.env[handedOver];
    // What was compiled once, and stripped of its types, is read by every process from here on: a studio starts in half the time.
    process.env.NODE_COMPILE_CACHE ??= path.join(clonePlace, 'compiled');
    if (isNewEnough(process.versions.node)) {
      module.enableCompileCache();
      return await main();
    }
    endLike(await inForeground(studioNode(), process.argv.slice(1), { env: { ...process.env, [handedOver]: 'yes' } }));
  } catch (problem) {
    process.stderr.write(`\n${/** @type {Error} */ (problem).message}\n`);
    process.exitCode = 1;
    onProblem?.();
  }
}

/** @param {string} script */
const isMain = (script) => process.argv[1] !== undefined && fileURLToPath(script) === fs.realpathSync(process.argv[1]);

// `node scripts/setup.mjs`
await afterSetUp(import.meta.url, { window: true, retry: true }, async () => say('everything is ready'));
