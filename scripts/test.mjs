import fs from 'node:fs';
import { afterSetUp, setUp } from './setup.mjs';
import { scratchPlace } from './setup/places.mjs';
import { checks, runChecks } from './test/checks.mjs';
import { counts, sum } from './test/counts.mjs';
import { select, stages } from './test/stages.mjs';

/**
 * `npm test`: everything there is to check, after its own set-up. `npm test -- unit`, `-- e2e`, `-- NAME` choose.
 * Ends with `N passed, N failed, N skipped`, and with exit code 1 when something failed or nothing ran.
 */
const { chosen, names } = select(process.argv.slice(2));

await afterSetUp(import.meta.url, { retry: true }, runStages, () =>
  process.stdout.write('\n0 passed, 1 failed, 0 skipped\n'),
);

async function runStages() {
  fs.mkdirSync(scratchPlace, { recursive: true });
  const results = [];
  const beside = runChecks(checks.filter((title) => chosen.includes(title)));
  if (chosen.includes('e2e')) results.push(await buildWindow());
  for (const [title, stage] of stages) {
    if (!chosen.includes(title)) continue;
    process.stdout.write(`\n== ${title}\n`);
    results.push(await stage(names));
  }
  for (const { title, output, counts: found } of await beside) {
    process.stdout.write(`\n== ${title}\n${output}`);
    results.push(found);
  }
  const { passed, failed, skipped } = sum(results);
  process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

/** A window that does not build is a failure of its own; the other stages still tell what they can. */
async function buildWindow() {
  try {
    await setUp({ window: true });
    return counts();
  } catch (problem) {
    process.stdout.write(`${/** @type {Error} */ (problem).message}\n`);
    return counts({ failed: 1 });
  }
}
