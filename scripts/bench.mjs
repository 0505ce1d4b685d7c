import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterSetUp } from './setup.mjs';
import { inRoot, userCache } from './setup/places.mjs';

/** @typedef {{ name: string; value: number; unit: string; ratio?: number }} Measurement */

/**
 * `npm run bench -- NAME [--json]`: runs bench/NAME.ts, which exports `run(report, { cache })`, and prints what it reports:
 * a table, or one JSON object a line; a ratio is to what the benchmark compares with. Without a name, lists them.
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
  /** @type {Measurement[]} */
  const measurements = [];
  /** @type {(name: string, value: number, unit: string, ratio?: number) => void} */
  const report = (what, value, unit, ratio) => {
    const measurement = { name: what, value, unit, ...(ratio !== undefined && { ratio }) };
    measurements.push(measurement);
    if (asJson) process.stdout.write(`${JSON.stringify(measurement)}\n`);
  };
  await run(report, { cache: userCache() });
  if (!asJson) process.stdout.write(table(measurements));
});

/** @param {Measurement[]} measurements */
function table(measurements) {
  const rows = measurements.map(({ name, value, unit, ratio }) => ({
    name,
    unit: ratio === undefined ? unit : `${unit}  × ${Number(ratio.toPrecision(3))}`,
    number: String(Number(value.toPrecision(4))),
  }));
  const widest = Math.max(0, ...rows.map(({ name }) => name.length));
  const longest = Math.max(0, ...rows.map(({ number }) => number.length));
  return rows.map(({ name, number, unit }) => `${name.padEnd(widest)}  ${number.padStart(longest)} ${unit}\n`).join('');
}
