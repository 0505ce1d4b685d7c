import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { quietly, reason, tail } from './children.mjs';
import { inRoot } from './places.mjs';
import { say, withProgress } from './say.mjs';

/**
 * A Chromium for the end-to-end specs: the one named in `KEYPOINT_STUDIO_CHROMIUM`, one that is installed, Playwright's
 * own, else one installed now where that needs no question (apt-get as root, or Playwright's download).
 *
 * @returns {Promise<{ program: string } | { problem: string }>} `problem` says what to install
 */
export async function findChromium() {
  const present = await presentChromium();
  if (present) return { program: present };
  const problems = [];
  for (const install of [byApt, byPlaywright]) {
    const problem = await install();
    const program = await presentChromium();
    if (program) return { program };
    if (problem) problems.push(problem);
  }
  const advice = 'Install Chromium or Google Chrome, or name one in KEYPOINT_STUDIO_CHROMIUM.';
  return { problem: ['No Chromium was found for the end-to-end specs.', ...problems, advice].join('\n') };
}

async function presentChromium() {
  const candidates = [process.env.KEYPOINT_STUDIO_CHROMIUM, ...installedPlaces(), playwrightsOwn()];
  for (const place of candidates) {
    if (place && fs.existsSync(place) && (await starts(place))) return place;
  }
  return null;
}

function installedPlaces() {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform === 'win32') {
    return [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .map((folder) => path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'));
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

/** @returns {string} where Playwright would have its own, there or not */
function playwrightsOwn() {
  return createRequire(inRoot('package.json'))('@playwright/test').chromium.executablePath();
}

/** Ubuntu's `chromium-browser` may be a script that only tells to install a snap. @param {string} program */
async function starts(program) {
  if (process.platform !== 'linux') return true;
  return (await quietly(program, ['--version'], { timeout: 30_000 })).code === 0;
}

async function byApt() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  if ((await quietly('apt-get', ['--version'])).code !== 0) return null;
  say('installing Chromium for the end-to-end specs with apt-get (about 100 MB to download)');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const step of [['update'], ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core']]) {
    const { code, output } = await withProgress(
      `apt-get ${step[0]}`,
      () => 'at work',
      quietly('apt-get', step, { env }),
    );
    if (code !== 0) return `apt-get ${step[0]} failed:\n${tail(output, 4)}`;
  }
  return null;
}

async function byPlaywright() {
  say("downloading Playwright's Chromium for the end-to-end specs (about 180 MB)");
  const cli = inRoot('node_modules', '@playwright', 'test', 'cli.js');
  const work = quietly(process.execPath, [cli, 'install', 'chromium'], { timeout: 15 * 60_000 });
  const { code, output } = await withProgress("Playwright's Chromium", () => 'at work', work);
  return code === 0 ? null : `Playwright's own download failed: ${reason(output)}`;
}
