import type { LanguageStatistics, Statistics } from '@seedmill/contracts';
import { expect, test } from 'vitest';
import { statisticsTable, teacherLine } from './table.ts';

const counts = (given: Partial<LanguageStatistics>): LanguageStatistics => ({
  suites: 0,
  suitesRejected: {},
  attempts: 0,
  judged: 0,
  firstPassed: 0,
  corrected: 0,
  correctionsJudged: 0,
  fixed: 0,
  pairs: 0,
  rejected: {},
  inconclusive: 0,
  firstPassRate: null,
  fixRate: null,
  correctedShare: null,
  ...given,
});
const python = counts({
  attempts: 4,
  firstPassed: 1,
  firstPassRate: 0.25,
  rejected: { timeout: 1, 'type-error': 2 },
});
const go = counts({ attempts: 2, suitesRejected: { vacuous: 3 }, rejected: { timeout: 1 } });
const statistics: Statistics = {
  ...counts({
    attempts: 6,
    firstPassed: 1,
    firstPassRate: 1 / 6,
    suitesRejected: { vacuous: 3 },
    rejected: { timeout: 2, 'type-error': 2 },
  }),
  snippets: 7,
  problems: 6,
  byLanguage: { python, go },
  teacher: { calls: 9, inputTokens: 10, outputTokens: 20, failed: { suite: 2 } },
  open: {},
};

/** The cells of the row that begins with `name`. */
const row = (name: string) =>
  statisticsTable(statistics)
    .split('\n')
    .map((line) =>
      line
        .split('│')
        .map((cell) => cell.trim())
        .slice(1, -1),
    )
    .find(([first]) => first === name)
    ?.slice(1);

test('has a column per language, sorted, and one for all', () => {
  expect(row('')).toEqual(['go', 'python', 'all']);
  expect(row('attempts')).toEqual(['2', '4', '6']);
  expect(row('snippets')).toEqual(['', '', '7']);
});

test('rates are percentages, and a dash where nothing is judged', () => {
  expect(row('first-pass rate')).toEqual(['–', '25.0 %', '16.7 %']);
});

test('every reason has a row of its own', () => {
  expect(row('rejected')).toEqual(['1', '3', '4']);
  expect(row('rejected: timeout')).toEqual(['1', '1', '2']);
  expect(row('rejected: type-error')).toEqual(['0', '2', '2']);
  expect(row('suite rejected: vacuous')).toEqual(['3', '0', '3']);
});

test('the teacher line tells calls, tokens and what could not be read', () => {
  expect(teacherLine(statistics)).toBe('teacher: 9 calls (10 tokens in, 20 out); unreadable: 2 suite');
  expect(
    teacherLine({ ...statistics, teacher: { calls: 3, inputTokens: 0, outputTokens: 0, failed: {} } }),
  ).toBe('teacher: 3 calls');
});
