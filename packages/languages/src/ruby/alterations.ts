import type { Alteration } from '@seedmill/contracts';
import { nameAlterations } from './names.ts';
import { withOwnChecksAltered } from './own-checks.ts';
import { tableAlterations } from './tables.ts';
import { otherRubyValue } from './values.ts';

/** What a suite writes down as a value. */
const LITERAL = `[(integer) (float) (string) (simple_symbol) (true) (false) (nil) (array) (hash) (unary)
  (string_array) (symbol_array) (range) (rational) (complex) (chained_string)]`;

/** Calls of methods with such names. */
const called = (names: string, args: string): string => `
  ((call method: (identifier) @m arguments: (argument_list ${args})) (#match? @m "^(${names})$"))`;

const EXPECTED_FIRST = 'assert_equal|assert_same|assert_in_delta|assert_in_epsilon';
const EXPECTED_ONLY =
  'eq|eql|equal|be|of|match_array|contain_exactly|must_equal|must_be_same_as|must_be_close_to|must_be_within_delta';
const RAISES = 'assert_raises?|assert_raise|assert_raise_with_message|raise_error|must_raise';

const compared = (value: string): string => `
  (unless_modifier condition: (binary operator: "==" right: ${value} @it))
  (unless condition: (binary operator: "==" right: ${value} @it))
  (unless condition: (parenthesized_statements (binary operator: "==" right: ${value} @it)))
  (if_modifier condition: (binary operator: "!=" right: ${value} @it))
  (if condition: (binary operator: ["==" "!="] right: ${value} @it))
  (argument_list (binary operator: "==" right: ${value} @it))
  (argument_list . (parenthesized_statements (binary operator: "==" right: ${value} @it)))
  (binary left: (identifier) @be operator: "==" right: ${value} @it (#eq? @be "be"))`;

/** An exception that nothing honest raises, in the place of the one that is expected. */
const anotherException = (text: string): string =>
  text === 'Errno::EXDEV' ? 'Errno::EMLINK' : 'Errno::EXDEV';

/** What is expected is computed. */
const wrappedExpectations = (text: string): string =>
  text
    .replaceAll(/\bassert_equal\b(?=[ (])/g, '->(a, b, *) { assert_equal([a], b) }.call')
    .replaceAll(/\b(must_equal|eql?)\b(?=[ (])/g, '$1 ->(x) { [x] }.call')
    .replaceAll(/^([ \t]*(?:raise|fail|abort)\b.*\bunless\b.*==)(.+)$/gm, '$1 [$2\n]');

/** Turns every check round. A program whose results are never honest gets away with it, so it is the last resort. */
const turnedRound = (text: string): string =>
  text
    .replaceAll(/\bassert(_\w+)?\b(?!_)/g, (all, name: string | undefined) =>
      name === undefined || OPPOSITES.has(name) ? `refute${name ?? ''}` : all,
    )
    .replaceAll(/\.to\b(?=[ (])/g, '.not_to')
    .replaceAll(/\.must_(?=be|include|match|respond)/g, '.wont_')
    .replaceAll(/^([ \t]*(?:raise|fail|abort)\b.*)\bunless\b/gm, '$1if');

const OPPOSITES = new Set([
  ...['_nil', '_includes', '_empty', '_kind_of', '_instance_of', '_match', '_respond_to', '_operator'],
  '_predicate',
]);

function withoutLiterals(text: string): string {
  const steps = [withOwnChecksAltered, wrappedExpectations, turnedRound];
  return steps.map((alter) => alter(text)).find((altered) => altered !== text) ?? text;
}

/**
 * Values that stand in the suite, and exceptions. A file without any is altered as a whole: nothing weaker is mixed
 * in, which a program that cheats could fail on purpose or by chance.
 */
export const rubyAlterations: readonly Alteration[] = [
  ...tableAlterations(otherRubyValue),
  ...nameAlterations,
  { find: called(EXPECTED_FIRST, `. ${LITERAL} @it`), alter: otherRubyValue },
  { find: called(EXPECTED_FIRST, `. (_) . ${LITERAL} @it`), alter: otherRubyValue },
  { find: called(EXPECTED_ONLY, `. ${LITERAL} @it`), alter: otherRubyValue },
  { find: compared(LITERAL), alter: otherRubyValue },
  { find: called(RAISES, '. (constant) @it'), alter: anotherException },
  { find: called(RAISES, '. (scope_resolution) @it'), alter: anotherException },
  { find: '(program) @it', alter: withoutLiterals },
];
