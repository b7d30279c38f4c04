import { describe, expect, test } from 'vitest';
import { otherValue } from './python/values.ts';
import { python } from './python.ts';

const { tests } = python.suite;
const declared = (text: string): number => (tests instanceof RegExp ? [...text.matchAll(tests)].length : -1);

describe('declared tests', () => {
  test.each([
    ['functions', 'def test_a(): ...\nasync def test_b(): ...\ndef helper(): ...\n', 2],
    [
      'methods',
      'class TestA:\n    def test_b(self):\n        def test_inner(): ...\n\n    def test_c(self): ...\n',
      2,
    ],
    ['unittest', 'class Bob(unittest.TestCase):\n    def setUp(self): ...\n    def test_a(self): ...\n', 1],
    ['not those of other classes', 'class Helper:\n    def test_a(self): ...\n', 0],
    ['one name once', 'def test_a(): ...\ndef test_a(): ...\ndef test_ab(): ...\n', 2],
    ['no fixtures', '@pytest.fixture\ndef test_data(): ...\ndef test_a(test_data): ...\n', 1],
    ['no checks that are called with a candidate', 'def test(candidate): ...\ntest(f)\n', 0],
  ])('%s', (_name, text, count) => {
    expect(declared(text)).toBe(count);
  });
});

test.each([
  ['2', '92'],
  ['-0.5', '-90.5'],
  ['"a\\"b"', '"a\\"bx"'],
  ["r'''x'''", "r'''xx'''"],
  ['True', 'False'],
  ['[]', '[0]'],
  ['[1, [2, "x"]]', '[1, [2, "xx"]]'],
  ["{'a': [1, 2]}", "{'a': [1, 92]}"],
  ['{1, 2}', '[{1, 2}\n]'],
  ['[g(1)]', '[[g(1)]\n]'],
  ['0x1F', '[0x1F\n]'],
  ["f'{x}'", "[f'{x}'\n]"],
])('%s becomes another value', (before, after) => {
  expect(otherValue(before)).toBe(after);
});

test('a solution configures nothing, and the tests it brings are none', () => {
  const solution = { 'solution.py': 'x', 'conftest.py': 'x', 'a/pytest.ini': 'x', 'pyproject.toml': 'x' };
  const { files, steps } = python.plan(
    { solution, tests: { 'test_x.py': 'y', 'tests/conftest.py': 'z' } },
    { style: 'framework', files: ['test_x.py'], declared: 1 },
  );
  expect(Object.keys(files)).toEqual(['solution.py', 'test_x.py', 'tests/conftest.py']);
  expect(steps[0]?.args).toEqual(['pytest', 'test_x.py', '--', 'solution.py']);
});
