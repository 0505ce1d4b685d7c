import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

/** Lints a one-line file as if it stood at `file`; answers the rules about imports that it breaks. */
async function brokenRules(file: string, code: string): Promise<string[]> {
  const eslint = new ESLint({
    cwd: import.meta.dirname,
    // The file is not on disk, so TypeScript cannot be asked about it; the borders need no types.
    overrideConfig: {
      languageOptions: { parserOptions: { project: null } },
    },
    ruleFilter: ({ ruleId }) => /no-restricted-(paths|imports)$/.test(ruleId),
  });
  const [result] = await eslint.lintText(code, { filePath: file });
  expect(result!.messages.filter((message) => message.fatal)).toEqual([]);
  return result!.messages.map((message) => message.ruleId ?? 'not linted');
}

const paths = 'import-x/no-restricted-paths';
const imports = '@typescript-eslint/no-restricted-imports';
const contract = (up: string) => `import { StudioError } from '${up}contract/index.ts';`;
const studio = (up: string) => `import { studioRouter } from '${up}studio/router/index.ts';`;

describe('imports across process borders', () => {
  it.each([
    ['src-main/contract/crossing.ts', "export * from '../studio/router/trpc.ts';", [paths, imports]],
    ['src-main/contract/crossing.ts', studio('../'), [imports]],
    ['src-main/studio/crossing.ts', "import '../hosts/serve-carrier.ts';", [paths]],
    ['src-main/studio/deep/down/crossing.ts', "import '../../../shell/main.ts';", [paths]],
    ['src-main/studio/crossing.ts', "import { app } from 'electron';", [imports]],
    ['src-main/trainer/crossing.ts', studio('../'), [paths]],
    ['src-main/trainer/crossing.ts', "import type { StudioContext } from '../studio/context.ts';", [paths]],
    ['src-main/hosts/crossing.ts', "import '../shell/main.ts';", [paths]],
    ['src-main/hosts/crossing.ts', "const page = await import('../../src-renderer/client/index.ts');", [paths]],
    ['src-main/shell/crossing.ts', studio('../'), [paths]],
    ['src-renderer/crossing.ts', studio('../src-main/'), [paths]],
    ['src-renderer/crossing.ts', "import '../src-main/hosts/serve-carrier.ts';", [paths]],
    ['src-renderer/crossing.ts', "import fs from 'node:fs';", [imports]],
    ['src-renderer/crossing.ts', "import { ipcRenderer } from 'electron';", [imports]],
    ['src-renderer/Crossing.vue', `<script setup lang="ts">\n${studio('../src-main/')}\n</script>`, [paths]],
  ])('fails in %s: %s', async (file, code, rules) => {
    expect((await brokenRules(file, code)).sort()).toEqual(rules.sort());
  });

  it.each([
    ['src-main/contract/allowed.ts', "export type { StudioRouter } from '../studio/router/index.ts';"],
    ['src-main/studio/allowed.ts', contract('../')],
    ['src-main/trainer/allowed.ts', contract('../')],
    ['src-main/hosts/allowed.ts', studio('../')],
    ['src-main/shell/allowed.ts', "import '../hosts/serve-carrier.ts';\nimport { app } from 'electron';"],
    ['src-renderer/allowed.ts', contract('../src-main/')],
    ['src-renderer/allowed.ts', "import { ref } from 'vue';"],
  ])('passes in %s: %s', async (file, code) => {
    expect(await brokenRules(file, code)).toEqual([]);
  });
});
