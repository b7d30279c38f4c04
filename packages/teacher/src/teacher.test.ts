import type { CallStore, Provider, Question, TeacherCall } from '@seedmill/contracts';
import {
  makeAttempt,
  makeFailed,
  makeLanguage,
  makeProblem,
  makeRun,
  makeSnippet,
  makeSuite,
} from '@seedmill/testkit';
import { expect, test } from 'vitest';
import { createTeacher } from './teacher.ts';

const run = makeRun();
const snippet = makeSnippet(run, { text: 'def seed_code(): SNIPPET' });
const problem = makeProblem(run, snippet, { title: 'TITLE', statement: 'STATEMENT' });
const suite = makeSuite(run, problem, {
  interface: { file: 'solution.py', code: 'INTERFACE' },
  tests: { file: 'test_solution.py', code: 'HIDDEN TESTS' },
});
const attempt = makeAttempt(run, suite, { solution: { file: 'solution.py', code: 'FAULTY CODE' } });
const python = makeLanguage({
  teaching: {
    fence: 'python',
    version: 'VERSION',
    interface: 'INTERFACE RULES',
    suite: 'SUITE RULES',
    solution: 'SOLUTION RULES',
  },
});

const nothingKept: CallStore = {
  call: () => Promise.resolve(undefined),
  recordCall: () => Promise.resolve(),
};

/** A teacher whose provider notes the questions and always answers `text`. */
function bench(text: string) {
  const asked: Question[] = [];
  const provider: Provider = {
    identity: {},
    check: () => Promise.resolve(),
    complete: (question) => {
      asked.push(question);
      return Promise.resolve({
        text,
        model: 'm',
        finishReason: 'stop',
        inputTokens: null,
        outputTokens: null,
      });
    },
  };
  const heard: TeacherCall[] = [];
  const teacher = createTeacher({
    provider,
    calls: nothingKept,
    languages: [python],
    onCall: (call) => heard.push(call),
  });
  const words = () => asked.flatMap(({ messages }) => messages.map(({ content }) => content)).join('\n');
  return { teacher, asked, heard, words };
}

test('a problem is asked for with the snippet', async () => {
  const { teacher, asked, words } = bench('');
  await teacher.problem(run.id, snippet);
  expect(words()).toContain('def seed_code(): SNIPPET');
  expect(asked[0]).toMatchObject({ stage: 'problem', record: snippet.id, ask: 0 });
});

test('a suite is asked for from the problem alone: no snippet, no solution', async () => {
  const { teacher, asked, words } = bench('');
  await teacher.suite(run.id, problem, 'python');
  for (const needed of ['TITLE', 'STATEMENT', 'SUITE RULES', 'INTERFACE RULES', 'VERSION'])
    expect(words()).toContain(needed);
  for (const unseen of ['SNIPPET', 'FAULTY CODE']) expect(words()).not.toContain(unseen);
  expect(asked[0]).toMatchObject({ stage: 'suite', record: `${problem.id}/python` });
});

test('a solution is asked for without the tests', async () => {
  const { teacher, asked, words } = bench('```python\nx = 1\n```');
  const answer = await teacher.solution(run.id, problem, suite, 3);
  expect(answer).toMatchObject({
    outcome: 'answered',
    value: { file: 'solution.py', code: 'x = 1\n' },
    madeBy: { prompt: 'solution@1' },
  });
  for (const needed of ['STATEMENT', 'INTERFACE', 'SOLUTION RULES']) expect(words()).toContain(needed);
  expect(words()).not.toContain('HIDDEN TESTS');
  expect(asked[0]).toMatchObject({ stage: 'solution', record: `${suite.id}/3` });
});

test('a correction is shown problem, interface, faulty code and what its phase printed, and not the tests', async () => {
  const { teacher, asked, heard, words } = bench('## Solution\n```python\nx = 2\n```');
  const failed = makeFailed(run, attempt);
  if (failed.outcome !== 'failed') throw new Error('it did not fail');
  const verdict = {
    ...failed,
    cases: [{ name: 'test_two', outcome: 'failed' as const, message: 'assert 3 == 4' }],
    output: { command: 'run tests', exitCode: 1, signal: null, stdout: 'STDOUT', stderr: 'STDERR' },
  };
  const answer = await teacher.correction(run.id, { problem, suite, attempt, verdict });
  expect(answer).toMatchObject({ outcome: 'answered', value: { code: 'x = 2\n' } });
  for (const needed of [
    'STATEMENT',
    'INTERFACE',
    'FAULTY CODE',
    'STDOUT',
    'STDERR',
    'exit code 1',
    'run tests',
    'assertion-failed',
    'test_two',
    'assert 3 == 4',
  ]) {
    expect(words()).toContain(needed);
  }
  expect(words()).not.toContain('HIDDEN TESTS');
  expect(asked[0]).toMatchObject({ stage: 'correct', record: attempt.id });
  expect(heard).toMatchObject([{ stage: 'correct', record: attempt.id, model: 'm' }]);
});
