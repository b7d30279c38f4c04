import type { Sandbox, StaticAnalysis, Suite, Verdict, Verifier } from '@seedmill/contracts';
import { languages } from '@seedmill/languages';
import { createSandbox } from '@seedmill/sandbox';
import { makeAttempt, makeProblem, makeRun, makeSnippet, makeStepLimits, makeSuite } from '@seedmill/testkit';
import { createStaticAnalysis, createVerifier } from '@seedmill/verify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureImages, limits } from './sandbox-bench.ts';

const run = makeRun();
const problem = makeProblem(run, makeSnippet(run));
let sandbox: Sandbox;
let analysis: StaticAnalysis;
let verifier: Verifier;

beforeAll(async () => {
  await ensureImages();
  sandbox = createSandbox({ slots: 1, limits });
  analysis = createStaticAnalysis(languages, 1);
  const step = makeStepLimits({ wallMs: 3_000, cpuMs: 3_000, memoryBytes: 256 << 20, processes: 48 });
  verifier = createVerifier({ languages, analysis, sandbox, limits: { compile: step, test: step } });
});
afterAll(async () => {
  await sandbox.close();
  await analysis.close();
});

/** One small task in each language: `halve` an even number, raise on an odd one. */
const tasks = {
  python: {
    stub: 'def halve(n: int) -> int:\n    """Half of n; ValueError when n is odd."""\n    raise NotImplementedError\n',
    tests:
      'import pytest\nfrom solution import halve\n\n@pytest.mark.parametrize("n", [0, 4])\ndef test_even(n):\n    assert halve(n) * 2 == n\n\ndef test_odd():\n    with pytest.raises(ValueError):\n        halve(3)\n',
    right: 'def halve(n):\n    if n % 2:\n        raise ValueError(n)\n    return n // 2\n',
    wrong: 'def halve(n):\n    return n\n',
    throws: 'def halve(n):\n    return n.missing\n',
    hangs: 'def halve(n):\n    while True:\n        pass\n',
    leaves: 'import os\nos._exit(0)\n\ndef halve(n):\n    return n\n',
    leavesInCall: 'import sys\n\ndef halve(n):\n    sys.exit(0)\n',
    floods: 'def halve(n):\n    while True:\n        print("x" * 1000)\n',
    unparsable: 'def halve(n:\n    return n\n',
    undefinedName: 'def halve(n):\n    return missing\n',
    lacks: 'def double(n):\n    return n\n',
    vacuous: 'def test_nothing():\n    assert True\n',
    broken: 'from solution import other\n\ndef test_other():\n    assert other() == 1\n',
  },
  javascript: {
    stub: "/** Half of n; RangeError when n is odd. */\nexport function halve(n) {\n  throw new Error('not implemented');\n}\n",
    tests:
      "import { describe, test } from 'node:test';\nimport assert from 'node:assert/strict';\nimport { halve } from './solution.mjs';\n\ndescribe('halve', () => {\n  for (const n of [0, 4]) test('even ' + n, () => assert.equal(halve(n) * 2, n));\n});\ntest('odd', () => assert.throws(() => halve(3), RangeError));\n",
    right:
      'export function halve(n) {\n  if (n % 2 !== 0) throw new RangeError(String(n));\n  return n / 2;\n}\n',
    wrong: 'export const halve = (n) => n + 1;\n',
    throws: 'export const halve = (n) => n.missing.more;\n',
    hangs: 'export function halve() {\n  for (;;);\n}\n',
    leaves: 'process.exit(0);\nexport const halve = (n) => n;\n',
    leavesInCall: 'export const halve = () => process.exit(0);\n',
    floods: "export function halve() {\n  for (;;) process.stdout.write('x'.repeat(1000));\n}\n",
    unparsable: 'export const halve = (n) => {;\n',
    undefinedName: 'export const halve = (n) => missing;\n',
    lacks: 'export const double = (n) => n;\n',
    vacuous: "import { test } from 'node:test';\ntest('nothing', () => {});\n",
    broken:
      "import { test } from 'node:test';\nimport { other } from './solution.mjs';\ntest('other', () => other());\n",
  },
  typescript: {
    stub: "/** Half of n; RangeError when n is odd. */\nexport function halve(n: number): number {\n  throw new Error('not implemented');\n}\n",
    tests:
      "import { test } from 'node:test';\nimport assert from 'node:assert/strict';\nimport { halve } from './solution.ts';\n\ntest('even', () => assert.equal(halve(4), 2));\ntest('zero', () => assert.equal(halve(0), 0));\ntest('odd', () => assert.throws(() => halve(3), RangeError));\n",
    right:
      'enum Rest { None, One }\nexport function halve(n: number): number {\n  if (n % 2 !== Rest.None) throw new RangeError(String(n));\n  return n / 2;\n}\n',
    wrong: 'export const halve = (n: number): number => n + 1;\n',
    throws: "export const halve = (n: number): number => JSON.parse('{') as number;\n",
    hangs: 'export function halve(n: number): number {\n  while (n > -1);\n  return n;\n}\n',
    leaves: 'process.exit(0);\nexport const halve = (n: number): number => n;\n',
    leavesInCall: 'export const halve = (n: number): number => process.exit(n - n);\n',
    floods:
      "export function halve(n: number): number {\n  while (n > -1) process.stdout.write('x'.repeat(1000));\n  return n;\n}\n",
    unparsable: 'export const halve = (n: ) => n;\n',
    undefinedName: 'export const halve = (n: number): number => missing;\n',
    lacks: 'export const double = (n: number): number => n;\n',
    vacuous: "import { test } from 'node:test';\ntest('nothing', () => {});\n",
    broken:
      "import { test } from 'node:test';\nimport { other } from './solution.ts';\ntest('other', () => other());\n",
  },
};

describe.each(Object.entries(tasks))('%s', (language, task) => {
  const layout = languages.find(({ id }) => id === language)?.layout ?? { solution: '', suite: '' };
  const draft = (tests: string) => ({
    interface: { file: layout.solution, code: task.stub },
    tests: { file: layout.suite, code: tests },
  });
  let suite: Suite;

  beforeAll(async () => {
    const check = await verifier.checkSuite(language, draft(task.tests));
    if (check.outcome !== 'accepted') throw new Error(JSON.stringify(check));
    suite = makeSuite(run, problem, { language, ...draft(task.tests), check });
  });

  const verdictOn = (code: string): Promise<Verdict> =>
    verifier.verify(run.id, makeAttempt(run, suite, { solution: { file: layout.solution, code } }), suite);

  test('a right solution passes all declared tests', async () => {
    const verdict = await verdictOn(task.right);
    expect(verdict, JSON.stringify(verdict)).toMatchObject({
      outcome: 'passed',
      tests: { declared: 3, passed: 3, failed: 0, skipped: 0 },
    });
    expect(verdict.image).toMatch(/^sha256:/);
  });

  test.each([
    ['wrong', 'test', 'assertion-failed'],
    ['throws', 'test', 'runtime-error'],
    ['hangs', 'test', 'timeout'],
    ['leaves', 'test', 'early-exit'],
    ['floods', 'test', 'output-limit'],
    ['unparsable', 'parse', 'syntax-error'],
    ['undefinedName', 'lint', language === 'typescript' ? 'type-error' : 'lint-error'],
    ['lacks', 'test', 'runtime-error'],
  ] as const)('a solution that is "%s" fails in %s with %s', async (kind, phase, reason) => {
    const verdict = await verdictOn(task[kind]);
    expect(verdict, JSON.stringify(verdict)).toMatchObject({ outcome: 'failed', phase, reason });
    expect(verdict.output).not.toBeNull();
  });

  test('a solution that leaves with 0 when it is called never passes', async () => {
    expect(await verdictOn(task.leavesInCall)).toMatchObject({ outcome: 'failed', phase: 'test' });
  });

  test('the same solution gets the same verdict every time', async () => {
    const [first, second] = [await verdictOn(task.wrong), await verdictOn(task.wrong)];
    expect({ ...first, ms: 0 }).toEqual({ ...second, ms: 0 });
  });

  test.each([
    ['vacuous', 'vacuous'],
    ['broken', 'broken'],
  ] as const)('a suite that is %s is rejected', async (kind, reason) => {
    expect(await verifier.checkSuite(language, draft(task[kind]))).toMatchObject({
      outcome: 'rejected',
      reason,
    });
  });
});

describe('suites of every shape', () => {
  /** Accepts the suite against its stub and gives the verdict on a solution. */
  async function shape(language: 'python' | 'javascript', stub: string, tests: string, solution: string) {
    const { layout } = languages.find(({ id }) => id === language) ?? { layout: { solution: '', suite: '' } };
    const draft = {
      interface: { file: layout.solution, code: stub },
      tests: { file: layout.suite, code: tests },
    };
    const check = await verifier.checkSuite(language, draft);
    if (check.outcome !== 'accepted') throw new Error(JSON.stringify(check));
    const suite = makeSuite(run, problem, { language, ...draft, check });
    const attempt = makeAttempt(run, suite, { solution: { file: layout.solution, code: solution } });
    return { check, verdict: await verifier.verify(run.id, attempt, suite) };
  }
  const head =
    "import { before, describe, it, test } from 'node:test';\nimport assert from 'node:assert/strict';\n";
  const stub = "export class Sum {\n  constructor() {\n    throw new Error('not implemented');\n  }\n}\n";
  const right = 'export class Sum {\n  add = (a, b) => a + b;\n}\n';

  test('a stub that fails in a hook declares the tests of the group, and a right solution passes', async () => {
    const tests = `${head}import { Sum } from './solution.mjs';\ndescribe('Sum', () => {\n  let sum;\n  before(() => { sum = new Sum(); });\n  it('adds', () => assert.equal(sum.add(1, 2), 3));\n});\n`;
    const { check, verdict } = await shape('javascript', stub, tests, right);
    expect(check).toMatchObject({ tests: ['Sum > adds'] });
    expect(verdict, JSON.stringify(verdict)).toMatchObject({ outcome: 'passed' });
  });

  test('a test whose parts show only when it works passes with all of them', async () => {
    const tests = `${head}import { Sum } from './solution.mjs';\ntest('sums', async (t) => {\n  const sum = new Sum();\n  await t.test('small', () => assert.equal(sum.add(1, 2), 3));\n  await t.test('none', () => assert.equal(sum.add(0, 0), 0));\n});\n`;
    const { check, verdict } = await shape('javascript', stub, tests, right);
    expect(check).toMatchObject({ tests: ['sums'] });
    expect(verdict, JSON.stringify(verdict)).toMatchObject({ outcome: 'passed' });
    const wrong = await shape('javascript', stub, tests, right.replace('a + b', 'a + b || 1'));
    expect(wrong.verdict).toMatchObject({ outcome: 'failed', reason: 'assertion-failed' });
  });

  test('a test may have any name', async () => {
    const tests = `${head}import { Sum } from './solution.mjs';\ntest('<= zero > one', () => assert.equal(new Sum().add(1, -1), 0));\n`;
    expect((await shape('javascript', stub, tests, right)).verdict).toMatchObject({ outcome: 'passed' });
  });

  test.each([
    ['assert.equal', "import assert from 'node:assert/strict';\nassert.equal = () => {};\n"],
    [
      'assert itself, by way of require',
      "import { createRequire } from 'node:module';\nconst assert = createRequire(import.meta.url)('node:assert');\nassert.strict.equal = assert.equal = assert.strictEqual = () => {};\n",
    ],
    [
      'a property defined anew',
      "import assert from 'node:assert/strict';\ntry {\n  Object.defineProperty(assert, 'equal', { value: () => {} });\n} catch {}\n",
    ],
  ])('JavaScript cannot replace what judges it: %s', async (_name, attack) => {
    const tests = `${head}import { Sum } from './solution.mjs';\ntest('adds', () => assert.equal(new Sum().add(1, 2), 3));\n`;
    const { verdict } = await shape(
      'javascript',
      stub,
      tests,
      `${attack}export class Sum {\n  add = () => 0;\n}\n`,
    );
    expect(verdict.outcome, JSON.stringify(verdict)).toBe('failed');
  });

  test.each([
    ['running a test', 'import _pytest.python\n_pytest.python.Function.runtest = lambda self: None\n'],
    ['raises', 'import pytest\npytest.raises = None\n'],
    ['the runner', 'import _pytest.runner\n_pytest.runner.call_and_report = lambda *a, **k: None\n'],
    [
      'by way of sys.modules',
      'import sys\nsys.modules["_pytest.python"].Function.runtest = lambda self: None\n',
    ],
  ])('Python cannot replace what judges it: %s', async (_name, attack) => {
    const { stub: pythonStub, tests } = tasks.python;
    const { verdict } = await shape(
      'python',
      pythonStub,
      tests,
      `${attack}def halve(n):\n    return n + 1\n`,
    );
    expect(verdict.outcome, JSON.stringify(verdict)).toBe('failed');
  });
});
