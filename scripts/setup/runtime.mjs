import fs from 'node:fs';
import path from 'node:path';
import { addonIn, wholeManifest } from './cache-entry.mjs';
import { quietly, tail } from './children.mjs';
import { bytesUnder, readJson, remove, writeJson } from './files.mjs';
import { fromPackage } from './from-package.mjs';
import { fromWheel } from './from-wheel.mjs';
import { withLock } from './lock.mjs';
import { studioNode } from './node.mjs';
import { inRoot, runtimeFile, userCache } from './places.mjs';
import { duration, say, size } from './say.mjs';
import { tensorflowVersion, wheelsFor } from './wheels.mjs';

/**
 * runtime.json, what the studio and the trainer read (`runtimeSchema` in src-main/contract/system.ts):
 *
 * @typedef {{
 *   state: 'ready';
 *   source: 'wheel' | 'package download';
 *   variant: 'cpu' | 'cuda';
 *   tensorflowVersion: string;
 *   addonPath: string;
 *   libraryFolder: string;
 *   problem?: string;
 * } | { state: 'missing'; problem: string }} Runtime
 *   `problem` beside `ready`: what was wanted and could not be had, as a GPU that stays unused. The file also has
 *   `wanted` (the variant that was asked for) and `date`, for set-up itself.
 *
 * @typedef {import('./wheels.mjs').Variant} Variant
 */

const tfjs = inRoot('node_modules', '@tensorflow', 'tfjs-node-gpu');
const aDay = 24 * 3600_000;

/** Where an NVIDIA driver shows itself: a device on Linux, a library under WSL and on Windows. @returns {Variant} */
export function wantedVariant() {
  const chosen = process.env.KEYPOINT_STUDIO_DEVICE;
  if (chosen === 'cpu' || chosen === 'cuda') return chosen;
  const places = {
    linux: ['/dev/nvidia0', '/dev/nvidiactl', '/usr/lib/wsl/lib/libcuda.so.1'],
    win32: [path.join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'nvcuda.dll')],
  };
  return (places[/** @type {'linux'} */ (process.platform)] ?? []).some((place) => fs.existsSync(place))
    ? 'cuda'
    : 'cpu';
}

/** @returns {(Runtime & { wanted: Variant; date: string }) | null} */
export const readRuntime = () => readJson(runtimeFile);

function isDone() {
  const runtime = readRuntime();
  if (runtime?.wanted !== wantedVariant()) return false;
  // What could not be had is not tried again at every start.
  if (runtime.state === 'missing') return Date.now() - Date.parse(runtime.date) < aDay;
  return (
    fs.existsSync(path.join(tfjs, 'lib')) && wholeManifest(path.dirname(path.dirname(runtime.libraryFolder))) !== null
  );
}

/** Makes the next set-up try again for what could not be had. */
export function forgetProblem() {
  if (readRuntime()?.problem) remove(runtimeFile);
}

/** Ways to a runtime, best first. @param {Variant} wanted @returns {{ title: string; variant: Variant; key: string; make: typeof fromWheel }[]} */
function ways(wanted) {
  const tfjsVersion = readJson(path.join(tfjs, 'package.json'))?.version;
  const here = `${process.platform}-${process.arch}-tfjs-${tfjsVersion}`;
  /** @type {Variant[]} */
  const variants = wanted === 'cuda' ? ['cuda', 'cpu'] : ['cpu'];
  return [
    ...variants
      .filter((variant) => wheelsFor(variant))
      .map((variant) => ({
        title: `TensorFlow ${tensorflowVersion} (${variant}) from its wheel`,
        variant,
        key: `tensorflow-${tensorflowVersion}-${variant}-${here}`,
        make: fromWheel,
      })),
    { title: "tfjs-node's own download", variant: wanted, key: `package-${wanted}-${here}`, make: fromPackage },
  ];
}

async function run() {
  const wanted = wantedVariant();
  const problems = [];
  for (const way of ways(wanted)) {
    try {
      const folder = await provision(way);
      const manifest = /** @type {import('./cache-entry.mjs').Manifest} */ (wholeManifest(folder));
      link(folder);
      const used = await check();
      if (manifest.variant === 'cuda' && !used.gpu)
        problems.push(
          'TensorFlow for NVIDIA GPUs is here and sees no GPU: it computes on the CPU. See that nvidia-smi shows one.',
        );
      for (const problem of problems) say(problem);
      writeJson(runtimeFile, {
        state: 'ready',
        source: manifest.source,
        variant: manifest.variant,
        tensorflowVersion: used.tensorflow,
        addonPath: addonIn(folder),
        libraryFolder: path.join(folder, 'deps', 'lib'),
        ...(problems.length > 0 && { problem: problems.join('\n') }),
        wanted,
        date: new Date().toISOString(),
      });
      return;
    } catch (problem) {
      const text = `${way.title}: ${/** @type {Error} */ (problem).message}`;
      say(text);
      problems.push(text);
    }
  }
  const advice =
    'Training and predicting run on WebAssembly, several times slower. To try again: node scripts/setup.mjs';
  say(`No TensorFlow for now. ${advice}`);
  writeJson(runtimeFile, {
    state: 'missing',
    problem: `${problems.join('\n')}\n${advice}`,
    wanted,
    date: new Date().toISOString(),
  });
}

/**
 * The runtime's folder in the user's cache, made if it is not there. Made in a `.partial` folder and renamed when whole,
 * under a lock, so that two clones that set up at once download it once.
 *
 * @param {ReturnType<typeof ways>[number]} way
 */
async function provision({ key, variant, make }) {
  const cache = path.join(userCache(), 'runtime');
  const folder = path.join(cache, key);
  if (wholeManifest(folder)) return folder;
  const busy = 'another set-up of yours is preparing TensorFlow; waiting for it';
  await withLock(path.join(cache, `${key}.lock`), busy, async () => {
    if (wholeManifest(folder)) return;
    const start = Date.now();
    for (const name of fs.readdirSync(cache)) {
      if (name.startsWith(`${key}.partial`)) {
        say(`removing what an interrupted set-up left: ${name}`);
        remove(path.join(cache, name));
      }
    }
    const partial = path.join(cache, `${key}.partial-${process.pid}`);
    fs.mkdirSync(partial);
    try {
      await make(partial, variant);
      remove(folder);
      fs.renameSync(partial, folder);
    } finally {
      remove(partial);
    }
    say(`TensorFlow is ready: ${size(bytesUnder(folder))} in ${folder}, ${duration(Date.now() - start)}`);
  });
  return folder;
}

/** tfjs-node looks for `lib` and `deps` in its own package: links there (junctions on Windows) lead to the cache. @param {string} folder */
function link(folder) {
  for (const name of ['lib', 'deps']) {
    remove(path.join(tfjs, name));
    fs.symlinkSync(path.join(folder, name), path.join(tfjs, name), 'junction');
  }
}

/** Trains a little in a process of its own: a library that does not suit this machine may end it. @returns {Promise<{ tensorflow: string; gpu: boolean }>} */
async function check() {
  const { code, output } = await quietly(studioNode(), [inRoot('scripts', 'setup', 'check-runtime.mjs')], {
    timeout: 10 * 60_000,
  });
  const line = output.split(/\r?\n/).find((text) => text.startsWith('{"tensorflow"'));
  if (code !== 0 || !line) throw new Error(`it is there but does not train:\n${tail(output, 8)}`);
  return JSON.parse(line);
}

export const runtime = { isDone, run };
