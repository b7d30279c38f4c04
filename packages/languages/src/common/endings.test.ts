import { expect, test } from 'vitest';
import { blockAt, type Dialect, endings } from './endings.ts';

const dialect: Dialect = { fails: /^(throw\b|exit\(1)/, prints: /^print\(/ };

/** The parts of a block at which leaving is coming to its end. */
const ends = (block: string): string[] =>
  endings(`{${block}}`, blockAt(`{${block}}`, 0), dialect)
    .map(({ start, end }) => `{${block}}`.slice(start, end).trim())
    .filter((part) => part.includes('exit(0)'));

test('the last statement is the end', () => {
  expect(ends(' check(a); exit(0); ')).toEqual(['exit(0);']);
  expect(ends(' if (a) { print("}"); exit(0); } print(b); ')).toEqual([]);
});

test('a branch is the end where another fails', () => {
  expect(ends(' check(); if (a) { print(); exit(0); } else { exit(1); } ')).toEqual(['exit(0);']);
  expect(ends(' if (a) { exit(0); } else { print(b); } ')).toEqual([]);
  expect(ends(' if (a) exit(0); else exit(1); ')).toEqual(['if (a) exit(0); else exit(1);']);
});

test('what only failures follow is the end', () => {
  expect(ends(' check(); if (a) { exit(0); } print("no"); exit(1); ')).toEqual(['exit(0);']);
  expect(ends(' if (a) { exit(0); } check(); exit(1); ')).toEqual([]);
});

test('a loop is no end, a block is', () => {
  expect(ends(' for (;;) { exit(0); } ')).toEqual([]);
  expect(ends(' try { check(); exit(0); } catch (e) { exit(0); } ')).toEqual(['exit(0);']);
});
