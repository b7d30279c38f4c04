import type { Files, Language } from '@seedmill/contracts';
import { type Returns, withoutEarlyReturns } from './common/early-returns.ts';
import { lastWords, type Notation } from './common/last-words.ts';
import { refusalOf } from './common/refusal.ts';
import { alterLua } from './lua/alterations.ts';

/** Tests of LuaUnit, in files that load it: global functions, and methods of global tables, named so. */
const LUAUNIT_TEST = String.raw`(?<=\bluaunit\b[^]*)^[ \t]*(?:function[ \t]+(?:[Tt]est\w*[.:])?[Tt]est\w*[ \t]*\(|[Tt]est\w*\.[Tt]est\w*[ \t]*=[ \t]*function\b)`;
/** Tests of busted: inside `describe`, unless the file has one of its own. */
const BUSTED_TEST = String.raw`(?<=(?<![^])(?:(?!\bfunction[ \t]+describe\b)[^])*\bdescribe[ \t]*\(?[ \t]*["'\[][^]*)^[ \t]*(?:it|spec|test)[ \t]*[("'\[]`;

/** What would stand in for a framework, or configure one. */
const CONFIGURES = /(^|\/)(luaunit|busted|luassert|say)(\.lua$|\/)|(^|\/)\.(busted|luacheckrc|luarc)/;
const LINES: Notation = {
  exit: /\bos\.exit\b(?!\s*\(\s*(?:[1-9]|false))/,
  after: /^\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)?[\s;]*(?:(?:end\b|\))[\s;]*|else\b.*)*(?:--.*)?$/,
  fails: /^(?:os\.exit\s*\(\s*(?:[1-9]\d*|false)\b.*|error\s*\(.*|assert\s*\(\s*false\b.*)$/,
  closes: /^(?:(?:end\b|until\b|[})\]])[\s})\],;]*)+/,
  otherwise: /^(?:else|elseif)\b/,
  loop: /^(?:for|while|repeat)\b/,
  function: /^(?:local\s+)?function\b|\bfunction\s*\([^()]*\)$/,
  comment: /^--/,
};
const RETURNS: Returns = {
  return: /(?<![\w.:#-])return(?:\s+(?:0|true))?(?=[\s;]*(?:end\b[\s;]*)*(?:--.*)?$)/,
  exit: 'do os.exit() end return',
  function: /^(?:local\s+)?function\s+(\w+)\s*\(|^(?:local\s+)?(\w+)\s*=\s*function\b|\bfunction\b/,
  call: (name) =>
    new RegExp(`^(?:os\\.exit\\s*\\(\\s*)?${name}\\s*\\(\\s*(?:arg|\\.\\.\\.)?\\s*\\)[\\s);]*(?:--.*)?$`),
  closes: /^(?:end|else|elseif|until|[})\]])(?!\w)/,
  loop: /^(?:for|while|repeat)\b/,
  harmless: /^(?:print|io\.write|return|os\.exit|error|--)(?!\w)/,
  anywhere: false,
};

const isLua = (path: string): boolean => path.endsWith('.lua');
const allowed = (solution: Files): Files =>
  Object.fromEntries(Object.entries(solution).filter(([path]) => !CONFIGURES.test(path)));

export const lua: Language = {
  id: 'lua',
  name: 'Lua',
  grammar: null,
  extensions: ['.lua'],
  definitions: `
    (chunk (function_declaration name: (_) @name) @function)
    (chunk local_declaration: (function_declaration name: (_) @name) @function)
  `,
  layout: { solution: 'solution.lua', suite: 'solution_test.lua', support: {} },
  suite: {
    files: /(^|\/)(test[_-][^/]*|tests?|[^/]*[_-](test|spec)s?)\.lua$/,
    tests: new RegExp(`${LUAUNIT_TEST}|${BUSTED_TEST}`, 'gm'),
    script:
      /^(?!(?:require|dofile|local|function|return|end|else|elseif|until|goto)\b)(?:(?:if|for|while|repeat|do)\b|[A-Za-z_][\w.:]*[ \t]*[("'{[](?![^\n]*\][ \t]*=))/gm,
    alterations: [{ find: /^[\s\S]+$/, alter: alterLua }],
  },
  linters: [],
  plan({ solution: given, tests }, { style, files: run }) {
    const solution = Object.entries(allowed(given)).filter(([path]) => !Object.hasOwn(tests, path));
    const own = solution.map(([path]) => path).filter(isLua);
    const suite = Object.keys(tests).filter(isLua);
    const runs = Object.fromEntries(
      (style === 'script' ? run : []).map((path) => [path, withoutEarlyReturns(tests[path] ?? '', RETURNS)]),
    );
    const scripts = Object.fromEntries(suite.map((path) => [path, runs[path] ?? tests[path] ?? '']));
    const ends = style === 'script' ? lastWords(scripts, LINES) : new Map<string, string>();
    const args = [
      ...own.map((path) => `check ${path}`),
      ...run.map((path) => `${style} ${path}`),
      ...suite.filter((path) => !run.includes(path)).map((path) => `suite ${path}`),
      ...[...ends].map(([path, lines]) => `ends ${lines}:${path}`),
    ];
    return {
      files: { ...allowed(given), ...tests, ...runs },
      steps: [{ phase: 'test', command: ['/opt/seedmill/lua/run_lua'], warm: 'runner', args }],
    };
  },
  diagnose: (_phase, step) => ({ failure: refusalOf(step), warnings: [] }),
  teaching: {
    fence: 'lua',
    version: 'Lua 5.4, standard library only, without bytecode and native modules',
    interface:
      "Write one module: a local table, its functions with a comment each and the body `error('not implemented')`, and the table returned at the end.",
    suite:
      "Use LuaUnit (`local lu = require('luaunit')`, global tables named `Test…` with methods named `test…`, `lu.assertEquals(actual, expected)`), with `os.exit(lu.LuaUnit.run())` as the last line; load the module with `require('solution')`.",
    solution: 'Write one module that returns a table with exactly the functions of the interface.',
  },
};
