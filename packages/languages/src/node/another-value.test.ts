import { expect, test } from 'vitest';
import { anotherValue } from './another-value.ts';

test.each([
  ['3', '2'],
  ['0', '1'],
  ['-1', '-0'],
  ['0.5', '90.5'],
  ['10n', '910n'],
  ['0xff', '0x1ff'],
  ["'abc'", "'abcx'"],
  ['""', '"x"'],
  ['true', 'false'],
  ['null', '0'],
  ['undefined', 'null'],
  ['[]', '[0]'],
  ['{}', '{ other: 0 }'],
  ['[1, [2, 3]]', '[1, [2, 2]]'],
  ["{ name: 'a', size: 2 }", "{ name: 'a', size: 1 }"],
  ['{ 1: "a" }', '{ 1: "ax" }'],
  ['expected', '[expected, 0]'],
  ['[f(1), 2]', '[[f(1), 2], 0]'],
  ['new Set([1])', '[new Set([1]), 0]'],
  ['/a/', '[/a/, 0]'],
])('%s becomes %s', (text, other) => {
  expect(anotherValue(text)).toBe(other);
});
