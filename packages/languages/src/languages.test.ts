import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { languages } from './index.ts';

// What a language is made of lies in folders, or carries the language's name before a hyphen.
test('every language file is registered', () => {
  const files = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.replace('.ts', ''))
    .filter((file) => file !== 'index' && !file.includes('-'));
  expect(languages.map(({ id }) => id).sort()).toEqual(files.sort());
});

test('no two languages claim the same file ending', () => {
  const endings = languages.flatMap(({ extensions }) => extensions);
  expect(new Set(endings).size).toBe(endings.length);
});
