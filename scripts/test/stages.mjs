import path from 'node:path';
import { inForeground, quietly } from '../setup/children.mjs';
import { findChromium } from '../setup/chromium.mjs';
import { findElectron, hasDisplay } from '../setup/electron.mjs';
import { readJson, remove } from '../setup/files.mjs';
import { inRoot, scratchPlace } from '../setup/places.mjs';
import { checks } from './checks.mjs';
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

/** The tests that `npm test` runs, in this order. @type {Map<string, (names: string[]) => Promise<Counts>>} */
export const stages = new Map(Object.entries({ unit, e2e }));
/** What may be named: checks of the sources (checks.mjs) and tests. */
const titles = [...checks, ...stages.keys()];

/**
 * What to run and for which tests: `unit` runs a stage, `NAME` the tests whose file has that name, `unit NAME`
 * both, nothing everything.
 *
 * @param {string[]} argumentList
 */
export function select(argumentList) {
  const chosen = argumentList.filter((word) => titles.includes(word));
  const names = argumentList.filter((word) => !titles.includes(word));
  if (chosen.length > 0) return { chosen, names };
  return { chosen: names.length > 0 ? [...stages.keys()] : titles, names };
}
