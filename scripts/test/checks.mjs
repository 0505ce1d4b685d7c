import os from 'node:os';
import { quietly } from '../setup/children.mjs';
import { inRoot } from '../setup/places.mjs';
import { counts } from './counts.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */

/** What runs in a page has a program of its own (scripts/lint). */
const inPage = ['src-renderer', 'e2e', 'src-main/shell/preload.ts'];

/** Checks of the sources: programs that run side by side, each on one core. @type {Map<string, string[][]>} */
const programs = new Map(
  Object.entries({
    typecheck: [
      ['vue-tsc/bin/vue-tsc.js', '-p', 'tsconfig.renderer.json'],
      ['typescript/bin/tsc', '-p', 'tsconfig.json'],
      ['typescript/bin/tsc', '-p', 'scripts/tsconfig.json'],
    ],
    lint: [
      ['eslint/bin/eslint.js', ...inPage],
      ['eslint/bin/eslint.js', '.', ...inPage.flatMap((place) => ['--ignore-pattern', place])],
    ],
    format: [['prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.']],
  }),
);

export const checks = [...programs.keys()];

/**
 * Runs checks one after the other in the time that the tests leave, which wait for much; a check waits for nothing. Each
 * passes or fails as a whole.
 *
 * @param {string[]} titles
 * @returns {Promise<{ title: string; output: string; counts: Counts }[]>}
 */
export async function runChecks(titles) {
  const found = [];
  for (const title of titles) {
    const outcomes = await Promise.all((programs.get(title) ?? []).map(inSpareTime));
    found.push({
      title,
      output: outcomes.map(({ output }) => output).join(''),
      counts: outcomes.every(({ code }) => code === 0) ? counts({ passed: 1 }) : counts({ failed: 1 }),
    });
  }
  return found;
}

/** @param {string[]} words a package's program and its arguments */
function inSpareTime([program = '', ...argumentList]) {
  return quietly(process.execPath, [inRoot('node_modules', program), ...argumentList], {
    started: (pid) => os.setPriority(pid, os.constants.priority.PRIORITY_LOW),
  });
}
