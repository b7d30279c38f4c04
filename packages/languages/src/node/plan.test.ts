import { createDecipheriv, createHash } from 'node:crypto';
import type { Program, SuiteShape } from '@seedmill/contracts';
import { expect, test } from 'vitest';
import { planForNode } from './plan.ts';

const shape = (files: string[], style: SuiteShape['style'] = 'framework'): SuiteShape => ({
  files,
  style,
  declared: 1,
});
const plan = (program: Partial<Program>, suite = shape(Object.keys(program.tests ?? {}))) =>
  planForNode({ solution: {}, tests: {}, ...program }, suite, (text) => `stripped ${text}`);

test('what configures counts in a suite and not in a solution', () => {
  const solution = {
    'a.js': '',
    'package.json': '{}',
    'jest.config.js': '',
    '.mocharc.json': '',
    'node_modules/x/i.js': '',
  };
  expect(Object.keys(plan({ solution, tests: { 'a.test.js': '', 'jest.config.js': '' } }).files)).toEqual([
    'a.js',
    'a.test.js',
    'jest.config.js',
  ]);
});

test("a solution brings no file that an import of the suite's own could mean", () => {
  const solution = { 'a.js': '', 'helper.js': '', 'table.js': '', 'a.test.ts': '' };
  const tests = { 'a.test.js': '', 'helper/index.ts': '', 'table.json': '' };
  expect(Object.keys(plan({ solution, tests }).files)).toEqual(['a.js', 'table.js', ...Object.keys(tests)]);
});

test('the text of a module says what it is, and not its package', () => {
  const text = (content: string) =>
    plan({ tests: { 'package.json': content } }, shape([])).files['package.json'];
  expect(text('{ "name": "a", "type": "module" }')).toBe('{ "name": "a" }');
  expect(text('{"type":"commonjs","name":"a"}')).toBe('{"name":"a"}');
});

test('only TypeScript is stripped', () => {
  const { files } = plan({ solution: { 'a.ts': '1', 'b.js': '1', 'c.d.ts': '1' } });
  expect(files).toEqual({ 'a.ts': 'stripped 1', 'b.js': '1', 'c.d.ts': '1' });
});

test('the runner is told the way of every file', () => {
  const tests = { 'a.test.js': "import test from 'node:test'", 'b.test.js': "test('b', () => {})" };
  const told = (suite?: SuiteShape) => plan({ tests }, suite).steps[0]?.args?.slice(1);
  expect(told()).toEqual(['node-test a.test.js', 'suite b.test.js']);
  expect(told(shape(['b.test.js'], 'script'))).toEqual(['script b.test.js']);
});

test('what is run is sealed, with a key that only the runner is told', () => {
  const tests = { 'a.test.js': 'secret 42', 'helper.js': 'plain' };
  const { files, steps } = plan({ tests }, shape(['a.test.js']));
  const key = steps[0]?.args?.[0]?.replace('key ', '') ?? '';
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(JSON.stringify(files)).not.toContain(key);
  expect(files['helper.js']).toBe('plain');
  const start = createHash('sha256').update('a.test.js').digest().subarray(0, 16);
  const open = createDecipheriv('aes-256-ctr', Buffer.from(key, 'hex'), start);
  expect(open.update(files['a.test.js'] ?? '', 'base64', 'utf8')).toBe('secret 42');
});
