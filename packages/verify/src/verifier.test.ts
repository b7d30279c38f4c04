import type { JobResult, Sandbox, StaticAnalysis, StepResult } from '@seedmill/contracts';
import {
  makeAttempt,
  makeLanguage,
  makeProblem,
  makeRun,
  makeSnippet,
  makeStep,
  makeStepLimits,
  makeSuite,
} from '@seedmill/testkit';
import { describe, expect, test } from 'vitest';
import { suiteUnreadable } from './errors.ts';
import { createVerifier } from './verifier.ts';

const run = makeRun();
const problem = makeProblem(run, makeSnippet(run));
const suite = makeSuite(run, problem, {
  check: { outcome: 'accepted', tests: ['test_two'], image: 'sha256:1' },
});
const attempt = makeAttempt(run, suite);
const limits = { compile: makeStepLimits(), test: makeStepLimits() };

const clean: StaticAnalysis = {
  definitions: () => Promise.resolve({ definitions: [], broken: false }),
  syntaxErrors: () => Promise.resolve([]),
  declaredTests: () => Promise.resolve({ tests: 1, script: false }),
  alterable: () => Promise.resolve({ places: [], tests: [] }),
  lint: () =>
    Promise.resolve({ errors: [], warnings: [{ file: 's', line: 1, column: 2, rule: 'W', message: 'hm' }] }),
  close: () => Promise.resolve(),
};
const language = makeLanguage({
  layout: { solution: 'solution.py', suite: 'test_solution.py', support: { 'extra.txt': 'x' } },
  suite: { ...makeLanguage().suite, alterations: [{ find: '', alter: (text) => `not ${text}` }] },
});

/** A sandbox whose runner reports these cases and ends as `given` says. */
function sandbox(
  cases: string[],
  given: Partial<StepResult> = {},
): Sandbox & { jobs: Parameters<Sandbox['run']>[0][] } {
  const jobs: Parameters<Sandbox['run']>[0][] = [];
  return {
    jobs,
    run(job) {
      jobs.push(job);
      const secret = job.steps.at(-1)?.stdin?.split('\n')[0] ?? '';
      const lines = cases.map((line) => {
        const [test = '', outcome = ''] = line.split(' ');
        const scope = test.startsWith('<') ? { scope: 'file' } : {};
        return JSON.stringify({ secret, test, outcome, kind: 'assertion', ...scope });
      });
      const report = [...lines, JSON.stringify({ secret, end: true })].join('\n');
      const step = makeStep({ stdout: 'out', stderr: 'err', report, ...given });
      return Promise.resolve<JobResult>({ outcome: 'ran', steps: [step], image: 'sha256:2' });
    },
    check: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
const verifierOf = (box: Sandbox, analysis: StaticAnalysis = clean, only = language) =>
  createVerifier({ languages: [only], analysis, sandbox: box, limits });

test('a right attempt passes, with its counts, warnings and image', async () => {
  const box = sandbox(['test_two passed']);
  expect(await verifierOf(box).verify('run-9', attempt, suite)).toMatchObject({
    outcome: 'passed',
    attemptId: attempt.id,
    run: 'run-9',
    tests: { declared: 1, passed: 1, failed: 0, skipped: 0 },
    warnings: ['s:1:2 W hm'],
    image: 'sha256:2',
  });
  expect(box.jobs[0]?.files).toEqual({
    'extra.txt': 'x',
    'solution.py': attempt.solution.code,
    'test_solution.py': suite.tests.code,
  });
});

test('the secret of the report is another one each time', async () => {
  const box = sandbox(['test_two passed']);
  const verifier = verifierOf(box);
  await verifier.verify(run.id, attempt, suite);
  await verifier.verify(run.id, attempt, suite);
  const secrets = box.jobs.map(({ steps }) => steps[0]?.stdin);
  expect(new Set(secrets).size).toBe(2);
  expect(secrets[0]).toMatch(/^[0-9a-f]{32}\n$/);
});

test('a failing test is a verdict of the phase test, with what was printed', async () => {
  expect(
    await verifierOf(sandbox(['test_two failed'], { exitCode: 1 })).verify(run.id, attempt, suite),
  ).toMatchObject({
    outcome: 'failed',
    phase: 'test',
    reason: 'assertion-failed',
    output: { command: 'run tests', exitCode: 1, stdout: 'out', stderr: 'err' },
  });
});

test('syntax errors and lint errors fail before anything is run', async () => {
  const finding = { file: 'solution.py', line: 3, column: 1, rule: 'R', message: 'bad' };
  const box = sandbox([]);
  const broken = verifierOf(box, { ...clean, syntaxErrors: () => Promise.resolve([finding]) });
  expect(await broken.verify(run.id, attempt, suite)).toMatchObject({
    phase: 'parse',
    reason: 'syntax-error',
    image: null,
    output: { stdout: 'solution.py:3:1: R bad' },
  });
  const mistyped = verifierOf(box, {
    ...clean,
    lint: () => Promise.resolve({ errors: [{ ...finding, reason: 'type-error' }], warnings: [] }),
  });
  expect(await mistyped.verify(run.id, attempt, suite)).toMatchObject({
    phase: 'lint',
    reason: 'type-error',
  });
  expect(box.jobs).toEqual([]);
});

test('a job that the sandbox lost says nothing about the solution', async () => {
  const lost: Sandbox = {
    ...sandbox([]),
    run: () => Promise.resolve({ outcome: 'lost', cause: 'the container is gone' }),
  };
  expect(await verifierOf(lost).verify(run.id, attempt, suite)).toMatchObject({
    outcome: 'inconclusive',
    cause: 'the container is gone',
  });
  expect(await verifierOf(lost).checkSuite('python', suite)).toEqual({
    outcome: 'inconclusive',
    cause: 'the container is gone',
  });
});

describe('a program from anywhere', () => {
  const program = { solution: { 'solution.py': 'x' }, tests: { 'test_solution.py': 'test_two' } };
  const altered: StaticAnalysis = {
    ...clean,
    alterable: () => Promise.resolve({ places: [{ start: 0, end: 8, alteration: 0 }], tests: [0] }),
  };
  /** A sandbox that runs the suite and then its control. */
  const twice = (control: string[], given: Partial<StepResult> = {}) => {
    const boxes = [sandbox(['test_two passed']), sandbox(control, given)];
    const jobs: Parameters<Sandbox['run']>[0][] = [];
    const run: Sandbox['run'] = async (job) => {
      jobs.push(job);
      return (boxes.shift() ?? sandbox([])).run(job);
    };
    return { ...sandbox([]), jobs, run };
  };

  test('passes when its tests pass and the altered suite fails', async () => {
    const box = twice(['test_two failed'], { exitCode: 1 });
    const verdict = await verifierOf(box, altered).verifyProgram('python', program);
    expect(verdict).toMatchObject({
      outcome: 'passed',
      tests: { declared: 1, passed: 1, failed: 0, skipped: 0 },
      steps: [{ name: 'test' }, { name: 'control', exitCode: 1 }],
    });
    expect(box.jobs[1]?.files['test_solution.py']).toBe('not test_two');
  });

  test('that passes the altered suite too has tampered with it', async () => {
    const verdict = await verifierOf(twice(['test_two passed']), altered).verifyProgram('python', program);
    expect(verdict).toMatchObject({ outcome: 'failed', phase: 'test', reason: 'tampered' });
  });

  test('is inconclusive when the sandbox loses the control', async () => {
    const box = twice([]);
    const run: Sandbox['run'] = (job) =>
      job.files['test_solution.py'] === 'not test_two'
        ? Promise.resolve({ outcome: 'lost', cause: 'gone' })
        : box.run(job);
    const verdict = await verifierOf({ ...box, run }, altered).verifyProgram('python', program);
    expect(verdict).toMatchObject({ outcome: 'inconclusive', cause: 'gone' });
  });

  test('is inconclusive when nothing can be said of the suite', async () => {
    const unread = { ...altered, alterable: () => Promise.reject(suiteUnreadable('it is too deep')) };
    const verdict = await verifierOf(sandbox(['test_two passed']), unread).verifyProgram('python', program);
    expect(verdict).toMatchObject({
      outcome: 'inconclusive',
      cause: expect.stringContaining('too deep') as string,
    });
  });

  test('is inconclusive when a text is nested more deeply than a stack is', async () => {
    const deep = (): never => deep();
    const verifier = verifierOf(sandbox(['test_two passed']), altered, { ...language, plan: deep });
    expect(await verifier.verifyProgram('python', program)).toMatchObject({ outcome: 'inconclusive' });
    expect(await verifier.checkSuite('python', suite)).toMatchObject({
      outcome: 'rejected',
      reason: 'broken',
    });
  });

  test('needs as many passed tests as the text of the suite declares', async () => {
    const three = { ...clean, declaredTests: () => Promise.resolve({ tests: 3, script: false }) };
    const verdict = await verifierOf(sandbox(['test_two passed']), three).verifyProgram('python', program);
    expect(verdict).toMatchObject({ reason: 'tests-missing', tests: { declared: 3, passed: 1 } });
  });
});

describe('what no linter of this process can parse', () => {
  const compiled = makeLanguage({
    linters: [],
    plan: ({ solution }) => ({
      files: solution,
      steps: [
        { phase: 'compile', command: ['cc'] },
        { phase: 'test', command: ['run'] },
      ],
    }),
  });
  const doubting: StaticAnalysis = {
    ...clean,
    syntaxErrors: () =>
      Promise.resolve([{ file: 'solution.py', line: 1, column: 1, rule: 'syntax', message: 'unexpected' }]),
  };
  const program = { solution: { 'solution.py': 'x' }, tests: { 'test_solution.py': 'test' } };
  const judgedBy = (analysis: StaticAnalysis, box: Sandbox) =>
    createVerifier({ languages: [compiled], analysis, sandbox: box, limits }).verifyProgram(
      'python',
      program,
    );

  test('has a syntax error where the grammar doubts and the compiler fails', async () => {
    const box = sandbox([], { exitCode: 1 });
    expect(await judgedBy(doubting, box)).toMatchObject({ phase: 'parse', reason: 'syntax-error' });
    expect(await judgedBy(clean, box)).toMatchObject({ phase: 'compile', reason: 'compile-error' });
  });

  test('a compiler that was stopped is no syntax error', async () => {
    const box = sandbox([], { exitCode: null, signal: 'SIGKILL', stopped: 'timeout' });
    expect(await judgedBy(doubting, box)).toMatchObject({ phase: 'compile', reason: 'timeout' });
  });
});

test('long output keeps its beginning and its end', async () => {
  const stdout = `begin${'x'.repeat(100_000)}end`;
  const verdict = await verifierOf(sandbox(['test_two failed'], { stdout })).verify(run.id, attempt, suite);
  expect(verdict.output?.stdout.length).toBeLessThan(7_000);
  expect(verdict.output?.stdout).toMatch(/^beginx+\n… \d+ characters left out …\nx+end$/);
});

test('a suite that its bare interface fails is accepted, with the names that ran', async () => {
  const box = sandbox(['test_b failed', 'test_a passed'], { exitCode: 1 });
  expect(await verifierOf(box).checkSuite('python', suite)).toEqual({
    outcome: 'accepted',
    tests: ['test_a', 'test_b'],
    image: 'sha256:2',
  });
  expect(box.jobs[0]?.files['solution.py']).toBe(suite.interface.code);
});

test.each([
  ['one that the bare interface passes', sandbox(['test_two passed']), clean, 'vacuous'],
  [
    'one without tests',
    sandbox([]),
    { ...clean, declaredTests: () => Promise.resolve({ tests: 0, script: false }) },
    'no-tests',
  ],
  [
    'one that loads fewer tests than it declares',
    sandbox(['test_a failed']),
    { ...clean, declaredTests: () => Promise.resolve({ tests: 2, script: false }) },
    'broken',
  ],
  ['one that cannot be loaded', sandbox(['<collection> failed']), clean, 'broken'],
  ['one that ends early', sandbox(['test_a failed'], { report: '' }), clean, 'broken'],
  ['one that hangs', sandbox(['test_a failed'], { stopped: 'timeout' }), clean, 'broken'],
] as const)('a suite is rejected: %s', async (_name, box, analysis, reason) => {
  expect(await verifierOf(box, analysis).checkSuite('python', suite)).toMatchObject({
    outcome: 'rejected',
    reason,
  });
});

test('an unknown language is named, with those that are known', async () => {
  await expect(async () => verifierOf(sandbox([])).checkSuite('cobol', suite)).rejects.toMatchObject({
    code: 'LANGUAGE_UNKNOWN',
    hint: expect.stringContaining('python') as string,
  });
});
