import type { Language } from '@seedmill/contracts';
import { planForNode } from './node/plan.ts';
import { nodeSuite } from './node/suite.ts';

/** Top-level definitions, exported or not; TypeScript's grammar knows the same nodes. */
export const scriptDefinitions = `
  (program (function_declaration name: (_) @name) @function)
  (program (generator_function_declaration name: (_) @name) @function)
  (program (class_declaration name: (_) @name) @class)
  (program (export_statement declaration: (function_declaration name: (_) @name)) @function)
  (program (export_statement declaration: (generator_function_declaration name: (_) @name)) @function)
  (program (export_statement declaration: (class_declaration name: (_) @name)) @class)
  (program (lexical_declaration (variable_declarator name: (identifier) @name value: (arrow_function))) @function)
  (program (export_statement declaration:
    (lexical_declaration (variable_declarator name: (identifier) @name value: (arrow_function)))) @function)
`;

export const javascript: Language = {
  id: 'javascript',
  name: 'JavaScript',
  grammar: 'javascript',
  extensions: ['.js', '.mjs', '.cjs', '.jsx'],
  definitions: scriptDefinitions,
  layout: { solution: 'solution.mjs', suite: 'solution.test.mjs', support: {} },
  suite: nodeSuite,
  linters: ['eslint'],
  plan: (program, suite) => planForNode(program, suite),
  teaching: {
    fence: 'javascript',
    version: 'JavaScript on Node.js 24 as an ES module, built-in modules only',
    interface:
      "Export every function and class, each with a JSDoc comment, and the body `throw new Error('not implemented');`.",
    suite:
      "Use `node:test` (`import { test, describe } from 'node:test'`) and `node:assert/strict`; import with `import { … } from './solution.mjs'`.",
    solution: 'Write one ES module that exports exactly the names of the interface with the same signatures.',
  },
};
