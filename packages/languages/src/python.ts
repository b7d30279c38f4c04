import type { Language } from '@seedmill/contracts';
import { readRunnerReport } from './report.ts';

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
  declaredTests: `((function_definition name: (identifier) @name) @test (#match? @name "^test"))`,
  linters: ['ruff'],
  testCommand: ['python3', '-I', '-B', '/opt/seedmill/run_pytest.py', 'test_solution.py'],
  readReport: readRunnerReport,
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
