import type { Files, Language } from '@seedmill/contracts';
import { pythonAlterations } from './python/alterations.ts';

/** Files of a solution that would configure Python or pytest. */
const CONFIGURES =
  /(^|\/)(conftest\.py|\.?pytest\.ini|tox\.ini|setup\.cfg|pyproject\.toml|(site|user)customize\.py|[^/]*\.pth)$/;

/**
 * Functions `test…` of modules and of classes that pytest or `unittest` look into. Of several with one name only the
 * last counts: it takes the place of the others. Fixtures are none, nor are functions that take the candidate.
 */
const NAME = String.raw`(?:async[ \t]+)?def[ \t]+(test\w*)[ \t]*\(`;
const NOT_CANDIDATE = String.raw`(?!\s*(?:candidate|func|function|fn|f|solve|solver)\b)`;
const NOT_FIXTURE = String.raw`(?<!@(?:pytest\.)?fixture[^\n]*\n[ \t]*)`;
const TESTS = new RegExp(
  [
    String.raw`^${NOT_FIXTURE}${NAME}${NOT_CANDIDATE}(?![\s\S]*^(?:async[ \t]+)?def[ \t]+\1\b)`,
    String.raw`(?<=^class[ \t]+(?:Test\w*|\w+[ \t]*\([^)\n]*Test[^)\n]*\))[^\n]*:[^\n]*(?:\n(?!\S)[^\n]*)*\n(?: {1,4}|\t))${NAME}self\b(?![\s\S]*^[ \t]+(?:async[ \t]+)?def[ \t]+\2\b)`,
    // Made by a loop.
    String.raw`^[ \t]+setattr\(\w+,[ \t]*f?["'](test)`,
  ].join('|'),
  'gm',
);

const modulesOf = (files: Files): string[] => Object.keys(files).filter((path) => path.endsWith('.py'));

export const python: Language = {
  id: 'python',
  name: 'Python',
  grammar: 'python',
  extensions: ['.py'],
  definitions: `
    (module (function_definition name: (identifier) @name) @function)
    (module (decorated_definition definition: (function_definition name: (identifier) @name)) @function)
    (module (class_definition name: (identifier) @name) @class)
    (module (decorated_definition definition: (class_definition name: (identifier) @name)) @class)
  `,
  layout: { solution: 'solution.py', suite: 'test_solution.py', support: {} },
  suite: {
    files: /(^|\/)(test_[^/]*|[^/]*_test|tests?)\.py$/,
    tests: TESTS,
    script: `
      (module [
        (assert_statement) (if_statement) (for_statement) (while_statement) (with_statement) (try_statement)
        (match_statement) (raise_statement)
      ] @does)
      ((module (expression_statement (call function: (_) @does))) (#not-match? @does "^sys[.]path"))
    `,
    alterations: pythonAlterations,
  },
  linters: ['ruff'],
  plan({ solution, tests }, { style, files }) {
    const kept = Object.fromEntries(Object.entries(solution).filter(([path]) => !CONFIGURES.test(path)));
    return {
      files: { ...kept, ...tests },
      steps: [
        {
          phase: 'test',
          // Equal runs give equal results, also where they depend on the order of a set.
          command: [
            'env',
            'PYTHONHASHSEED=0',
            'python3',
            '-s',
            '-P',
            '-B',
            '/opt/seedmill/python/run.py',
            ...(style === 'script' ? [style] : []),
          ],
          warm: 'runner',
          args: [
            style === 'script' ? 'script' : 'pytest',
            ...files,
            '--',
            ...modulesOf(kept).filter((path) => !(path in tests)),
          ],
        },
      ],
    };
  },
  teaching: {
    fence: 'python',
    version: 'Python 3.13, standard library only',
    interface:
      'Give every function and method a docstring and type hints, and the body `raise NotImplementedError`.',
    suite:
      'Use pytest (plain functions named `test_…`, `pytest.raises`, `pytest.mark.parametrize`); import with `from solution import …`.',
    solution: 'Write one module that defines exactly the names of the interface with the same signatures.',
  },
};
