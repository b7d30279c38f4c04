import type { Language } from '@seedmill/contracts';
import { scriptDefinitions, scriptTests } from './javascript.ts';
import { readRunnerReport } from './report.ts';

export const typescript: Language = {
  id: 'typescript',
  name: 'TypeScript',
  grammar: 'typescript',
  extensions: ['.ts', '.mts', '.cts'],
  definitions: scriptDefinitions,
  layout: {
    solution: 'solution.ts',
    suite: 'solution.test.ts',
    support: { 'package.json': '{ "type": "module" }\n' },
  },
  declaredTests: scriptTests,
  // The first decides on syntax: TypeScript's own parser.
  linters: ['type-check', 'eslint'],
  testCommand: [
    'node',
    '--experimental-transform-types',
    '--disable-warning=ExperimentalWarning',
    '/opt/seedmill/run_node_test.mjs',
    'solution.test.ts',
  ],
  readReport: readRunnerReport,
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
