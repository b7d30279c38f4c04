import type { Directives, SourceFile, StaticAnalysis } from '@seedmill/contracts';
import { makeLanguage } from '@seedmill/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStaticAnalysis } from './pool.ts';

const script = '(program (expression_statement (call_expression)) @does)';
const scripts = {
  definitions: '(program (function_declaration name: (_) @name) @function)',
  suite: {
    files: /test/,
    tests: '((call_expression function: (identifier) @name) @test (#any-of? @name "test" "it"))',
    script,
    alterations: [],
  },
};
const languages = [
  makeLanguage({
    definitions:
      '(module (class_definition name: (_) @name) @class) (module (function_definition name: (_) @name) @function)',
    suite: {
      files: /test/,
      tests: '((function_definition name: (identifier) @name) @test (#match? @name "^test"))',
      script: '(module (assert_statement) @does)',
      alterations: [
        { find: '(assert_statement (comparison_operator (_) "==" (_) @it .))', alter: (text) => text },
        { find: '(assert_statement (_) @it .)', alter: (text) => text },
      ],
    },
  }),
  makeLanguage({ id: 'javascript', grammar: 'javascript', linters: ['eslint'], ...scripts }),
  makeLanguage({ id: 'typescript', grammar: 'typescript', linters: ['type-check', 'eslint'], ...scripts }),
  makeLanguage({
    id: 'perl',
    grammar: null,
    linters: [],
    suite: {
      files: /\.t$/,
      tests: /^\s*is\(/gm,
      script: /^die/m,
      alterations: [{ find: /is\(\w+, (\w+)/g, alter: (text) => text }],
    },
  }),
];

let analysis: StaticAnalysis;
beforeAll(() => {
  analysis = createStaticAnalysis(languages, 1);
});
afterAll(() => analysis.close());

const lint = (language: string, files: SourceFile[], directives: Directives = 'ignored') =>
  analysis.lint(language, files, directives);
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
      ...(await lint(id, [{ file, code }])).errors,
    ];
    expect(found.length).toBeGreaterThan(0);
  });

  test('what only the grammar does not know is none', async () => {
    // tree-sitter's TypeScript takes `symbol` here for the type of that name.
    const code = 'export const pairs: readonly [letter: string, symbol: string][] = [];\n';
    expect(await analysis.syntaxErrors('typescript', { file: 'solution.ts', code })).toEqual([]);
  });

  test('what the grammar lets pass is found by the linter, and is a syntax error there', async () => {
    const { errors } = await lint('python', [python('f(a=1, 2)\n')]);
    expect(errors[0]?.reason).toBe('syntax-error');
  });

  test('a right file has none', async () => {
    expect(await analysis.syntaxErrors('python', python('def f(a, /, *, b): ...\n'))).toEqual([]);
  });
});

test('declared tests are counted where they stand', async () => {
  const suite = 'def test_a(): ...\nclass TestB:\n    def test_b(self): ...\ndef helper(): ...\n';
  expect(await analysis.declaredTests('python', suite)).toEqual({ tests: 2, script: false });
  const described = "describe('x', () => { it('a', () => {}); });\ntest('b', f);\nbest('c')";
  expect(await analysis.declaredTests('javascript', described)).toEqual({ tests: 2, script: true });
  expect(await analysis.declaredTests('perl', 'is(1, 1);\n  is(f(2), 2);\n')).toEqual({
    tests: 2,
    script: false,
  });
});

test('a plain script is told by doing something at its top', async () => {
  expect((await analysis.declaredTests('python', 'def check(): ...\n')).script).toBe(false);
  expect((await analysis.declaredTests('python', 'assert f(1) == 2\n')).script).toBe(true);
  expect((await analysis.declaredTests('perl', "die 'no' unless f();\n")).script).toBe(true);
});

test('where the analysis breaks, nothing is said of a suite', async () => {
  const broken = makeLanguage({
    suite: {
      files: /test/,
      tests: '(no_such_node)',
      script: '',
      alterations: [{ find: '(', alter: String }],
    },
  });
  const breaking = createStaticAnalysis([broken], 1);
  try {
    const unreadable = { code: 'SUITE_UNREADABLE', remedy: 'fix-input' };
    await expect(breaking.declaredTests('python', 'x = 1')).rejects.toMatchObject(unreadable);
    await expect(breaking.alterable('python', 'x = 1')).rejects.toMatchObject(unreadable);
  } finally {
    await breaking.close();
  }
});

test('alterable places come in order, and none lies inside another', async () => {
  const text = 'assert f("é😀") == [1]\nassert g(2)\n';
  const { places } = await analysis.alterable('python', text);
  expect(places.map(({ start, end, alteration }) => [text.slice(start, end), alteration])).toEqual([
    ['[1]', 0],
    ['g(2)', 1],
  ]);
});

test('where the declared tests begin is said beside them', async () => {
  const text =
    'def helper():\n    pass\n\ndef test_a():\n    assert f() == 1\n\ndef test_b():\n    assert f() == 2\n';
  const { tests } = await analysis.alterable('python', text);
  expect(tests).toEqual([text.indexOf('def test_a'), text.indexOf('def test_b')]);
});

test('a pattern alters its first group', async () => {
  const text = 'is(f, 12); is(g, h);';
  const { places } = await analysis.alterable('perl', text);
  expect(places.map(({ start, end }) => text.slice(start, end))).toEqual(['12', 'h']);
});

describe('Python', () => {
  test.each([
    ['an undefined name', 'def f():\n    return missing\n', 'F821'],
    ['a return outside a function', 'return 1\n', 'F706'],
    ['an undefined name behind noqa', 'def f():\n    return missing  # noqa\n', 'F821'],
  ])('%s is an error', async (_name, code, rule) => {
    const { errors } = await lint('python', [python(code)]);
    expect(rulesOf(errors)).toContain(rule);
    expect(errors[0]?.reason).toBe('lint-error');
  });

  test('an unused import is only remarked', async () => {
    const { errors, warnings } = await lint('python', [python('import os\n')]);
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
    expect(rulesOf((await lint('javascript', js(code))).errors)).toContain(rule);
  });

  test("Node's globals are known", async () => {
    expect(
      (await lint('javascript', js('export const b = Buffer.from(structuredClone("x"));'))).errors,
    ).toEqual([]);
  });
});

describe('TypeScript', () => {
  const ts = (file: string, code: string) => ({ file, code });
  test('a wrong type is a type error', async () => {
    const { errors } = await lint('typescript', [
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
    const { errors } = await lint('typescript', files);
    expect(errors).toMatchObject([{ file: 'solution.test.ts', rule: 'TS2345' }]);
  });

  test('one program does not see the files of the one before', async () => {
    await lint('typescript', [ts('other.ts', 'export const x = 1;')]);
    const { errors } = await lint('typescript', [
      ts('solution.ts', "import { x } from './other.ts';\nexport const y = x;"),
    ]);
    expect(rulesOf(errors)).toEqual(['TS2307']);
  });

  test('a file of this machine cannot be imported', async () => {
    const { errors } = await lint('typescript', [
      ts('solution.ts', `import x from '${import.meta.filename}';\nexport default x;`),
    ]);
    expect(rulesOf(errors)).toEqual(['TS2307']);
  });

  test('a program cannot switch its checker off; a suite can expect a call to be wrong', async () => {
    for (const directive of ['nocheck', 'ignore', 'expect-error']) {
      const files = [ts('solution.ts', `// @ts-${directive}\nexport const f: number = 'text';\n`)];
      expect(rulesOf((await lint('typescript', files)).errors)).toEqual(['TS2322']);
      expect((await lint('typescript', files, 'obeyed')).errors).toEqual([]);
    }
  });

  test("Node 24's library is known: Set methods, iterator helpers, disposables", async () => {
    const code = `export const all = new Set([1]).union(new Set([2]));
export const twice = [1, 2].values().map((n) => n * 2).toArray();
export const grouped = Object.groupBy(twice, (n) => (n > 2 ? 'big' : 'small'));
export const { promise, resolve } = Promise.withResolvers<number>();
export class Held implements Disposable { [Symbol.dispose](): void {} }
export const escaped = RegExp.escape('.'), tried = Promise.try(() => 1), sorted = twice.toSorted();
`;
    expect((await lint('typescript', [ts('solution.ts', code)])).errors).toEqual([]);
  });
});

describe('a file that no parser survives', () => {
  const deep = `X = ${'('.repeat(30_000)}1${')'.repeat(30_000)}\n`;
  const long = `X = ${'1 + '.repeat(30_000)}1\n`;

  test.each([
    ['deep brackets', deep],
    ['a long sum', long],
  ])('%s: a finding, not an exception, and the files after it are judged as ever', async (_name, code) => {
    const file = python(code);
    const judged = [await analysis.syntaxErrors('python', file), (await lint('python', [file])).errors];
    expect(judged.flat().every(({ message }) => message.length > 0)).toBe(true);
    expect((await lint('python', [python('def f():\n    return missing\n')])).errors).toHaveLength(1);
    expect((await lint('python', [python('x = 1\n')])).errors).toEqual([]);
    expect(await analysis.syntaxErrors('python', python('x = 1\n'))).toEqual([]);
  });

  test('while it is at work the files that wait are not blamed', async () => {
    const results = await Promise.all([
      lint('python', [python(long)]),
      ...Array.from({ length: 20 }, () => lint('python', [python('x = 1\n')])),
    ]);
    expect(results.slice(1).flatMap(({ errors }) => errors)).toEqual([]);
  });
});
