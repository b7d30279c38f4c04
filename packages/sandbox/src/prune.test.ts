import { expect, test } from 'vitest';
import { isOld } from './prune.ts';

const current = new Set(['seedmill/python:aaa']);

test.each([
  [['seedmill/python:bbb'], true],
  [['<none>:<none>'], true],
  [[], true],
  [['seedmill/python:aaa'], false],
  [['seedmill/python:bbb', 'seedmill/python:aaa'], false],
  [['seedmill/python:bbb', 'mine:latest'], false],
  [['seedmill-bench/python:ccc'], false],
])('an image with the names %j is old: %s', (tags, old) => {
  expect(isOld(tags, current)).toBe(old);
});
