import fs from 'node:fs';
import path from 'node:path';
import { addonIn, seal } from './cache-entry.mjs';
import { quietly, reason } from './children.mjs';
import { bytesUnder, readJson, remove } from './files.mjs';
import { inRoot } from './places.mjs';
import { say, size, withProgress } from './say.mjs';

const tfjs = inRoot('node_modules', '@tensorflow', 'tfjs-node-gpu');

/**
 * The other way to a runtime: what tfjs-node's own install script downloads (an older TensorFlow, prebuilt). It puts
 * `lib` and `deps` into its package; they are copied into `folder`, so that the next clone need not download them.
 *
 * @param {string} folder
 * @param {import('./wheels.mjs').Variant} variant
 */
export async function fromPackage(folder, variant) {
  const tensorflowVersion = shippedVersion();
  say(`TensorFlow ${tensorflowVersion} by tfjs-node's own download (it does not say how large; some hundred MB)`);
  for (const name of ['lib', 'deps']) remove(path.join(tfjs, name));
  const work = quietly(
    process.execPath,
    [path.join('scripts', 'install.js'), variant === 'cuda' ? 'gpu' : 'cpu', 'download'],
    {
      cwd: tfjs,
      // The script calls node-pre-gyp by name.
      env: { ...process.env, PATH: `${inRoot('node_modules', '.bin')}${path.delimiter}${process.env.PATH}` },
      timeout: 30 * 60_000,
    },
  );
  const look = () => size(bytesUnder(path.join(tfjs, 'deps')));
  const { output } = await withProgress("tfjs-node's own download", look, work);
  // The script may end with 0 though its last step failed: the addon is what counts.
  if (!addonIn(tfjs)) throw new Error(`it did not work: ${reason(output)}`);
  for (const name of ['lib', 'deps']) {
    // Copies what links point to: on Windows the script links the library by its absolute path.
    fs.cpSync(path.join(tfjs, name), path.join(folder, name), { recursive: true, dereference: true });
    remove(path.join(tfjs, name));
  }
  await seal(folder, {
    source: 'package download',
    variant,
    tensorflowVersion,
    tfjsVersion: readJson(path.join(tfjs, 'package.json')).version,
    platform: `${process.platform}-${process.arch}`,
    downloads: [],
    builtWith: null,
  });
}

/** The TensorFlow that the package's script fetches, as the script has it. */
function shippedVersion() {
  const text = fs.readFileSync(path.join(tfjs, 'scripts', 'deps-constants.js'), 'utf8');
  return /LIBTENSORFLOW_VERSION = '([^']+)'/.exec(text)?.[1] ?? 'of an unknown version';
}
