import type { Language, StaticAnalysis } from '@seedmill/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStaticAnalysis } from './pool.ts';

/** What the worker needs of a language; the rest of one plays no part here. */
const language = (id: string, linters: string[], queries: Pick<Language, 'definitions' | 'declaredTests'>) =>
  ({ id, grammar: id, linters, ...queries }) as unknown as Language;
const scripts = {
  definitions: '(program (function_declaration name: (_) @name) @function)',
  declaredTests: '((call_expression function: (identifier) @name) @test (#any-of? @name "test" "it"))',
};
const languages = [
  language('python', ['ruff'], {
    definitions:
      '(module (class_definition name: (_) @name) @class) (module (function_definition name: (_) @name) @function)',
    declaredTests: '((function_definition name: (identifier) @name) @test (#match? @name "^test"))',
  }),
  language('javascript', ['eslint'], scripts),
  language('typescript', ['type-check', 'eslint'], scripts),
];

let analysis: StaticAnalysis;
beforeAll(() => {
  analysis = createStaticAnalysis(languages, 1);
});
afterAll(() => analysis.close());

const python = (code: string) => ({ file: 'solution.py', code });
const rulesOf = (findings: readonly { rule: string }[]) => findings.map(({ rule }) => rule);

describe('definitions', () => {
  test('are given whole, with their place, in the order of the text', async () => {
    const text = 'x = "😀"\n\nclass A:\n    def inner(self):\n        pass\n\ndef f():\n    return 1\n';
    expect(await analysis.definitions('python', text)).toEqual({
      broken: false,
      definitions: [
        {
          kind: 'class',
          name: 'A',
          text: 'class A:\n    def inner(self):\n        pass',
          startLine: 3,
          endLine: 5,
        },
        { kind: 'function', name: 'f', text: 'def f():\n    return 1', startLine: 7, endLine: 8 },
      ],
    });
  });

  test('a file with syntax errors is called broken', async () => {
    expect((await analysis.definitions('python', 'def f(:\n  pass')).broken).toBe(true);
  });
});

describe('syntax errors', () => {
  test('have a place and a message', async () => {
    const [first] = await analysis.syntaxErrors('python', python('x = 1\ndef f(:\n    pass\n'));
    expect(first).toMatchObject({ file: 'solution.py', line: 2, rule: 'invalid-syntax' });
  });

  test.each([
    ['python', 'solution.py', 'f(a=1, 2)\n'],
    ['javascript', 'solution.mjs', 'export const a = ;\n'],
    ['typescript', 'solution.ts', 'export const a: = 1;\n'],
  ])('are found in %s', async (id, file, code) => {
    const found = [
      ...(await analysis.syntaxErrors(id, { file, code })),
      ...(await analysis.lint(id, [{ file, code }])).errors,
    ];
    expect(found.length).toBeGreaterThan(0);
  });

  test('what only the grammar does not know is none', async () => {
    // tree-sitter's TypeScript takes `symbol` here for the type of that name.
    const code = 'export const pairs: readonly [letter: string, symbol: string][] = [];\n';
    expect(await analysis.syntaxErrors('typescript', { file: 'solution.ts', code })).toEqual([]);
  });

  test('what the grammar lets pass is found by the linter, and is a syntax error there', async () => {
    const { errors } = await analysis.lint('python', [python('f(a=1, 2)\n')]);
    expect(errors[0]?.reason).toBe('syntax-error');
  });

  test('a right file has none', async () => {
    expect(await analysis.syntaxErrors('python', python('def f(a, /, *, b): ...\n'))).toEqual([]);
  });
});

test('declared tests are counted where they stand', async () => {
  expect(
    await analysis.declaredTests(
      'python',
      'def test_a(): ...\nclass TestB:\n    def test_b(self): ...\ndef helper(): ...\n',
    ),
  ).toBe(2);
  expect(
    await analysis.declaredTests(
      'javascript',
      "describe('x', () => { it('a', () => {}); });\ntest('b', f);\nbest('c')",
    ),
  ).toBe(2);
});

describe('Python', () => {
  test.each([
    ['an undefined name', 'def f():\n    return missing\n', 'F821'],
    ['a return outside a function', 'return 1\n', 'F706'],
    ['an undefined name behind noqa', 'def f():\n    return missing  # noqa\n', 'F821'],
  ])('%s is an error', async (_name, code, rule) => {
    const { errors } = await analysis.lint('python', [python(code)]);
    expect(rulesOf(errors)).toContain(rule);
    expect(errors[0]?.reason).toBe('lint-error');
  });

  test('an unused import is only remarked', async () => {
    const { errors, warnings } = await analysis.lint('python', [python('import os\n')]);
    expect(errors).toEqual([]);
    expect(rulesOf(warnings)).toContain('F401');
  });
});

describe('JavaScript', () => {
  const js = (code: string) => [{ file: 'solution.mjs', code }];
  test.each([
    ['an undefined name', 'export const f = () => missing;', 'no-undef'],
    ['a constant assigned again', 'const a = 1;\na = 2;', 'no-const-assign'],
    ['an undefined name behind a directive', '/* eslint-disable */\nmissing();', 'no-undef'],
  ])('%s is an error', async (_name, code, rule) => {
    expect(rulesOf((await analysis.lint('javascript', js(code))).errors)).toContain(rule);
  });

  test("Node's globals are known", async () => {
    expect(
      (await analysis.lint('javascript', js('export const b = Buffer.from(structuredClone("x"));'))).errors,
    ).toEqual([]);
  });
});

describe('TypeScript', () => {
  const ts = (file: string, code: string) => ({ file, code });
  test('a wrong type is a type error', async () => {
    const { errors } = await analysis.lint('typescript', [
      ts('solution.ts', 'export const f = (n: number): string => n;'),
    ]);
    expect(errors).toMatchObject([{ reason: 'type-error', rule: 'TS2322', line: 1 }]);
  });

  test('files of one program see each other, and Node', async () => {
    const files = [
      ts(
        'solution.ts',
        "import { readFileSync } from 'node:fs';\nexport const f = (n: number): string => readFileSync(String(n), 'utf8');",
      ),
      ts(
        'solution.test.ts',
        "import { test } from 'node:test';\nimport assert from 'node:assert/strict';\nimport { f } from './solution.ts';\ntest('f', () => assert.equal(f('x'), ''));",
      ),
    ];
    const { errors } = await analysis.lint('typescript', files);
    expect(errors).toMatchObject([{ file: 'solution.test.ts', rule: 'TS2345' }]);
  });

  test('one program does not see the files of the one before', async () => {
    await analysis.lint('typescript', [ts('other.ts', 'export const x = 1;')]);
    const { errors } = await analysis.lint('typescript', [
      ts('solution.ts', "import { x } from './other.ts';\nexport const y = x;"),
    ]);
    expect(rulesOf(errors)).toEqual(['TS2307']);
  });

  test('a file of this machine cannot be imported', async () => {
    const { errors } = await analysis.lint('typescript', [
      ts('solution.ts', `import x from '${import.meta.filename}';\nexport default x;`),
    ]);
    expect(rulesOf(errors)).toEqual(['TS2307']);
  });
});
