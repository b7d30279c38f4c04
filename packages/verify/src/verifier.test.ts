import type { JobResult, Language, Sandbox, StaticAnalysis, StepResult } from '@seedmill/contracts';
import { makeAttempt, makeProblem, makeRun, makeSnippet, makeStep, makeSuite } from '@seedmill/testkit';
import { expect, test } from 'vitest';
import { createVerifier } from './verifier.ts';

const run = makeRun();
const problem = makeProblem(run, makeSnippet(run));
const suite = makeSuite(run, problem, {
  check: { outcome: 'accepted', tests: ['test_two'], image: 'sha256:1' },
});
const attempt = makeAttempt(run, suite);
const limits = { wallMs: 1, cpuMs: 1, fileBytes: 1, outputBytes: 1 };

const clean: StaticAnalysis = {
  definitions: () => Promise.resolve({ definitions: [], broken: false }),
  syntaxErrors: () => Promise.resolve([]),
  declaredTests: () => Promise.resolve(1),
  lint: () =>
    Promise.resolve({ errors: [], warnings: [{ file: 's', line: 1, column: 2, rule: 'W', message: 'hm' }] }),
  close: () => Promise.resolve(),
};
const language: Language = {
  id: 'python',
  name: 'Python',
  grammar: 'python',
  extensions: ['.py'],
  definitions: '',
  layout: { solution: 'solution.py', suite: 'test_solution.py', support: { 'extra.txt': 'x' } },
  declaredTests: '',
  linters: ['ruff'],
  testCommand: ['run', 'tests'],
  // Each line of the report is one case: name, outcome; the last is the secret.
  readReport: ({ report }, secret) => {
    const lines = report.split('\n');
    return {
      complete: lines.at(-1) === secret,
      cases: lines.slice(0, -1).map((line) => ({
        name: line.split(' ')[0] ?? '',
        outcome: line.includes('passed') ? 'passed' : 'failed',
        ...(line.startsWith('<') ? { scope: 'file' as const } : {}),
        kind: 'assertion',
      })),
    };
  },
  teaching: { fence: '', version: '', interface: '', suite: '', solution: '' },
};

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
      const secret = job.steps[0]?.stdin?.trim() ?? '';
      const step = makeStep({
        stdout: 'out',
        stderr: 'err',
        report: [...cases, secret].join('\n'),
        ...given,
      });
      return Promise.resolve<JobResult>({ outcome: 'ran', steps: [step], image: 'sha256:2' });
    },
    check: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
const verifierOf = (box: Sandbox, analysis: StaticAnalysis = clean) =>
  createVerifier({ languages: [language], analysis, sandbox: box, limits });

test('a right attempt passes, with its counts, warnings and image', async () => {
  const box = sandbox(['test_two passed']);
  expect(await verifierOf(box).verify('run-9', attempt, suite)).toMatchObject({
    outcome: 'passed',
    attemptId: attempt.id,
    run: 'run-9',
    tests: { declared: 1, passed: 1, failed: 0, skipped: 0 },
    warnings: ['1:2 W hm'],
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
  ['one without tests', sandbox([]), { ...clean, declaredTests: () => Promise.resolve(0) }, 'no-tests'],
  [
    'one that loads fewer tests than it declares',
    sandbox(['test_a failed']),
    { ...clean, declaredTests: () => Promise.resolve(2) },
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
