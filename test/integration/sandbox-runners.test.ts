import { type Files, languageNamed, type StepResult } from '@seedmill/contracts';
import { languages } from '@seedmill/languages';
import { createSandbox } from '@seedmill/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ensureImages, limits, runStep, step } from './sandbox-bench.ts';

const sandbox = createSandbox({ slots: 1, limits });
beforeAll(ensureImages, 600_000);
afterAll(() => sandbox.close());

const SECRET = 'only-the-runner-knows';

/** Where each language has its program. */
const layouts = {
  python: { solution: 'solution.py', suite: 'test_solution.py' },
  javascript: { solution: 'solution.mjs', suite: 'solution.test.mjs' },
  typescript: { solution: 'solution.ts', suite: 'solution.test.ts' },
};

const reportLine = z.object({
  secret: z.string(),
  test: z.string().optional(),
  outcome: z.string().optional(),
  kind: z.string().optional(),
  message: z.string().optional(),
  end: z.literal(true).optional(),
});

async function runSuite(
  language: keyof typeof layouts,
  solution: string | Files,
  suite: string,
  wallMs = 10_000,
  warm = true,
) {
  const layout = layouts[language];
  const program = {
    solution: typeof solution === 'string' ? { [layout.solution]: solution } : solution,
    tests: { [layout.suite]: suite },
  };
  const shape = { style: 'framework' as const, files: [layout.suite], declared: 0 };
  const { files, steps } = languageNamed(languages, language).plan(program, shape);
  const [planned] = steps;
  const stdin = [SECRET, ...(planned?.args ?? []), ''].join('\n');
  const run = step(planned?.command ?? [], { stdin, ...(warm && { warm: 'runner' as const }) }, wallMs);
  const result = await runStep(sandbox, run, files, language);
  return { result, ...readReport(result) };
}

function readReport({ report }: StepResult) {
  const lines = report
    .split('\n')
    .filter(Boolean)
    .map((line) => reportLine.parse(JSON.parse(line)));
  expect(lines.every(({ secret }) => secret === SECRET)).toBe(true);
  const cases = lines.filter(({ test }) => test !== undefined);
  return {
    complete: lines.at(-1)?.end === true,
    cases,
    outcomes: cases.map(({ test, outcome, kind }) => [test, outcome, kind].filter(Boolean).join(' ')),
  };
}

const pythonSuite = `
import pytest
from solution import add

def test_adds():
    assert add(1, 2) == 3

class TestMore:
    @pytest.mark.parametrize('n', [1, 2])
    def test_each(self, n):
        assert add(n, 0) == n

@pytest.mark.skip
def test_skipped(): pass

@pytest.mark.xfail
def test_expected(): assert False
`;
const nodeSuite = (file: string) => `
import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { add } from './${file}';
test('adds', () => assert.equal(add(1, 2), 3));
describe('more', () => {
  describe('inner', () => { it('each', async () => assert.equal(add(1, 0), 1)); });
  it.skip('skipped', () => {});
  it.todo('later');
});
`;

describe('python', () => {
  it('reports every test of a passing suite', async () => {
    const { result, complete, outcomes } = await runSuite(
      'python',
      'def add(a, b): return a + b',
      pythonSuite,
    );
    expect(result).toMatchObject({ exitCode: 0, stopped: null, stderr: '' });
    expect(complete).toBe(true);
    expect(outcomes).toEqual([
      'test_adds passed',
      'TestMore > test_each[1] passed',
      'TestMore > test_each[2] passed',
      'test_skipped skipped',
      'test_expected skipped',
    ]);
  });

  it('reports the same from a process that was not kept ready', async () => {
    const solution = 'def add(a, b): return a - b';
    const [cold, warm] = [
      await runSuite('python', solution, pythonSuite, 10_000, false),
      await runSuite('python', solution, pythonSuite),
    ];
    for (const what of ['stdout', 'stderr', 'report', 'exitCode'] as const)
      expect(warm.result[what]).toBe(cold.result[what]);
  });

  it('tells a wrong answer from an error', async () => {
    const wrong = await runSuite('python', 'def add(a, b): return a - b', pythonSuite);
    expect(wrong.outcomes[0]).toBe('test_adds failed assertion');
    expect(wrong.cases[0]?.message).toContain('assert -1 == 3');
    const error = await runSuite('python', 'def add(a, b): return missing', pythonSuite);
    expect(error.outcomes[0]).toBe('test_adds failed error');
    expect(error.cases[0]?.message).toContain("NameError: name 'missing' is not defined");
    expect(error.result.exitCode).toBe(1);
  });

  it('reports what keeps a suite from loading', async () => {
    const { cases, outcomes, result } = await runSuite('python', 'def add(:', pythonSuite);
    expect(outcomes).toEqual(['<collection> failed error']);
    expect(cases[0]?.message).toContain('SyntaxError');
    expect(result.exitCode).not.toBe(0);
  });

  it('counts an error in setup or teardown as a failed test', async () => {
    const suite = `
import pytest
@pytest.fixture
def broken(): raise ValueError('setup')
@pytest.fixture
def late():
    yield
    raise ValueError('teardown')
def test_setup(broken): pass
def test_teardown(late): pass`;
    expect((await runSuite('python', '', suite)).outcomes).toEqual([
      'test_setup failed error',
      'test_teardown failed error',
    ]);
  });

  it.each(['import os; os._exit(0)', 'import sys; sys.exit(0)', 'import pytest; pytest.exit("enough", 0)'])(
    'has no complete report without a failure after %s',
    async (solution) => {
      const { complete, outcomes } = await runSuite('python', solution, pythonSuite);
      expect(
        complete && outcomes.every((outcome) => !outcome.includes('failed')) && outcomes.length === 5,
      ).toBe(false);
    },
  );

  it('gives no end to a test that leaves', async () => {
    const { complete, result } = await runSuite(
      'python',
      'import os\ndef add(a, b): os._exit(0)',
      pythonSuite,
    );
    expect(result.exitCode).toBe(0);
    expect(complete).toBe(false);
  });

  it('is stopped for a file that grows too large', async () => {
    const { result } = await runSuite(
      'python',
      "def add(a, b):\n    with open('big', 'wb') as big:\n        while True: big.write(bytes(1 << 20))",
      pythonSuite,
    );
    expect(result).toMatchObject({ stopped: 'disk-limit', signal: 'SIGXFSZ' });
  });

  it('loads no configuration and no conftest of the solution', async () => {
    const files = {
      'solution.py': 'def add(a, b): return 0',
      'conftest.py': 'raise SystemExit(0)',
      'pytest.ini': '[pytest]\naddopts = --collect-only',
      'json.py': 'import os; os._exit(0)',
      'sitecustomize.py': 'import os; os._exit(0)',
    };
    const { outcomes, complete } = await runSuite('python', files, pythonSuite);
    expect(outcomes).toContain('test_adds failed assertion');
    expect(complete).toBe(true);
  });
});

describe.each(['javascript', 'typescript'] as const)('%s', (language) => {
  const suite = nodeSuite(layouts[language].solution);
  const add =
    language === 'typescript'
      ? 'export enum Sign { plus }\nexport function add(a: number, b: number): number { return '
      : 'export function add(a, b) { return ';

  it('reports every test of a passing suite', async () => {
    const { result, complete, outcomes } = await runSuite(language, `${add} a + b; }`, suite);
    expect(result).toMatchObject({ exitCode: 0, stopped: null, stderr: '' });
    expect(complete).toBe(true);
    expect(outcomes).toEqual([
      'adds passed',
      'more > inner > each passed',
      'more > skipped skipped',
      'more > later skipped',
    ]);
  });

  it('reports the same from a process that was not kept ready', async () => {
    const cold = await runSuite(language, `${add} a - b; }`, suite, 10_000, false);
    const warm = await runSuite(language, `${add} a - b; }`, suite);
    for (const what of ['stdout', 'stderr', 'report', 'exitCode'] as const)
      expect(warm.result[what]).toBe(cold.result[what]);
  });

  it('tells a wrong answer from an error', async () => {
    const wrong = await runSuite(language, `${add} a - b; }`, suite);
    expect(wrong.outcomes[0]).toBe('adds failed assertion');
    expect(wrong.cases[0]?.message).toContain('-1 !== 3');
    const error = await runSuite(language, `${add} null.length; }`, suite);
    expect(error.outcomes[0]).toBe('adds failed error');
    expect(error.cases[0]?.message).toContain('TypeError');
    expect(error.result.exitCode).toBe(1);
  });

  it.each([
    'export function add( {',
    'import "./missing.mjs";',
    'throw new Error("at load")',
    'await 0; null.x;',
  ])('reports %s as a failure', async (solution) => {
    const { outcomes, result } = await runSuite(language, solution, suite);
    expect(outcomes.some((outcome) => outcome.endsWith('failed error'))).toBe(true);
    expect(result.exitCode).not.toBe(0);
  });

  it.each([
    'process.exit(0);',
    'process.on("exit", () => { process.exitCode = 0; }); process.exit();',
    'process.reallyExit(0);',
  ])('gives no end after %s', async (leave) => {
    expect((await runSuite(language, `${leave} ${add} a + b; }`, suite)).complete).toBe(false);
    expect((await runSuite(language, `${add} (() => { ${leave} })(); }`, suite)).complete).toBe(false);
  });

  it('does not pass a test that never ends', async () => {
    const { complete, outcomes, result } = await runSuite(
      language,
      '',
      `import { test } from 'node:test'; test('waits', () => new Promise(() => {}));`,
      1500,
    );
    expect(outcomes).not.toContain('waits passed');
    expect(complete && result.stopped === null && result.exitCode === 0).toBe(false);
  });

  it('finds no test in a suite without tests', async () => {
    const { complete, outcomes } = await runSuite(language, '', 'console.log(1);');
    expect(complete).toBe(true);
    expect(outcomes).toEqual([]);
  });

  it('counts an error after the last test as a failure', async () => {
    const late = `
import { test } from 'node:test';
test('first', () => { setTimeout(() => { throw new Error('late'); }, 1); });
test('second', () => new Promise((resolve) => setTimeout(resolve, 50)));`;
    const { outcomes, cases, result } = await runSuite(language, '', late);
    expect(outcomes).toEqual(['first passed', 'second passed', '<collection> failed error']);
    expect(cases[2]?.message).toContain('late');
    expect(result.exitCode).toBe(1);
  });

  it('does not give its secret away to a toJSON of all objects', async () => {
    const tag = language === 'typescript' ? ' as any' : '';
    const solution = `(Object.prototype${tag}).toJSON = function () { console.log(this); }; ${add} a + b; }`;
    const { result, complete } = await runSuite(language, solution, suite);
    expect(complete).toBe(true);
    expect(result.stdout).not.toContain(SECRET);
  });

  it('does not give its secret away to a patched JSON or file system', async () => {
    const solution = `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
const { log } = console; JSON.stringify = (value) => { log(value); return '{}'; };
fs.writeSync = (fd, text) => { log(text); return 0; }; syncBuiltinESMExports(); ${add} a + b; }`;
    const { result, complete } = await runSuite(language, solution, suite);
    expect(complete).toBe(true);
    expect(result.stdout).toBe('');
  });
});
