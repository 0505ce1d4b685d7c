import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterSetUp } from './setup.mjs';
import { inRoot, userCache } from './setup/places.mjs';

/**
 * `npm run bench -- NAME [--json]`: runs bench/NAME.ts, which exports `run(report, { cache })`, and prints what it reports as
 * soon as it does: a line each, with --json a JSON object each; a ratio is to what the benchmark compares with. Without a name, lists them.
 */
await afterSetUp(import.meta.url, {}, async () => {
  const asJson = process.argv.includes('--json');
  const name = process.argv.slice(2).find((word) => !word.startsWith('-'));
  const known = fs
    .readdirSync(inRoot('bench'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -3));
  if (!name || !known.includes(name)) {
    if (name) process.stderr.write(`There is no benchmark ${name}.\n`);
    process.stderr.write(`npm run bench -- NAME [--json], NAME one of: ${known.join(', ')}\n`);
    process.exitCode = name ? 2 : 0;
    return;
  }
  const { run } = await import(pathToFileURL(inRoot('bench', `${name}.ts`)).href);
  /** @type {(name: string, value: number, unit: string, ratio?: number) => void} */
  const report = (what, value, unit, ratio) => {
    const line = asJson
      ? JSON.stringify({ name: what, value, unit, ratio })
      : `${what.padEnd(60)} ${rounded(value).padStart(9)} ${unit}${ratio === undefined ? '' : `  × ${rounded(ratio)}`}`;
    process.stdout.write(`${line}\n`);
  };
  await run(report, { cache: userCache() });
});

/** @param {number} value */
function rounded(value) {
  return String(Number(value.toPrecision(4)));
}
