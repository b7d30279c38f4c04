import type { Language } from '@seedmill/contracts';
import { expect, test } from 'vitest';
import { readProblem, readSolution, readSuite } from './read.ts';

const statement = `Write f(x).\n\n## Rules\n\n${'A rule that fixes the behaviour. '.repeat(10)}`.trim();
const problemAnswer = `## Title\n**Sum of\nparts**\n\n## Topic\nsums\n\n## Difficulty\nMedium\n\n## Concepts\n- adding, folding\n- edges\n\n## Statement\n${statement}\n`;
const python = {
  layout: { solution: 'solution.py', suite: 'test_solution.py' },
  teaching: { fence: 'python' },
} as Language;

test('reads a problem; headings of the statement belong to it', () => {
  expect(readProblem(problemAnswer)).toEqual({
    ok: true,
    value: {
      title: 'Sum of parts',
      topic: 'sums',
      difficulty: 'medium',
      concepts: ['adding', 'folding', 'edges'],
      statement,
    },
  });
});

test.each([
  ['a missing section', problemAnswer.replace('## Topic', 'Topic'), /"## Topic" is missing/],
  ['an unknown difficulty', problemAnswer.replace('Medium', 'brutal'), /difficulty/],
  ['a statement of a few words', problemAnswer.replace(statement, 'Do it.'), /too short/],
])('a problem with %s is wrong', (_name, answer, reason) => {
  const reading = readProblem(answer);
  expect(reading.ok ? '' : reading.wrong).toMatch(reason);
});

test('reads an interface and its tests', () => {
  const answer = '## Interface\n```python\ndef f(): ...\n```\n## Tests\n```python\ndef test_f(): f()\n```';
  expect(readSuite(answer, python)).toEqual({
    ok: true,
    value: {
      interface: { file: 'solution.py', code: 'def f(): ...\n' },
      tests: { file: 'test_solution.py', code: 'def test_f(): f()\n' },
    },
  });
});

test('says which part of a suite is wrong', () => {
  expect(readSuite('## Interface\n```python\nx\n```\n## Tests\nnone', python)).toMatchObject({
    ok: false,
    wrong: expect.stringContaining('"## Tests" there is no code block') as string,
  });
});

test('reads a correction: code quoted under the cause is not the solution', () => {
  const answer = '## Cause\nThis was wrong:\n```python\nx = 0\n```\n## Solution\n```python\nx = 1\n```';
  expect(readSolution(answer, python)).toEqual({ ok: true, value: { file: 'solution.py', code: 'x = 1\n' } });
});
