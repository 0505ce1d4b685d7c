import fs from 'node:fs';
import path from 'node:path';
import { quietly, tail } from './children.mjs';
import { seal } from './cache-entry.mjs';
import { bytesUnder, fileHash, readJson, remove } from './files.mjs';
import { inRoot } from './places.mjs';
import { say, size, withProgress } from './say.mjs';
import { tensorflowVersion, wheelsFor } from './wheels.mjs';

const tfjs = inRoot('node_modules', '@tensorflow', 'tfjs-node-gpu');

/**
 * Builds a runtime in `folder` from TensorFlow's wheel: libraries and C headers out of it, then tfjs-node's two sources
 * compiled against them. Nothing of the local Python is used but pip and zipfile, so one wheel serves every Python.
 *
 * @param {string} folder empty, on the disk the runtime will stay on
 * @param {import('./wheels.mjs').Variant} variant
 * @throws {Error} that says what is missing
 */
export async function fromWheel(folder, variant) {
  const set = wheelsFor(variant);
  if (!set)
    throw new Error(`TensorFlow publishes no library for ${process.platform}-${process.arch} that can be used here.`);
  const download = set.wheels.reduce((sum, { bytes }) => sum + bytes, 0);
  const [python, compiler] = [await findPython(), await findCompiler()];
  // Wheels are taken one at a time, so at most the largest lies beside what was unpacked.
  needRoom(folder, set.unpackedBytes + Math.max(...set.wheels.map(({ bytes }) => bytes)));
  say(
    `TensorFlow ${tensorflowVersion}${variant === 'cuda' ? ' for NVIDIA GPUs' : ''}: ${size(download)} to download with pip, ` +
      `${size(set.unpackedBytes)} on disk in ${path.dirname(folder)}, once for all clones`,
  );
  for (const [index, wheel] of set.wheels.entries()) {
    const title = set.wheels.length > 1 ? `${wheel.name} (${index + 1} of ${set.wheels.length})` : wheel.name;
    await takeWheel(python, wheel, set.platforms, folder, title);
  }
  await compile(compiler, folder);
  remove(path.join(folder, 'deps', 'include'));
  await seal(folder, {
    source: 'wheel',
    variant,
    tensorflowVersion,
    tfjsVersion: readJson(path.join(tfjs, 'package.json')).version,
    platform: `${process.platform}-${process.arch}`,
    downloads: set.wheels,
    builtWith: (await quietly(compiler, ['--version'])).output.split('\n')[0] ?? null,
  });
}

async function findPython() {
  for (const command of ['python3', 'python']) {
    const { code } = await quietly(command, ['-m', 'pip', '--version'], { timeout: 60_000 });
    if (code === 0) return command;
  }
  throw new Error(
    'Python 3 with pip was not found (python3 -m pip). Install it (Debian, Ubuntu: apt-get install python3-pip).',
  );
}

async function findCompiler() {
  for (const command of process.env.CXX ? [process.env.CXX] : ['g++', 'clang++', 'c++']) {
    const { code } = await quietly(command, ['--version'], { timeout: 60_000 });
    if (code === 0) return command;
  }
  throw new Error('A C++ compiler was not found (g++ or clang++). Install one (Debian, Ubuntu: apt-get install g++).');
}

/** @param {string} folder @param {number} bytes */
function needRoom(folder, bytes) {
  const { bavail, bsize } = fs.statfsSync(folder);
  if (bavail * bsize >= bytes) return;
  throw new Error(
    `TensorFlow needs ${size(bytes)} in ${path.dirname(folder)} and there are ${size(bavail * bsize)} free. ` +
      'Make room, or name a folder on a larger disk in KEYPOINT_STUDIO_CACHE.',
  );
}

/**
 * @param {string} python
 * @param {import('./wheels.mjs').Wheel} wheel
 * @param {string[]} platforms
 * @param {string} folder
 * @param {string} title
 */
async function takeWheel(python, wheel, platforms, folder, title) {
  const wheels = path.join(folder, 'wheels');
  fs.mkdirSync(wheels);
  const target = [
    '--python-version=3.12',
    '--implementation=cp',
    '--abi=cp312',
    '--abi=none',
    ...platforms.map((name) => `--platform=${name}`),
  ];
  const options = [
    '--no-deps',
    '--only-binary=:all:',
    '--no-cache-dir',
    '--disable-pip-version-check',
    '--progress-bar=off',
    '--retries=2',
  ];
  const work = quietly(
    python,
    ['-m', 'pip', 'download', ...options, ...target, `--dest=${wheels}`, `${wheel.name}==${wheel.version}`],
    {
      // pip downloads into its temporary folder first: inside ours, so that it can be watched and is cleaned up with it.
      env: { ...process.env, TMPDIR: wheels, TEMP: wheels, TMP: wheels },
    },
  );
  const look = () => `${size(bytesUnder(wheels))} of ${size(wheel.bytes)}`;
  const { code, output } = await withProgress(title, look, work);
  if (code !== 0) throw new Error(`pip could not download ${wheel.name} ${wheel.version}: ${pipReason(output)}`);
  const file = fs.readdirSync(wheels).find((name) => name.endsWith('.whl'));
  if (!file) throw new Error(`pip downloaded ${wheel.name} ${wheel.version} and left no wheel in ${wheels}.`);
  const hash = await fileHash(path.join(wheels, file));
  if (hash !== wheel.sha256)
    throw new Error(
      `${file} is not the file this studio was made with (SHA-256 ${hash}, expected ${wheel.sha256}). It was not used.`,
    );
  const unpack = quietly(python, [
    inRoot('scripts', 'setup', 'unpack_wheel.py'),
    path.join(wheels, file),
    path.join(folder, 'deps'),
  ]);
  const unpacked = await withProgress(`unpacking ${title}`, () => size(bytesUnder(path.join(folder, 'deps'))), unpack);
  if (unpacked.code !== 0) throw new Error(`${file} could not be unpacked:\n${tail(unpacked.output, 6)}`);
  remove(wheels);
}

/** pip says "no matching distribution" when it reached no registry at all, too. @param {string} output */
const pipReason = (output) =>
  /NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError/.test(output)
    ? 'the Python package registry could not be reached.'
    : tail(output, 3);

/** @param {string} compiler @param {string} folder */
async function compile(compiler, folder) {
  const addon = path.join(folder, 'lib', 'napi-v8', 'tfjs_binding.node');
  const libraries = path.join(folder, 'deps', 'lib');
  fs.mkdirSync(path.dirname(addon), { recursive: true });
  const work = quietly(compiler, [
    ...['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8'],
    ...['-I', inRoot('node_modules', 'node-api-headers', 'include'), '-I', path.join(folder, 'deps', 'include')],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => path.join(tfjs, 'binding', name)),
    ...['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'].map((name) => path.join(libraries, name)),
    // Relative to the addon, as in tfjs-node's own build: the folder is moved into place when it is whole.
    '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ...['-o', addon],
  ]);
  const { code, output } = await withProgress("compiling tfjs-node's addon", () => 'at work', work);
  if (code !== 0) throw new Error(`tfjs-node's addon could not be compiled with ${compiler}:\n${tail(output, 20)}`);
}
