import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { inForeground, quietly, reason, tail } from './children.mjs';

const node = process.execPath;

describe('quietly', () => {
  it('keeps what was printed, with the exit code', async () => {
    const { code, output } = await quietly(node, [
      '-e',
      'console.log("out"); console.error("problem"); process.exit(3)',
    ]);
    expect(code).toBe(3);
    expect(output.trim().split('\n').sort()).toEqual(['out', 'problem']);
  });

  it('gives null for a program that is not there', async () => {
    expect(await quietly('no-such-program-here', [])).toMatchObject({ code: null });
  });

  it('ends a program that takes too long', async () => {
    expect(await quietly(node, ['-e', 'setInterval(() => {}, 1000)'], { timeout: 300 })).toMatchObject({ code: null });
  });
});

describe('inForeground', () => {
  it("gives the program's exit code, and 127 for one that is not there", async () => {
    expect(await inForeground(node, ['-e', 'process.exit(7)'])).toEqual({ code: 7, signal: null });
    expect((await inForeground('no-such-program-here', [])).code).toBe(127);
  });

  it.skipIf(process.platform === 'win32')(
    'hands a signal on and ends as its program did (no signals on Windows)',
    async () => {
      const module = JSON.stringify(new URL('./children.mjs', import.meta.url).href);
      const inner = 'process.on("SIGTERM", () => process.exit(42)); setInterval(() => {}, 1000); console.log("ready")';
      const outer = `import { endLike, inForeground } from ${module};
      endLike(await inForeground(process.execPath, ['-e', ${JSON.stringify(inner)}]));`;
      const child = spawn(node, ['--input-type=module', '-e', outer], { stdio: ['ignore', 'pipe', 'inherit'] });
      const end = once(child, 'close');
      await once(child.stdout, 'data');
      child.kill('SIGTERM');
      expect(await end).toEqual([42, null]);
    },
  );
});

it('finds the error in a stack trace', () => {
  const output = 'node:net:1\n    throw er;\n\nError: getaddrinfo ENOTFOUND example.org\n    at emit (node:events:1)\n';
  expect(reason(output)).toBe('getaddrinfo ENOTFOUND example.org');
  expect(reason('one\ntwo')).toBe('one\ntwo');
});

it('keeps the last lines of an output', () => {
  expect(tail('a\nb\r\nc\n', 2)).toBe('b\nc');
});
