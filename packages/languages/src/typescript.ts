import type { Language } from '@seedmill/contracts';
import { scriptDefinitions } from './javascript.ts';
import { planForNode } from './node/plan.ts';
import { compilerFor } from './node/strip-types.ts';
import { nodeSuite } from './node/suite.ts';

export const typescript: Language = {
  id: 'typescript',
  name: 'TypeScript',
  grammar: 'typescript',
  extensions: ['.ts', '.mts', '.cts'],
  definitions: scriptDefinitions,
  layout: { solution: 'solution.ts', suite: 'solution.test.ts', support: {} },
  suite: nodeSuite,
  // The first decides on syntax: TypeScript's own parser.
  linters: ['type-check', 'eslint'],
  plan: (program, suite) => planForNode(program, suite, compilerFor(program)),
  teaching: {
    fence: 'typescript',
    version: 'TypeScript (strict) on Node.js 24 as an ES module, built-in modules only',
    interface:
      "Export every function, class and type, each with a TSDoc comment and full types, and the body `throw new Error('not implemented');`.",
    suite:
      "Use `node:test` (`import { test, describe } from 'node:test'`) and `node:assert/strict`; import with `import { … } from './solution.ts'`, types with `import type`.",
    solution:
      'Write one ES module that exports exactly the names of the interface with the same signatures; it must type-check under `strict`, without `any` casts that hide mistakes.',
  },
};
