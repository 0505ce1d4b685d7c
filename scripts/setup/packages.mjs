import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { quietly } from './children.mjs';
import { readJson, remove, writeJson } from './files.mjs';
import { isAlive } from './lock.mjs';
import { isNewEnough } from './node.mjs';
import { inRoot, scratchPlace } from './places.mjs';
import { duration, say, withProgress } from './say.mjs';

/**
 * @typedef {{ version?: string; optional?: boolean; devOptional?: boolean; link?: boolean }} LockEntry
 * @typedef {{ packages?: Record<string, LockEntry> } | null} LockFile
 */

/**
 * Whether what npm recorded as installed is what package-lock.json asks for. npm writes its record
 * (`node_modules/.package-lock.json`) last and removes it first, so an installation that was cut short has none.
 *
 * @param {LockFile} wanted
 * @param {LockFile} installed
 */
export function isInstalled(wanted, installed) {
  if (!wanted?.packages || !installed?.packages) return false;
  const have = installed.packages;
  const want = wanted.packages;
  return (
    Object.entries(want).every(([place, { version, optional, devOptional }]) => {
      if (place === '') return true;
      // Optional ones are there for one platform and absent on another, both rightly.
      return have[place] ? have[place].version === version : Boolean(optional || devOptional);
    }) && Object.keys(have).every((place) => place in want)
  );
}

const isDone = () =>
  isInstalled(readJson(inRoot('package-lock.json')), readJson(inRoot('node_modules', '.package-lock.json')));

/** npm as the one that called us, else the one on the path. @returns {[string, string[]]} */
function npm() {
  const script = process.env.npm_execpath;
  if (script && path.basename(script) === 'npm-cli.js' && fs.existsSync(script)) return [process.execPath, [script]];
  return process.platform === 'win32' ? ['cmd.exe', ['/d', '/s', '/c', 'npm']] : ['npm', []];
}

/** npm says first what is wrong, and then how it is used. @param {string} output */
const head = (output) => output.trim().split(/\r?\n/).slice(0, 10).join('\n');

const npmAtWork = path.join(scratchPlace, 'npm.json');

/** A set-up that was killed leaves its npm running, which would undo what another one installs beside it. */
async function letLeftOverNpmEnd() {
  const pid = readJson(npmAtWork)?.pid;
  const until = Date.now() + 5 * 60_000;
  if (pid && isAlive(pid)) say(`npm of an interrupted set-up still runs (process ${pid}); waiting for it`);
  while (pid && isAlive(pid) && Date.now() < until) await sleep(500);
  remove(npmAtWork);
}

/**
 * npm ci empties what a symbolic link named node_modules leads to (a git worktree that borrows another clone's packages, say) and
 * so would break that other folder. Throws where `place` is one, saying what to do.
 *
 * @param {string} place
 */
export function refuseLink(place) {
  if (!fs.lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  throw new Error(
    `${place} is a symbolic link to ${fs.readlinkSync(place)}, which is not what package-lock.json here asks for.\n` +
      'Installing would empty that folder. Remove the link, so that packages are installed here, or bring the folder it leads to up to date.',
  );
}

async function run() {
  await letLeftOverNpmEnd();
  if (isDone()) return;
  refuseLink(inRoot('node_modules'));
  const wanted = Object.keys(readJson(inRoot('package-lock.json'))?.packages ?? {}).filter(Boolean);
  say(`installing the npm packages that package-lock.json names (about 280 MB to download, 820 MB on disk)`);
  if (!isNewEnough(process.versions.node))
    say(`a Node 24 comes with them: this one is ${process.versions.node}, too old for the studio`);
  const start = Date.now();
  const look = () => {
    const there = wanted.filter((place) => fs.existsSync(inRoot(place, 'package.json'))).length;
    return `${there} of at most ${wanted.length}`;
  };
  // .npmrc silences npm for the command line's sake; here only errors are wanted, not that an old Node is no engine for some.
  const [command, before] = npm();
  const work = quietly(command, [...before, 'ci', '--ignore-scripts', '--loglevel=error', '--no-progress'], {
    cwd: inRoot(),
    started: (pid) => writeJson(npmAtWork, { pid }),
  });
  const { code, output } = await withProgress('packages', look, work);
  remove(npmAtWork);
  if (code !== 0 || !isDone()) {
    throw new Error(
      `npm ci did not finish (${code === null ? 'not started' : `exit ${code}`}).\n${head(output)}\n` +
        'See that the npm registry can be reached and that the disk has room; the next run starts afresh. ' +
        'If files are said to be in use, close what runs from this folder and delete node_modules.',
    );
  }
  say(`packages installed in ${duration(Date.now() - start)}`);
}

export const packages = { isDone, run };
