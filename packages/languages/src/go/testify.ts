import { type Change, splitArguments, withOtherLiteral } from '../common/literals.ts';

/** Equal to nothing but itself, and of any type that a parameter of no certain type takes. */
const boxed = (value: string): string => `[]interface{}{${value}}`;

/** What to make of the argument of testify's functions that says what is expected. */
const EXPECTED: Readonly<Record<string, (value: string) => string>> = {
  True: (value) => ` (${value}) && false`,
  False: (value) => ` (${value}) || true`,
  Equal: boxed,
  EqualValues: boxed,
  Exactly: boxed,
  JSONEq: (value) => ` "[" + ${value}`,
  ElementsMatch: boxed,
  InDelta: boxed,
  InEpsilon: boxed,
};

/** Those where the second argument does. */
const EXPECTED_SECOND: Readonly<Record<string, (value: string) => string>> = {
  EqualError: (value) => `${value} + "~"`,
  ErrorContains: (value) => `${value} + "~"`,
  Len: (value) => `${value} + 1`,
};

const OPPOSITES: Record<string, string> = {
  NoError: 'Error',
  Error: 'NoError',
  NotEqual: 'Equal',
  Greater: 'Less',
  GreaterOrEqual: 'Less',
  Less: 'Greater',
  LessOrEqual: 'Greater',
};
for (const name of ['Nil', 'Empty', 'Zero', 'Contains', 'Panics', 'Subset', 'Same', 'Regexp', 'ErrorIs']) {
  OPPOSITES[name] = `Not${name}`;
  OPPOSITES[`Not${name}`] = name;
}

const CALL = /^((?:[\w.]|\([^()]*\))+)\.(\w+?)(f?)\(([\s\S]*)\)$/;
const TEST = /^\s*([tb]|tt|tb|\w+\.T\(\))\s*$/;
/** What has a method Error besides testify: any `*testing.T`. */
const CHECKER = /assert|require|^(is|as|a|r|s|suite)$/i;

/** A call such as `assert.Equal(t, 5, add(2, 3))`, or a method of what `assert.New(t)` gave. */
export function alterCheck(call: string): Pick<Change, 'text' | 'exact'> {
  const [, on = '', name = '', formatted = '', inner = ''] = CALL.exec(call) ?? [];
  if (on === '' || (name === 'Error' && !CHECKER.test(on))) return { text: call, exact: false };
  const values = splitArguments(inner);
  const first = TEST.test(values[0] ?? '') ? 1 : 0;
  const at = name in EXPECTED_SECOND ? first + 1 : first;
  const alter = EXPECTED[name] ?? EXPECTED_SECOND[name];
  const value = values[at];
  if (alter === undefined || value === undefined) {
    return { text: `${on}.${OPPOSITES[name] ?? name}${formatted}(${inner})`, exact: false };
  }
  const other = alter === boxed ? otherValue(value) : null;
  const altered = values.with(at, other ?? alter(value)).join(',');
  return { text: `${on}.${name}${formatted}(${altered})`, exact: other !== null || name in EXPECTED_SECOND };
}

/** The same value with another literal, where its text calls nothing and says what it is. */
export function otherValue(value: string): string | null {
  return value.replace(/"(?:\\.|[^"\\])*"/g, '').includes('(') ? null : withOtherLiteral(value);
}

/** Names of the functions and methods that are checks. */
export const CHECKS = [...Object.keys(EXPECTED), ...Object.keys(EXPECTED_SECOND), ...Object.keys(OPPOSITES)];
