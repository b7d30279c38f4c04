import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempFolder } from '@seedmill/testkit';
import { describe, expect, test } from 'vitest';
import { loadConfig } from './load.ts';

async function load(yaml: string | null, env: NodeJS.ProcessEnv = {}, flags: Record<string, string> = {}) {
  const cwd = await tempFolder();
  if (yaml !== null) await writeFile(join(cwd, 'seedmill.yaml'), yaml);
  return { cwd, config: loadConfig({ cwd, env, flags }) };
}

test('without a file every setting has its default', async () => {
  const { cwd, config } = await load(null);
  expect(config.samples).toBe(2);
  expect(config.teacher.provider).toBe('openai-compatible');
  expect(config.sandbox.memoryMiB).toBe(512);
  expect(config.ledger).toBe(join(cwd, '.seedmill/ledger.sqlite'));
});

test('flags win over the environment, the environment over the file', async () => {
  const yaml = 'samples: 3\nteacher:\n  model: from-file\n  temperature: 0.1\nmaxSnippets: 5\n';
  const env = { SEEDMILL_SAMPLES: '4', SEEDMILL_MODEL: 'from-env', SEEDMILL_LANGUAGES: 'python, typescript' };
  const { config } = await load(yaml, env, { '--samples': '5' });
  expect(config).toMatchObject({
    samples: 5,
    maxSnippets: 5,
    languages: ['python', 'typescript'],
    teacher: { model: 'from-env', temperature: 0.1 },
  });
});

test('REDIS_URL wins over the file', async () => {
  const { config } = await load('redis: redis://file:1\n', { REDIS_URL: 'redis://env:2' });
  expect(config.redis).toBe('redis://env:2');
});

test('the key is read from the variable that the settings name', async () => {
  const { config } = await load('teacher:\n  apiKeyEnv: MY_KEY\n', { MY_KEY: 'k', OPENAI_API_KEY: 'other' });
  expect(config.keyIn(config.teacher.apiKeyEnv)).toBe('k');
  expect(config.keyIn('UNSET')).toBeUndefined();
});

test('a Postgres ledger is not taken for a path', async () => {
  const { config } = await load(null, { SEEDMILL_LEDGER: 'postgres://host/db' });
  expect(config.ledger).toBe('postgres://host/db');
});

test('the configuration is frozen all through', async () => {
  const { config } = await load(null);
  expect(Object.isFrozen(config)).toBe(true);
  expect(Object.isFrozen(config.sandbox)).toBe(true);
  expect(Object.isFrozen(config.languages)).toBe(true);
});

describe('mistakes are named in one sentence', () => {
  test.each([
    [
      'an unknown setting, with the likely one',
      'samplse: 3\n',
      {},
      {},
      'CONFIG_UNKNOWN_KEY',
      /"samplse"/,
      /"samples"/,
    ],
    [
      'one inside a group',
      'sandbox:\n  memoryMB: 3\n',
      {},
      {},
      'CONFIG_UNKNOWN_KEY',
      /"memoryMB" under "sandbox"/,
      /"memoryMiB"/,
    ],
    [
      'one like no other',
      'zzzzzzzz: 1\n',
      {},
      {},
      'CONFIG_UNKNOWN_KEY',
      /"zzzzzzzz"/,
      /Known there: languages/,
    ],
    [
      'a value of the wrong kind',
      'samples: many\n',
      {},
      {},
      'CONFIG_INVALID',
      /seedmill.yaml: samples/,
      /--help/,
    ],
    [
      'a variable of the wrong kind',
      null,
      { SEEDMILL_SAMPLES: 'many' },
      {},
      'CONFIG_INVALID',
      /SEEDMILL_SAMPLES/,
      /--help/,
    ],
    ['a flag of the wrong kind', null, {}, { '--samples': '1.5' }, 'CONFIG_INVALID', /--samples/, /--help/],
    [
      'a URL that is none',
      null,
      {},
      { '--base-url': 'localhost:8000' },
      'CONFIG_INVALID',
      /--base-url/,
      /--help/,
    ],
    ['YAML that is none', 'a: [1\n', {}, {}, 'CONFIG_UNREADABLE', /seedmill.yaml/, /Mend/],
    ['a list for a file', '- a\n', {}, {}, 'CONFIG_UNREADABLE', /seedmill.yaml/, /Mend/],
  ] as const)('%s', async (_name, yaml, env, flags, code, message, hint) => {
    await expect(load(yaml, env, flags)).rejects.toMatchObject({
      code,
      remedy: 'fix-input',
      message: expect.stringMatching(message) as string,
      hint: expect.stringMatching(hint) as string,
    });
  });
});
