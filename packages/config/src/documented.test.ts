import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { options } from './options.ts';
import { settings } from './schema.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/configuration.md'), 'utf8');

test('the page shows every setting with its default', () => {
  const shown: unknown = parse(/```yaml\n(.*?)```/s.exec(page)?.[1] ?? '');
  // Without what has no default.
  const defaults: unknown = JSON.parse(JSON.stringify(settings.parse({})));
  expect(shown).toEqual(defaults);
});

test.each(options)('the page names $flag', ({ flag, env, path }) => {
  expect(page).toContain(`| \`${flag}\` | ${env === undefined ? '–' : `\`${env}\``} | \`${path}\` |`);
});
