import type { Alteration } from '@seedmill/contracts';
import { anotherValue } from '../common/another-value.ts';
import { tableAlterations } from './tables.ts';

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

const STRING = String.raw`[rbuRBU]{0,2}(?:"""(?:[^"\\]|\\.|"(?!""))*"""|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')`;
const TOKEN = String.raw`${STRING}|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?j?(?!\w)|\b(?:True|False|None)\b`;

const wrapped = (text: string): string => `[${text}\n]`;

const otherPlainValue = anotherValue({
  token: TOKEN,
  between: String.raw`-\s,:()[\]{}`,
  instead: { True: 'False', False: 'True', None: '0', '[]': '[0]', '()': '(0,)', '{}': '{0: 0}' },
  wrap: wrapped,
});

/** Another value than an expression's. Of a set two elements may be one, so that a change might change nothing. */
export const otherValue = (text: string): string =>
  text.startsWith('{') && !text.includes(':') && text !== '{}' ? wrapped(text) : otherPlainValue(text);

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
    .replaceAll(/^([ \t]*assert\b.*?[^=!<>]==)(?!=)(.+)$/gm, (line, before: string, expected: string) =>
      isBalanced(expected) ? `${before} [${expected.trim()}\n]` : line,
    )
    .replaceAll(/\bself\.(assert\w*Equal)\(/g, '(lambda a, b, *_: self.$1(a, [b]))(');

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
  const altered = wrappedExpectations(text);
  return altered === text ? turnedRound(text) : altered;
}

/**
 * Values that stand in the suite, and exceptions. A file without any is altered as a whole: nothing weaker is mixed
 * in, which a program that cheats could fail on purpose or by chance.
 */
export const pythonAlterations: readonly Alteration[] = [
  ...tableAlterations(otherValue),
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
