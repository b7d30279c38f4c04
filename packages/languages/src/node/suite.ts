import type { Language } from '@seedmill/contracts';
import { alterations } from './alterations.ts';

const WORDS = '"test" "it" "specify" "fit" "xit" "xtest"';
const FUNCTION = '[(arrow_function) (function_expression) (generator_function)]';

/** Calls of the words that declare tests: with a function, so that a suite's own `test(actual, expected)` is none. */
const tests = `
  (call_expression function: (identifier) @word arguments: (arguments ${FUNCTION}) (#any-of? @word ${WORDS}))
  (call_expression function: (identifier) @word arguments: (arguments . (string) . (identifier) .)
    (#any-of? @word ${WORDS}))
  (call_expression function: (member_expression object: (identifier) @word) arguments: (arguments ${FUNCTION})
    (#any-of? @word ${WORDS}))
  (call_expression function: (call_expression function: (member_expression object: (identifier) @word
    property: (property_identifier) @each)) (#any-of? @word ${WORDS}) (#any-of? @each "each" "for"))
`;

/** Suites that bring functions named like a framework's words: nothing declares tests in them, they are scripts. */
const ownTests = `
  (program (function_declaration name: (identifier) @word) (#any-of? @word ${WORDS}))
  (program (lexical_declaration (variable_declarator name: (identifier) @word
    value: [(arrow_function) (function_expression)])) (#any-of? @word ${WORDS}))
`;

/** Suites in JavaScript and TypeScript. */
export const nodeSuite: Language['suite'] = {
  files:
    /(^|\/)(__tests__\/([^/]+\/)*[^/]+|(test|tests|spec)|(test|spec)[-_.][^/]+|[^/]+[-_.](test|tests|spec))(?<!\.d)\.[cm]?[jt]sx?$/,
  tests,
  ownTests,
  script: `
    (program [
      (expression_statement [(call_expression) (await_expression) (new_expression) (unary_expression)
        (binary_expression) (ternary_expression) (sequence_expression) (parenthesized_expression)])
      (if_statement) (for_statement) (for_in_statement) (while_statement) (do_statement) (try_statement)
      (switch_statement) (throw_statement) (statement_block)
    ] @does)
  `,
  alterations,
};
