import path from 'node:path';
import { inForeground, quietly } from '../setup/children.mjs';
import { findChromium } from '../setup/chromium.mjs';
import { findElectron, hasDisplay } from '../setup/electron.mjs';
import { readJson, remove } from '../setup/files.mjs';
import { inRoot, scratchPlace } from '../setup/places.mjs';
import { counts, fromPlaywright, fromVitest, skippedIn, withExit } from './counts.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */

/** Runs a package's program with this Node, its output on our terminal. @param {string[]} program @param {string[]} argumentList @param {NodeJS.ProcessEnv} more */
async function run(program, argumentList, more = {}) {
  const env = { ...process.env, ...more };
  const { code } = await inForeground(process.execPath, [inRoot('node_modules', ...program), ...argumentList], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return code;
}

/** A check that passes or fails as a whole. @param {number[]} codes @returns {Counts} */
const asOneTest = (codes) => (codes.every((code) => code === 0) ? counts({ passed: 1 }) : counts({ failed: 1 }));

/** Each on one core: side by side where there are two. */
async function typecheck() {
  const window = run(['vue-tsc', 'bin', 'vue-tsc.js'], ['-p', 'tsconfig.renderer.json']);
  const main = await run(['typescript', 'bin', 'tsc'], ['-p', 'tsconfig.json']);
  const scripts = await run(['typescript', 'bin', 'tsc'], ['-p', 'scripts/tsconfig.json']);
  return asOneTest([main, scripts, await window]);
}

/** What runs in a page has a program of its own (scripts/lint): beside the rest, each on one core. */
async function lint() {
  const eslint = ['eslint', 'bin', 'eslint.js'];
  const inPage = ['src-renderer', 'e2e', 'src-main/shell/preload.ts'];
  const page = run(eslint, inPage);
  const rest = await run(eslint, ['.', ...inPage.flatMap((place) => ['--ignore-pattern', place])]);
  return asOneTest([rest, await page]);
}

const format = async () =>
  asOneTest([await run(['prettier', 'bin', 'prettier.cjs'], ['--check', '--log-level=warn', '.'])]);

/** @param {string[]} names */
async function unit(names) {
  const report = path.join(scratchPlace, 'vitest.json');
  remove(report);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await run(['vitest', 'vitest.mjs'], ['run', '--passWithNoTests', ...reporters, ...names]);
  const result = readJson(report);
  return withExit(result && fromVitest(result), code);
}

const playwright = ['@playwright', 'test', 'cli.js'];

/** @param {string[]} names */
async function e2e(names) {
  const chromium = await findChromium();
  if ('problem' in chromium) return skipAll(names, chromium.problem);
  // The desktop specs look for Electron themselves and skip where there is none.
  if (hasDisplay()) await findElectron();
  const report = path.join(scratchPlace, 'playwright.json');
  remove(report);
  const code = await run(playwright, ['test', '--pass-with-no-tests', '--reporter=list,json', ...names], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    KEYPOINT_STUDIO_CHROMIUM: chromium.program,
  });
  const result = readJson(report);
  for (const skipped of skippedIn(result ?? {})) process.stdout.write(`skipped: ${skipped}\n`);
  return withExit(result && fromPlaywright(result), code);
}

/** Counts the specs that cannot run for want of a browser. @param {string[]} names @param {string} reason */
async function skipAll(names, reason) {
  process.stdout.write(`${reason}\n`);
  const listing = [inRoot('node_modules', ...playwright), 'test', '--list', '--pass-with-no-tests', ...names];
  const { code, output } = await quietly(process.execPath, listing, { cwd: inRoot() });
  const total = /Total: (\d+) tests?/.exec(output);
  if (code !== 0 || !total) return counts({ failed: 1 });
  process.stdout.write(`${total[1]} end-to-end tests skipped\n`);
  return counts({ skipped: Number(total[1]) });
}

/** What `npm test` runs, in this order. @type {Map<string, (names: string[]) => Promise<Counts>>} */
export const stages = new Map(Object.entries({ typecheck, lint, format, unit, e2e }));

/**
 * Which stages to run and for which tests: `unit` runs a stage, `NAME` the tests whose file has that name, `unit NAME`
 * both, nothing everything.
 *
 * @param {string[]} argumentList
 */
export function select(argumentList) {
  const chosen = argumentList.filter((word) => stages.has(word));
  const names = argumentList.filter((word) => !stages.has(word));
  if (chosen.length > 0) return { chosen, names };
  return { chosen: names.length > 0 ? ['unit', 'e2e'] : [...stages.keys()], names };
}
