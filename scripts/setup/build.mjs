import fs from 'node:fs';
import path from 'node:path';
import { quietly, tail } from './children.mjs';
import { contentHash, readJson, remove, writeJson } from './files.mjs';
import { studioNode } from './node.mjs';
import { clonePlace, inRoot } from './places.mjs';
import { duration, say, withProgress } from './say.mjs';

const sources = ['src-main', 'src-renderer', 'resources', 'electron.vite.config.ts', 'package-lock.json'];
const products = ['out/main/shell.js', 'out/renderer/index.html'];
const stamp = path.join(clonePlace, 'build.json');

const sourcesHash = () =>
  contentHash(
    sources.map((name) => inRoot(name)),
    inRoot(),
  );

const isDone = () =>
  products.every((place) => fs.existsSync(inRoot(place))) && readJson(stamp)?.sources === sourcesHash();

async function run() {
  say('building the window');
  const start = Date.now();
  const hash = sourcesHash();
  remove(stamp);
  const work = quietly(studioNode(), [inRoot('node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build'], {
    cwd: inRoot(),
  });
  const { code, output } = await withProgress('build', () => 'at work', work);
  if (code !== 0)
    throw new Error(`The window could not be built (electron-vite build, exit ${code}):\n${tail(output, 40)}`);
  writeJson(stamp, { sources: hash });
  say(`window built in ${duration(Date.now() - start)}`);
}

export const build = { isDone, run };
