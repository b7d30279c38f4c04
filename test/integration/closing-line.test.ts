import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, expect, it } from 'vitest';

const repository = join(import.meta.dirname, '..', '..');
const vitest = join(repository, 'node_modules', 'vitest', 'vitest.mjs');
const reporter = join(repository, 'scripts', 'closing-line-reporter.mjs');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seedmill-closing-line-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a vitest of its own on the files, and returns its exit code and the last line of its stdout. */
function closingOf(files: Readonly<Record<string, string>>) {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
  const args = [vitest, 'run', '--globals', '--root', folder, '--reporter=default', `--reporter=${reporter}`];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' });
  return { status, last: stdout.split('\n').at(-2) };
}

it('closes with what passed', () => {
  expect(closingOf({ 'a.test.mjs': `test('a', () => {}); test('b', () => {});` })).toEqual({
    status: 0,
    last: '2 passed, 0 failed',
  });
});

it('counts failures, skipped tests and files that cannot be loaded', () => {
  const files = {
    'a.test.mjs': `test('a', () => {}); test.skip('b', () => {}); test.todo('c'); test('d', () => { throw new Error('d'); });`,
    'b.test.mjs': `throw new Error('not loadable');`,
  };
  expect(closingOf(files)).toEqual({ status: 1, last: '1 passed, 2 failed, 2 skipped' });
});

it('fails on an error outside any test', () => {
  const file = `test('a', async () => { setTimeout(() => { throw new Error('late'); }); await new Promise((r) => setTimeout(r, 50)); });`;
  expect(closingOf({ 'a.test.mjs': file })).toEqual({ status: 1, last: '1 passed, 1 failed' });
});

it('fails when nothing ran', () => {
  expect(closingOf({})).toEqual({ status: 1, last: '0 passed, 0 failed' });
  expect(closingOf({ 'a.test.mjs': `test.skip('a', () => {});` })).toEqual({
    status: 1,
    last: '0 passed, 0 failed, 1 skipped',
  });
});
