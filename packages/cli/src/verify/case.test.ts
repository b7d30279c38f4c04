import { expect, test } from 'vitest';
import { readCase, unverifiable, verdictLine } from './case.ts';

const line = (given: object) =>
  JSON.stringify({
    id: 'a',
    language: 'python',
    solution: { 'x.py': '1' },
    tests: { 'tests/test_x.py': '2' },
    ...given,
  });

test('a case is read, and keys that mean nothing here are passed over', () => {
  expect(readCase(line({ expect: 'pass' }))).toEqual({
    id: 'a',
    language: 'python',
    program: { solution: { 'x.py': '1' }, tests: { 'tests/test_x.py': '2' } },
  });
});

test.each([
  ['too long', null, null, 'the line is too long'],
  ['no JSON', '{"id": ', null, 'not JSON'],
  ['a list', '[]', null, 'expected object'],
  ['an id that is a number', line({ id: 3 }), null, '"id"'],
  ['no suite', line({ tests: undefined }), 'a', '"tests"'],
  ['an empty solution', line({ solution: {} }), 'a', 'holds no file'],
  ['a file that is no text', line({ tests: { 'a.py': 1 } }), 'a', '"tests.a.py"'],
  ['a file name with a line end', line({ tests: { 'a\nb.py': '' } }), 'a', 'tests'],
])('a line that is no case says why: %s', (_name, text, id, problem) => {
  expect(readCase(text)).toEqual({ id, problem: expect.stringContaining(problem) as string });
});

test('a verdict is one line, with what was asked for first', () => {
  const text = verdictLine('a', {
    ...unverifiable('x'),
    outcome: 'failed',
    phase: 'test',
    reason: 'timeout',
  });
  expect(text).not.toContain('\n');
  expect(Object.entries(JSON.parse(text) as object).slice(0, 4)).toEqual([
    ['id', 'a'],
    ['outcome', 'failed'],
    ['phase', 'test'],
    ['reason', 'timeout'],
  ]);
  expect(JSON.parse(verdictLine(null, unverifiable('why')))).toMatchObject({
    id: null,
    outcome: 'inconclusive',
    phase: null,
    reason: 'why',
  });
});
