import { expect, test } from 'vitest';
import { contentId, stableJson } from './ids.ts';

test('equal content gives equal ids, whatever the order of its keys', () => {
  expect(contentId('problem', { a: 1, b: { c: 2, d: 3 } })).toBe(
    contentId('problem', { b: { d: 3, c: 2 }, a: 1 }),
  );
});

test('other content, and the same content of another kind, gives other ids', () => {
  const ids = [
    contentId('problem', 'a', 'b'),
    contentId('problem', 'b', 'a'),
    contentId('problem', 'ab'),
    contentId('problem', ['a', 'b']),
    contentId('suite', 'a', 'b'),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});

test('an id can name a job: it holds no colon', () => {
  expect(contentId('run', 'x:y')).toMatch(/^run-[0-9a-f]{20}$/);
});

test('stable JSON keeps the order of lists', () => {
  expect(stableJson([3, { b: 1, a: [2, 1] }])).toBe('[3,{"a":[2,1],"b":1}]');
});
