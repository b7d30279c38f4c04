import type { Files, Language, Program, SuiteShape } from '@seedmill/contracts';
import { refusalOf } from './common/refusal.ts';
import { phpAlterations } from './php/alterations.ts';
import { assertsAsChecks, leavesAsCalls } from './php/script.ts';

/** Files of a solution that would configure PHP or PHPUnit. */
const CONFIGURES = /(^|\/)(phpunit(\.dist)?\.xml(\.dist)?|\.?(user\.)?php\.ini|\.user\.ini|\.phpunit[^/]*)$/;

/** A file that suites of Composer projects load; the runner finds classes without it. */
const AUTOLOADER = 'vendor/autoload.php';

const isCode = (path: string): boolean => path.endsWith('.php');

/**
 * What is loaded before the suite: what PHPUnit's configuration beside it names, and the solution, where the suite
 * leaves that to others.
 */
function loadedFirst({ solution, tests }: Program): string[] {
  const code = Object.entries(tests).filter(([path]) => isCode(path));
  const configuration = tests['phpunit.xml'] ?? tests['phpunit.xml.dist'] ?? '';
  const [, bootstrap = ''] = /\bbootstrap="(?:\.\/)?([^"]+)"/.exec(configuration) ?? [];
  if (bootstrap in tests) return [bootstrap];
  if (code.some(([, text]) => /\b(require|include)(_once)?\b/.test(text))) return [];
  return Object.keys(solution)
    .filter((path) => isCode(path) && !(path in tests))
    .sort();
}

function filesOf({ solution, tests }: Program, { style, files }: SuiteShape): Files {
  const kept = Object.entries(solution).filter(([path]) => !CONFIGURES.test(path));
  const wantsAutoloader = Object.values(tests).some((text) => text.includes(AUTOLOADER));
  const suite = Object.entries(tests).map(([path, text]): [string, string] => {
    const checked = isCode(path) ? assertsAsChecks(text) : text;
    return [path, style === 'script' && files.includes(path) ? leavesAsCalls(checked) : checked];
  });
  return {
    ...(wantsAutoloader ? { [AUTOLOADER]: '<?php\n' } : {}),
    ...Object.fromEntries([...kept, ...suite]),
  };
}

export const php: Language = {
  id: 'php',
  name: 'PHP',
  grammar: 'php',
  extensions: ['.php'],
  definitions: `
    (program (function_definition name: (name) @name) @function)
    (program (class_declaration name: (name) @name) @class)
    (namespace_definition body: (compound_statement (function_definition name: (name) @name) @function))
    (namespace_definition body: (compound_statement (class_declaration name: (name) @name) @class))
  `,
  layout: { solution: 'Solution.php', suite: 'SolutionTest.php', support: {} },
  suite: {
    files: /(^|\/)([^/]*Tests?|[^/]*[_.-]tests?|tests?[_-][^/]*|tests?)\.php$/,
    tests: `
      (class_declaration (base_clause) body: (declaration_list
        (method_declaration name: (name) @name) @it
        (#match? @name "^test") (#not-match? @it "^[^(]*\\\\b(private|protected|abstract)\\\\s")))
      (class_declaration (base_clause) body: (declaration_list
        (method_declaration (attribute_list) @attributes name: (name) @name) @it
        (#not-match? @name "^test") (#match? @attributes "[\\\\\\\\\\\\[, ]Test[\\\\],( ]")))
      (class_declaration (base_clause) body: (declaration_list
        (comment) @comment . (method_declaration name: (name) @name) @it
        (#not-match? @name "^test") (#match? @comment "@test\\\\s")))
    `,
    script: `
      (program [
        (if_statement) (for_statement) (foreach_statement) (while_statement) (do_statement) (switch_statement)
        (try_statement) (echo_statement) (exit_statement)
        (expression_statement [
          (function_call_expression) (member_call_expression) (scoped_call_expression) (binary_expression)
        ])
      ] @does)
    `,
    alterations: phpAlterations,
  },
  linters: [],
  plan(program, shape) {
    const { style, files } = shape;
    const checked = Object.keys(program.solution).filter((path) => isCode(path) && !(path in program.tests));
    const first = loadedFirst(program);
    return {
      files: filesOf(program, shape),
      steps: [
        {
          phase: 'test',
          command: ['php', '/opt/seedmill/php/run.php', ...(style === 'script' ? ['script'] : [])],
          warm: 'runner',
          args: [style, `${checked.length}`, ...checked, `${first.length}`, ...first, ...files],
        },
      ],
    };
  },
  diagnose: (_phase, step) => ({ failure: refusalOf(step), warnings: [] }),
  teaching: {
    fence: 'php',
    version: 'PHP 8.4 with mbstring, bcmath and gmp, no Composer packages',
    interface:
      "Begin with `<?php` and `declare(strict_types=1);`; give every function and method a doc comment and full types, and the body `throw new LogicException('not implemented');`.",
    suite:
      "Use PHPUnit 11: one class `SolutionTest extends PHPUnit\\Framework\\TestCase` with public methods named `test…`, data providers as public static methods named by `#[DataProvider]`; load the program with `require_once __DIR__ . '/Solution.php';`.",
    solution:
      'Write one file that begins with `<?php`, declares exactly the names of the interface with the same signatures, and prints nothing.',
  },
};
