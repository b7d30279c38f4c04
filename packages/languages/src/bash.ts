import type { Files, Language } from '@seedmill/contracts';
import { alterBash } from './bash/alterations.ts';
import { type Returns, withoutEarlyReturns } from './common/early-returns.ts';
import { lastWords, type Notation } from './common/last-words.ts';
import { refusalOf } from './common/refusal.ts';

/** One match per test of a bats file: `@test "name" {`, or `name() { # @test`. */
const BATS_TEST = /^[ \t]*(?:@test[ \t]+\S.*[ \t]\{|[^\s()]+[ \t]*\(?\)?[ \t]+\{[ \t]+#[ \t]*@test[ \t]*$)/gm;

/** What bats, shunit2 or bash itself would load by its name, were it the solution's. */
const CONFIGURES =
  /(^|\/)(bats-[^/]*|test_helper|shunit2|setup_suite\.bash|\.bashrc|\.bash_profile|\.profile|\.inputrc)(\/|\.bash$|$)|\.bats$/;

const LINES: Notation = {
  exit: /(?<![\w$./-])exit\b(?![ \t]+[1-9]|[\w=-])/,
  after: /^(?:[^;&|]|\|\||&&|>&)*(?:;+[ \t]*(?:(?:\}|fi|esac)[ \t]*|else\b.*)?)*(?:#.*)?$/,
  fails: /^(?:exit[ \t]+[1-9]\d*|false)$/,
  closes: /^(?:(?:fi|done|esac|\}|\))[\s;)}]*)+(?:$|[<>|&#])/,
  otherwise: /^(?:elif|else)\b|^;;|^[^\s()$]+\)(?=\s|$)/,
  loop: /^(?:for|while|until|select)\b/,
  function: /^(?:function[ \t]+\S+|[^\s()=$'"]+[ \t]*\([ \t]*\))/,
  comment: /^#/,
};

const RETURNS: Returns = {
  return: /(?<![\w$./#-])return(?:[ \t]+0)?(?=[ \t]*(?:;[ \t]*(?:fi|\}|esac|;)?[ \t]*)*(?:#.*)?$)/,
  exit: 'exit',
  function: /^(?:function[ \t]+([\w:-]+)|([\w:-]+)[ \t]*\([ \t]*\))/,
  call: (name) => new RegExp(`^${name}(?:[ \\t]+"?\\$@"?)?[ \\t]*(?:$|[;#]|\\|\\|[ \\t]*exit)`),
  closes: /^(?:fi|done|esac|\}|\)|else|elif|;;)(?![\w-])/,
  loop: /^(?:for|while|until)\b/,
  harmless: /^(?:echo|printf|return|exit|false|:|#)(?![\w-])/,
  anywhere: true,
};

const hasTests = (text = ''): boolean => text.match(BATS_TEST) !== null;
const isShell = ([path, text]: [string, string]): boolean =>
  /\.(sh|bash|bats)$/.test(path) || /^#!.*\b(ba|da)?sh\b/.test(text);

const allowed = (solution: Files): Files =>
  Object.fromEntries(Object.entries(solution).filter(([path]) => !CONFIGURES.test(path)));

export const bash: Language = {
  id: 'bash',
  name: 'Bash',
  grammar: 'bash',
  extensions: ['.sh', '.bash', '.bats'],
  definitions: `(program (function_definition name: (word) @name) @function)`,
  layout: { solution: 'solution.sh', suite: 'solution.bats', support: {} },
  suite: {
    files: /\.bats$|(^|\/)(test(?![_-]?helper)[^/]*|[^/]*[_.-]tests?)\.(sh|bash)$/,
    tests: BATS_TEST,
    script: `
      (program (command name: (command_name) @name) @does
        (#not-match? @name "^(source|[.]|set|shopt|cd|load|trap)$"))
      (program (command name: (command_name) @name argument: (_) @framework) @does
        (#match? @name "^(source|[.])$") (#match? @framework "shunit2"))
      (program [
        (if_statement) (for_statement) (c_style_for_statement) (while_statement) (case_statement) (list) (pipeline)
        (test_command) (negated_command) (redirected_statement) (subshell) (compound_statement)
      ] @does)
      (ERROR) @does
    `,
    alterations: [{ find: /^[\s\S]+$/, alter: alterBash }],
  },
  linters: [],
  plan({ solution: given, tests }, { style, files: run }) {
    const kind = style === 'script' ? 'script' : 'bats';
    const solution = Object.entries(allowed(given)).filter(([path]) => !Object.hasOwn(tests, path));
    const shell = solution.filter(isShell).map(([path]) => path);
    const scripts = Object.fromEntries(
      (kind === 'script' ? run : []).map((path) => [path, withoutEarlyReturns(tests[path] ?? '', RETURNS)]),
    );
    const files = { ...allowed(given), ...tests, ...scripts };
    const suite = Object.fromEntries(Object.entries({ ...tests, ...scripts }).filter(isShell));
    const ends = kind === 'script' ? lastWords(suite, LINES) : Object.keys(suite).map((path) => [path, '']);
    const args = [
      ...shell.map((path) => `check ${path}`),
      ...run.filter((path) => kind === 'script' || hasTests(tests[path])).map((path) => `${kind} ${path}`),
      ...[...ends].map(([path, lines]) => `ends ${lines}:${path}`),
    ];
    return {
      files,
      steps: [{ phase: 'test', command: ['perl', '/opt/seedmill/bash/run_bash.pl'], warm: 'runner', args }],
    };
  },
  diagnose: (_phase, step) => ({ failure: refusalOf(step), warnings: [] }),
  teaching: {
    fence: 'bash',
    version: 'Bash 5.2 with coreutils, grep, sed, gawk, find, bc and jq',
    interface:
      'Give every function a comment that says its arguments, what it prints and its exit status, and the body `return 99`.',
    suite:
      'Use bats (`@test "name" { … }`, `run`, `$status`, `$output`); load the functions with `source ./solution.sh` in `setup`.',
    solution:
      'Write one file that defines exactly the functions of the interface and does nothing else when it is sourced.',
  },
};
