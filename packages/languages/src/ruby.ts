import type { Files, Language, Program, SuiteShape } from '@seedmill/contracts';
import { refusalOf } from './common/refusal.ts';
import { rubyAlterations } from './ruby/alterations.ts';

/** Files of a solution that would configure a framework. */
const CONFIGURES =
  /(^|\/)(\.rspec[^/]*|\.minitest\.rb|[^/]*_plugin\.rb|(spec|test|rails)_helper\.rb|Gemfile[^/]*|Rakefile|\.irbrc)$/;

/** Which framework a suite was written for, or that it is a plain script. */
function styleOf({ tests }: Program, { style, files }: SuiteShape): string {
  if (style === 'script') return 'script';
  const text = Object.entries(tests).flatMap(([path, code]) => (path.endsWith('.rb') ? [code] : []));
  const says = (pattern: RegExp): boolean => text.some((code) => pattern.test(code));
  if (says(/\bminitest\b|\bMinitest::/i)) return 'minitest';
  if (says(/\bRSpec\b|require ['"]rspec|\bexpect\(/)) return 'rspec';
  if (says(/test\/unit|test-unit|Test::Unit/)) return 'test-unit';
  return files.some((path) => path.endsWith('_spec.rb')) ? 'rspec' : 'minitest';
}

const modulesOf = (files: Files): string[] => Object.keys(files).filter((path) => path.endsWith('.rb'));

export const ruby: Language = {
  id: 'ruby',
  name: 'Ruby',
  grammar: 'ruby',
  extensions: ['.rb'],
  definitions: `
    (program (method name: (_) @name) @function)
    (program (singleton_method name: (_) @name) @function)
    (program (class name: (_) @name) @class)
    (program (module name: (_) @name) @class)
  `,
  layout: { solution: 'solution.rb', suite: 'test_solution.rb', support: {} },
  suite: {
    files: /(^|\/)(test_(?!helper)[^/]*|[^/]*_(test|spec)|tests?|spec)\.rb$/,
    tests: new RegExp(
      [
        // Of several methods with one name only the last counts.
        String.raw`^[ \t]+def[ \t]+(test_\w+[?!]?)(?![\s\S]*^[ \t]+def[ \t]+\1(?![\w?!]))`,
        String.raw`^[ \t]*(?:it|specify|test|should)[ \t(]+["'].*(?:do|\{)[ \t]*(?:\|.*\|)?(?:$|.*\}[ \t]*$)`,
        String.raw`^[ \t]*(?:it|specify)[ \t]*(?:\{|do\b)`,
      ].join('|'),
      'gm',
    ),
    script: `
      (program [
        (call) (if) (unless) (while) (until) (for) (case) (begin) (if_modifier) (unless_modifier) (binary)
      ] @does (#not-match? @does "^(require|require_relative|load|include|extend|using)\\\\b"))
      (program (_) (identifier) @does)
    `,
    alterations: rubyAlterations,
  },
  linters: [],
  plan(program, suite) {
    const { solution, tests } = program;
    const kept = Object.fromEntries(Object.entries(solution).filter(([path]) => !CONFIGURES.test(path)));
    const style = styleOf(program, suite);
    const checked = modulesOf(kept).filter((path) => !(path in tests));
    return {
      files: { ...kept, ...tests },
      steps: [
        {
          phase: 'test',
          command: ['ruby', '--disable=gems', '/opt/seedmill/ruby/run.rb', style],
          warm: 'runner',
          args: [style, `${checked.length}`, ...checked, ...suite.files],
        },
      ],
    };
  },
  diagnose: (_phase, step) => ({
    failure: refusalOf(step),
    warnings: step.stderr.split('\n').filter((line) => /\.rb:\d+: warning: /.test(line)),
  }),
  teaching: {
    fence: 'ruby',
    version: 'Ruby 3.3, standard library only',
    interface:
      "Give every method and class a comment that documents it, and the body `raise NotImplementedError, 'not implemented'`.",
    suite:
      "Use Minitest (`require 'minitest/autorun'`, a class `< Minitest::Test` with methods `test_…`, `assert_equal expected, actual`, `assert_raises`); load the solution with `require_relative 'solution'`.",
    solution: 'Write one file that defines exactly the names of the interface with the same signatures.',
  },
};
