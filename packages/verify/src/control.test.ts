import type { Alterable, StaticAnalysis } from '@seedmill/contracts';
import { makeLanguage } from '@seedmill/testkit';
import { expect, test } from 'vitest';
import { controlOf, tooFewFailed } from './control.ts';

const language = makeLanguage({
  suite: {
    ...makeLanguage().suite,
    alterations: [
      { find: '', alter: (text) => `(${text}, 0)` },
      { find: '', alter: (text) => `not (${text})` },
    ],
  },
});
const analysisOf = (
  places: Alterable['places'],
  tests: number[] = [0],
): Pick<StaticAnalysis, 'alterable'> => ({
  alterable: () => Promise.resolve({ places, tests }),
});
const shape = { style: 'framework' as const, files: ['test_a.py'], declared: 1 };

test('each place is altered as its alteration says, and the rest stands', async () => {
  const text = 'assert f() == 3\nassert g(1)\n';
  const [number, call] = [text.indexOf('3'), text.indexOf('g(1)')];
  const places = [
    { start: number, end: number + 1, alteration: 0 },
    { start: call, end: call + 4, alteration: 1 },
  ];
  const tests = { 'test_a.py': text, 'data.txt': '3' };
  expect(await controlOf(analysisOf(places), language, tests, shape)).toEqual({
    tests: { 'test_a.py': 'assert f() == (3, 0)\nassert not (g(1))\n', 'data.txt': '3' },
    altered: 1,
  });
});

test('a text that is altered as a whole counts by the tests in which something changed', async () => {
  const whole = makeLanguage({
    suite: {
      ...makeLanguage().suite,
      alterations: [{ find: '', alter: (text) => text.replaceAll('3', '4') }],
    },
  });
  const text = 'test a\n  3\n  3\ntest b\n  5\ntest c\n  is 3\n';
  const tests = ['a', 'b', 'c'].map((name) => text.indexOf(`test ${name}`));
  const place = { start: 0, end: text.length, alteration: 0 };
  const control = await controlOf(analysisOf([place], tests), whole, { 'test_a.py': text }, shape);
  expect(control?.altered).toBe(2);
});

test('where nothing can be altered there is no control', async () => {
  expect(await controlOf(analysisOf([]), language, { 'test_a.py': 'f()\n' }, shape)).toBeNull();
});

test('less than half of the altered tests failing is the sign of a cheat', () => {
  const cases = (failed: number, passed: number) => [
    ...Array.from({ length: failed }, (_, n) => ({ name: `f${n}`, outcome: 'failed' as const })),
    ...Array.from({ length: passed }, (_, n) => ({ name: `p${n}`, outcome: 'passed' as const })),
  ];
  expect(tooFewFailed(cases(1, 4), 4)).toBe(true);
  expect(tooFewFailed(cases(2, 2), 4)).toBe(false);
  expect(tooFewFailed(cases(1, 9), 1)).toBe(false);
});
