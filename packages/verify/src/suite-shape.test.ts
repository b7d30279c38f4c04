import { makeLanguage } from '@seedmill/testkit';
import { expect, test } from 'vitest';
import { shapeOf } from './suite-shape.ts';

/** Counts as the made language says: lines that begin with `test` and `do`. */
const analysis = {
  declaredTests: (_language: string, text: string) =>
    Promise.resolve({ tests: [...text.matchAll(/^test/gm)].length, script: /^do/m.test(text) }),
};
const shape = (tests: Record<string, string>) => shapeOf(analysis, makeLanguage(), tests);

test('the files that frameworks look for are run, and their tests counted', async () => {
  const files = {
    'test_b.py': 'test\ntest\n',
    'test_a.py': 'test\ndo',
    'helper.py': 'test',
    'data.json': '',
  };
  expect(await shape(files)).toEqual({
    style: 'framework',
    files: ['test_a.py', 'test_b.py'],
    declared: 3,
  });
});

test('a suite without tests that does something is as many scripts as do something', async () => {
  const files = { 'test_a.py': 'do', 'test_b.py': '', 'test_c.py': 'do' };
  expect(await shape(files)).toEqual({ style: 'script', files: ['test_a.py', 'test_c.py'], declared: 2 });
});

test('without a usual name everything that holds code is looked at', async () => {
  expect(await shape({ 'check.py': 'do', 'data.json': 'do' })).toEqual({
    style: 'script',
    files: ['check.py'],
    declared: 1,
  });
});

test('a suite that neither declares nor does anything declares nothing', async () => {
  expect(await shape({ 'test_a.py': '# nothing' })).toMatchObject({ style: 'framework', declared: 0 });
});
