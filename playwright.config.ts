import { existsSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from '@playwright/test';

const named = process.env.KEYPOINT_STUDIO_CHROMIUM;

/** `npm test` names a Chromium that it has tried; by hand, an installed one is taken, or else Playwright's own. */
const installed = (process.env.PATH ?? '')
  .split(path.delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => path.join(folder, name)))
  .find((file) => existsSync(file));

/** Specs that use the studio as a person does: a real served studio, a real Chromium. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // Training is part of the job, on whatever machine this is.
  timeout: 180_000,
  expect: { timeout: 15_000 },
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    // A trace takes a good part of a spec's time (view.spec: 58 s with one, 50 without); a failure is traced by `npx playwright test NAME --trace on`.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...((named ?? installed) ? { executablePath: named ?? installed } : {}),
      // Chromium's sandbox does not start for root.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
});
