import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { seedmillIn } from './support/command-line.ts';

const python = (id: string, body: string, before = '') => ({
  id,
  language: 'python',
  solution: { 'lib/adding.py': `${before}def add(a, b):\n    return ${body}\n`, 'lib/__init__.py': '' },
  tests: { 'test_adding.py': 'from lib.adding import add\n\ndef test_add():\n    assert add(2, 3) == 5\n' },
});
const javascript = (id: string, body: string) => ({
  id,
  language: 'javascript',
  solution: { 'adding.js': `exports.add = (a, b) => ${body};\n` },
  tests: { 'check.js': "const { add } = require('./adding');\nrequire('assert').equal(add(2, 3), 5);\n" },
});
const jsonLines = (values: readonly unknown[]) =>
  values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n');

const linesIn = async (path: string) =>
  (await readFile(path, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { id: string | null; outcome: string; reason: string | null });

test('cases in several languages get one verdict a line, in their order', async () => {
  const { folder, seedmill } = await seedmillIn();
  const cases = [
    python('right', 'a + b'),
    javascript('script', 'a + b'),
    'rubbish',
    python('wrong', 'a - b'),
    javascript('wrong script', 'a - b'),
    { ...python('unknown', 'a'), language: 'cobol' },
    { ...python('outside', 'a'), tests: { '../x.py': '' } },
  ];
  await writeFile(join(folder, 'cases.jsonl'), jsonLines(cases));
  const { exitCode, stdout, stderr } = await seedmill(['verify', '--in', 'cases.jsonl', '--out', 'v.jsonl']);
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toBe('2 passed, 2 failed, 3 inconclusive, in v.jsonl');
  expect(await linesIn(join(folder, 'v.jsonl'))).toMatchObject([
    {
      id: 'right',
      outcome: 'passed',
      phase: null,
      reason: null,
      tests: { declared: 1, passed: 1, failed: 0, skipped: 0 },
      image: expect.stringMatching(/^sha256:/) as string,
    },
    { id: 'script', outcome: 'passed', tests: { declared: 1, passed: 1 } },
    { id: null, outcome: 'inconclusive', reason: expect.stringContaining('line 3') as string },
    { id: 'wrong', outcome: 'failed', phase: 'test', reason: 'assertion-failed', tests: { failed: 1 } },
    { id: 'wrong script', outcome: 'failed', phase: 'test', reason: 'assertion-failed' },
    { id: 'unknown', outcome: 'inconclusive', reason: expect.stringContaining('cobol') as string },
    { id: 'outside', outcome: 'inconclusive', reason: expect.stringContaining('../x.py') as string },
  ]);
});

const slow = Array.from({ length: 24 }, (_, n) =>
  python(`case ${n}`, 'a + b', 'import time\ntime.sleep(0.3)\n'),
);

test.each(['SIGINT', 'SIGKILL'] as const)('after %s the same command goes on', async (signal) => {
  const { folder, seedmill } = await seedmillIn();
  const out = join(folder, 'v.jsonl');
  await writeFile(join(folder, 'cases.jsonl'), jsonLines(slow));
  const command = ['verify', '--in', 'cases.jsonl', '--out', 'v.jsonl'];
  const first = seedmill(command);
  await vi.waitFor(
    async () => {
      expect((await stat(out)).size).toBeGreaterThan(0);
    },
    {
      timeout: 60_000,
      interval: 20,
    },
  );
  first.kill(signal);
  const { exitCode, stderr } = await first;
  if (signal === 'SIGINT') {
    expect(exitCode, stderr).toBe(130);
    expect(stderr).toContain('Go on with the same command');
    expect((await linesIn(out)).length).toBeLessThan(slow.length);
  }
  const second = await seedmill(command);
  expect(second.exitCode, second.stderr).toBe(0);
  expect(second.stdout).toMatch(/^\d+ passed, 0 failed, 0 inconclusive, \d+ there before, in v.jsonl$/);
  expect((await linesIn(out)).map(({ id, outcome }) => [id, outcome])).toEqual(
    slow.map(({ id }) => [id, 'passed']),
  );
});

test.each([
  [['verify', '--in', 'none.jsonl', '--out', 'v.jsonl'], /Cannot read the cases in none.jsonl/],
  [['verify', '--in', '.', '--out', 'v.jsonl'], /it is not a file/],
  [['verify', '--in', 'cases.jsonl', '--out', 'no/such/v.jsonl'], /Cannot write the verdicts/],
  [['verify', '--in', 'cases.jsonl', '--out', 'cases.jsonl'], /something else than verdicts/],
  [['verify', '--in', 'cases.jsonl', '--out', 'v.jsonl', '--concurrency', '0'], /whole number from 1 to 512/],
])('%j is refused, and nothing is written', async (args, message) => {
  const { folder, seedmill } = await seedmillIn();
  const cases = jsonLines([python('a', 'a + b')]);
  await writeFile(join(folder, 'cases.jsonl'), cases);
  const { exitCode, stderr } = await seedmill(args);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(message);
  expect(await readFile(join(folder, 'cases.jsonl'), 'utf8')).toBe(cases);
  await expect(stat(join(folder, 'v.jsonl'))).rejects.toMatchObject({ code: 'ENOENT' });
});
