import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keyBindings, keyScopes } from './keys.ts';
import { keyAsShown } from './keys/pressed-key.ts';

test('docs/keys.md lists every key, under its scope, as the window shows it', () => {
  const lists = keyScopes.map((scope) => {
    const lines = keyBindings
      .filter((binding) => binding.scope === scope)
      .map(({ keys, title }) => `- ${keys.map((key) => `\`${keyAsShown(key)}\``).join(', ')}: ${title}`);
    return [`## ${scope}`, '', ...lines].join('\n');
  });
  const document = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'keys.md'), 'utf8');
  expect(document.slice(document.indexOf('## ')).trim()).toBe(lists.join('\n\n'));
});
