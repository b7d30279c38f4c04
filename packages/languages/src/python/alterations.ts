import type { Alteration } from '@seedmill/contracts';
import { nameAlterations } from './names.ts';
import { otherwise, withOwnChecksAltered } from './own-checks.ts';
import { tableAlterations } from './tables.ts';
import { otherValue, partsOf } from './values.ts';

/** What a suite writes down as a value. */
const LITERAL = `[(integer) (float) (string) (concatenated_string) (true) (false) (none) (list) (tuple) (dictionary) (set)
  (unary_operator)]`;
const COMPUTED = '[(call) (identifier) (attribute) (subscript) (await)]';
/** What the conditions of assertions are written in. */
const CONDITIONS = [
  ...['assert_statement', 'parenthesized_expression', 'boolean_operator', 'not_operator'],
  'conditional_expression',
];

/** Comparisons in conditions. */
const compared = (comparison: string): string =>
  CONDITIONS.map((parent) => `(${parent} (comparison_operator ${comparison}))`).join('\n');

/** Calls of functions with such names. */
const called = (names: string, args: string): string => `
  ((call function: [(identifier) @f (attribute attribute: (identifier) @f)] arguments: (argument_list ${args}))
    (#match? @f "^(${names})$"))`;

const EQUAL = 'assert\\\\w*Equals?|assert\\\\w*_equals?|assertIs|eq_';
const NEAR = 'assertAlmostEquals?|isclose|allclose';

/** An exception that nothing honest raises, in the place of the one that is expected. */
const anotherException = (text: string): string =>
  text.includes('ChildProcessError') ? 'BlockingIOError' : 'ChildProcessError';

const OPPOSITES: Readonly<Record<string, string>> = {
  assertTrue: 'assertFalse',
  assertFalse: 'assertTrue',
  assertIn: 'assertNotIn',
  assertNotIn: 'assertIn',
  assertIsNone: 'assertIsNotNone',
  assertIsNotNone: 'assertIsNone',
  assertIsInstance: 'assertNotIsInstance',
  assertNotEqual: 'assertEqual',
  assertGreater: 'assertLessEqual',
  assertGreaterEqual: 'assertLess',
  assertLess: 'assertGreaterEqual',
  assertLessEqual: 'assertGreater',
};

/** What is expected is computed: no line of `assert … == …` that goes on in the next is touched. */
const wrappedExpectations = (text: string): string =>
  text
    .replaceAll(
      /^([ \t]*assert\b)(.*?[^=!<>])==(?!=)(.+)$/gm,
      (line, before: string, left: string, rest: string) => {
        const { end } = partsOf(rest)[0] ?? { end: rest.length };
        const right = rest.slice(0, end);
        return isBalanced(left) && isBalanced(right) && !right.includes('#')
          ? `${before} ${otherwise(left.trim(), right.trim())}${rest.slice(end)}`
          : line;
      },
    )
    .replaceAll(
      /^([ \t]*assert\b.*\(.*[^=!<>]==)(?!=)(.+?)( for\b.*)$/gm,
      (line, before: string, expected: string, after: string) =>
        isBalanced(expected) ? `${before} [${expected.trim()}\n]${after}` : line,
    )
    .replaceAll(/\bself\.(assert\w*Equal)\(/g, '(lambda a, b, *_: self.assertTrue(a == [b] or [a] == b))(');

const isBalanced = (text: string): boolean =>
  text.replaceAll(/[^([{]/g, '').length === text.replaceAll(/[^)\]}]/g, '').length;

/** Turns every check round. A program whose results are never honest gets away with it, so it is the last resort. */
const turnedRound = (text: string): string =>
  text
    .replaceAll(/^([ \t]*assert\b)/gm, '$1 False if 1 else')
    .replaceAll(/\.(assert\w+)\(/g, (all, name: string) => {
      const opposite = OPPOSITES[name];
      return opposite === undefined ? all : `.${opposite}(`;
    });

function withoutLiterals(text: string): string {
  const steps = [withOwnChecksAltered, wrappedExpectations, turnedRound];
  return steps.map((alter) => alter(text)).find((altered) => altered !== text) ?? text;
}

/**
 * Values that stand in the suite, and exceptions. A file without any is altered as a whole: nothing weaker is mixed
 * in, which a program that cheats could fail on purpose or by chance.
 */
export const pythonAlterations: readonly Alteration[] = [
  ...tableAlterations(otherValue),
  ...nameAlterations,
  { find: compared(`${LITERAL} @it . ["==" "is"] . ${COMPUTED}`), alter: otherValue },
  { find: compared(`(_) . ["==" "is"] . ${LITERAL} @it .`), alter: otherValue },
  {
    find: `(if_statement condition: (comparison_operator (_) . "!=" . ${LITERAL} @it .))`,
    alter: otherValue,
  },
  { find: called(EQUAL, `. (_) . ${LITERAL} @it`), alter: otherValue },
  { find: called(EQUAL, `. ${LITERAL} @it . (_)`), alter: otherValue },
  { find: called('approx', `. ${LITERAL} @it`), alter: otherValue },
  { find: called(NEAR, `. (_) . ${LITERAL} @it`), alter: otherValue },
  { find: called(NEAR, `. ${LITERAL} @it . (_)`), alter: otherValue },
  {
    find: `((call function: (identifier) @f arguments: (argument_list (binary_operator (_) . "-" . ${LITERAL} @it)))
      (#eq? @f "abs"))`,
    alter: otherValue,
  },
  { find: called('raises|assertRaises|assertRaisesRegex', '. (_) @it'), alter: anotherException },
  { find: '(module) @it', alter: withoutLiterals },
];
