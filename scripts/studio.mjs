import { setUp } from './setup.mjs';
import { becomeStudio } from './setup/studio.mjs';

/** `npm run studio -- COMMAND`: the studio without a window. Set-up speaks on stderr, and only when it has something to do. */
try {
  await setUp();
} catch (problem) {
  process.stderr.write(`\n${/** @type {Error} */ (problem).message}\n`);
  process.exit(1);
}
await becomeStudio(process.argv.slice(2));
