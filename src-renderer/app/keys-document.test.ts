import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { keyBindings, partsOfKey } from './keys.ts';

test('docs/keys.md lists every key, under its scope, as the window shows it', () => {
  const scopes = [...new Set(keyBindings.map((binding) => binding.scope))];
  const tables = scopes.map((scope) => {
    const rows = keyBindings
      .filter((binding) => binding.scope === scope)
      .map(({ keys, title }) => `| ${keys.map((key) => partsOfKey(key).join(' ')).join(', ')} | ${title} |`);
    return [`## ${scope}`, '', '| Keys | What |', '| --- | --- |', ...rows].join('\n');
  });
  const document = readFileSync(new URL('../../docs/keys.md', import.meta.url), 'utf8');
  expect(document.slice(document.indexOf('## ')).trim()).toBe(tables.join('\n\n'));
});
