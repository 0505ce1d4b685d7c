/** Set-up speaks on stderr only: stdout belongs to the command it prepares for (`--json`). */

/** @param {string} text */
export function say(text) {
  process.stderr.write(`set-up: ${text}\n`);
}

/** 274000871 -> "274 MB" (SI units, as download pages and disks count). @param {number} bytes */
export function size(bytes) {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e6) return `${Math.round(bytes / 1e6)} MB`;
  return `${Math.ceil(bytes / 1e3)} kB`;
}

/** 75300 -> "1 min 15 s". @param {number} milliseconds */
export function duration(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Shows that `work` goes on: a line that rewrites itself on a terminal, a line every ten seconds elsewhere.
 *
 * @template T
 * @param {string} what
 * @param {() => string} look how far it is, asked twice a second
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(what, look, work) {
  const start = Date.now();
  const { isTTY } = process.stderr;
  let said = start;
  const timer = setInterval(() => {
    if (!isTTY && Date.now() - said < 10_000) return;
    said = Date.now();
    const line = `${what}: ${look()}, ${duration(said - start)}`;
    if (isTTY) process.stderr.write(`\r\x1b[Kset-up: ${line}`);
    else say(line);
  }, 500);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    if (isTTY) process.stderr.write('\r\x1b[K');
  }
}
