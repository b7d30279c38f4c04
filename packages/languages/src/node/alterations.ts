import type { Alteration } from '@seedmill/contracts';
import { anotherValue } from './another-value.ts';

const anyOf = (words: string) =>
  words
    .trim()
    .split(/\s+/)
    .map((word) => `"${word}"`)
    .join(' ');

/** Matchers whose first argument is what is expected. */
const EXPECTING = anyOf(`
  toBe toEqual toStrictEqual toMatchObject toContain toContainEqual toHaveLength toHaveProperty toBeCloseTo toMatch
  toThrow toThrowError toBeOneOf toMatchInlineSnapshot toThrowErrorMatchingInlineSnapshot toHaveBeenCalledTimes toHaveBeenCalledWith toHaveBeenLastCalledWith toBeCalledWith
  toBeCalledTimes toHaveReturnedWith toHaveLastReturnedWith equal equals eq eql eqls length lengthOf members keys
  include includes contain contains string closeTo approximately
  toHaveSize toHaveBeenCalledOnceWith toHaveBeenCalledExactlyOnceWith toHaveBeenNthCalledWith toHaveNthReturnedWith
  toBeResolvedTo toBeRejectedWith toBeRejectedWithError by`);
/** Matchers that are turned round: a nearby value might hold as well. */
const HOLDING = anyOf(`
  toBeTruthy toBeFalsy toBeTrue toBeFalse toBeNull toBeUndefined toBeDefined toBeNaN toBeGreaterThan toBeGreaterThanOrEqual toBeLessThan
  toBeLessThanOrEqual toBeInstanceOf toBeTypeOf toSatisfy toHaveBeenCalled toBeCalled
  toHaveBeenCalledOnce toHaveReturned above gt greaterThan least gte below lt lessThan most lte within a an instanceof
  instanceOf property match throw throws satisfy oneOf`);
/** Those that say what is expected only where they are given it. */
const THROWING = anyOf('toThrow toThrowError');
const NAMED = anyOf('true false null undefined ok empty NaN exist');
/** Functions of `assert` whose second argument is what is expected. */
const COMPARING = anyOf(`
  equal strictEqual deepEqual deepStrictEqual partialDeepStrictEqual match include deepInclude lengthOf sameMembers
  sameDeepMembers sameOrderedMembers closeTo approximately same is equals isEqual strictSame like deepEquals regex type`);

const HELPERS = '^_*(assert|check|verify|expect|test|eq|same|is|should|compare)';
const EXPECTED = '^(expected|want|answer)';

const OPPOSITES: Readonly<Record<string, string>> = {
  throws: 'doesNotThrow',
  true: 'false',
  false: 'true',
  truthy: 'falsy',
  falsy: 'truthy',
  doesNotThrow: 'throws',
  rejects: 'doesNotReject',
  doesNotReject: 'rejects',
  notEqual: 'equal',
  notStrictEqual: 'strictEqual',
  notDeepEqual: 'deepEqual',
  notDeepStrictEqual: 'deepStrictEqual',
  doesNotMatch: 'match',
  isTrue: 'isFalse',
  isFalse: 'isTrue',
  isNull: 'isNotNull',
  isUndefined: 'isDefined',
  isDefined: 'isUndefined',
  isEmpty: 'isNotEmpty',
};

const LITERAL = `[(number) (string) (template_string) (true) (false) (null) (undefined) (array) (object) (unary_expression)]`;
const ASSERT = `(#match? @object "([aA]ssert([.](strict|default))?|^t)$")`;
const TRUTH = '[(true) (false)]';
const NOT_TRUTH = '(#not-any-of? @it "true" "false")';
/** What is judged is written out, or named: a call with a helper's own parameters is neither, see `turnable`. */
const DIRECT = "[0-9'{\\\\x22\\\\x60]|[[]|^(expect[(])?[A-Za-z_$.]+[)]?([.][A-Za-z.]+)?$";
/** A method of what `expect(…)` gives, not turned round already. */
const matcher = (args: string, names: string, more = '') => `
  (call_expression
    function: (member_expression object: (_) @object property: (property_identifier) @name)
    arguments: ${args}
    (#match? @object "^expect|[.]should\\\\b") (#not-match? @object "[.]not\\\\b") (#any-of? @name ${names}) ${more})`;
/** A function of `assert`. */
const assertion = (args: string, names: string, more = '') => `
  (call_expression
    function: (member_expression object: (_) @object property: (property_identifier) @name)
    arguments: ${args}
    ${ASSERT} (#any-of? @name ${names}) ${more})`;
const EQUAL = 'operator: ["==" "==="]';
const UNEQUAL = 'operator: ["!=" "!=="]';
/** Calls written out where they are checked, as those of a helper's own parameters are not. */
const direct = `(call_expression function: [(identifier) (member_expression)] arguments: (arguments . [
  (number) (string) (template_string) (true) (false) (null) (array) (object) (unary_expression) (new_expression)
  (arrow_function)]))`;
/** Places in a comparison that hold what is expected. */
const comparisons = (operator: string): readonly string[] => [
  `(binary_expression ${operator} right: ${LITERAL} @it)`,
  `(binary_expression left: ${LITERAL} @it ${operator})`,
  `(binary_expression ${operator} right: (call_expression function: (member_expression object: (identifier) @json)
    arguments: (arguments . ${LITERAL} @it .)) (#eq? @json "JSON"))`,
  `(binary_expression left: (call_expression arguments: (arguments . (binary_expression left: (call_expression)
    right: ${LITERAL} @it))))`,
  `(call_expression function: (identifier) arguments: (arguments . (call_expression) . ${LITERAL} @it))`,
];
/** Conditions that may be turned round: a helper's own stay, or what its callers expect would be altered twice. */
const turnable = [
  direct,
  `(unary_expression argument: ${direct})`,
  `(binary_expression left: ${direct})`,
].join(' ');

/** What must be true: the first argument of `assert`, `assert.ok`, `console.assert`. */
const condition = (it: string) => `
  (call_expression function: (identifier) @name arguments: (arguments . ${it}) (#match? @name "^_*assert(True|That)?$"))
  (call_expression
    function: (member_expression object: (_) @object property: (property_identifier) @name)
    arguments: (arguments . ${it})
    (#match? @object "([aA]ssert([.](strict|default))?|^t|^console)$") (#any-of? @name "ok" "assert" "isOk"))`;
const FAILING = `[(throw_statement) (expression_statement (call_expression
  function: (member_expression property: (property_identifier) @exit) arguments: (arguments . (number) @code .)
  (#eq? @exit "exit") (#not-eq? @code "0")))]`;
/** `if (…) throw …`, or leaves with a failure, as scripts check. */
const thrownIf = (inner: string) => `
  (if_statement condition: (parenthesized_expression ${inner})
    consequence: [${FAILING} (statement_block ${FAILING} .)])`;

const negated = (text: string): string => `!(${text})`;

/** Strongest first: what is expected becomes another value; where that might hold too, the check is turned round. */
export const alterations: readonly Alteration[] = [
  { find: matcher(`(arguments . (_) @it ${NOT_TRUTH})`, EXPECTING), alter: anotherValue },
  {
    find: matcher(`(arguments . ${TRUTH} @it)`, EXPECTING, `(#match? @object "${DIRECT}")`),
    alter: anotherValue,
  },
  { find: assertion(`(arguments . (_) . (_) @it ${NOT_TRUTH})`, COMPARING), alter: anotherValue },
  {
    find: assertion(`(arguments . (_) @actual . ${TRUTH} @it)`, COMPARING, `(#match? @actual "${DIRECT}")`),
    alter: anotherValue,
  },
  ...comparisons(EQUAL).map((inner) => ({ find: condition(inner), alter: anotherValue })),
  { find: condition(`[${turnable}] @it`), alter: negated },
  ...comparisons(UNEQUAL).map((inner) => ({ find: thrownIf(inner), alter: anotherValue })),
  { find: thrownIf(`[${turnable}] @it`), alter: negated },
  {
    find: `
      (expression_statement (call_expression function: (identifier) @name
        arguments: (arguments [(call_expression) (await_expression)] . ${LITERAL} @it) (#match? @name "${HELPERS}")))`,
    alter: anotherValue,
  },
  {
    find: `
      (pair key: (property_identifier) @key value: ${LITERAL} @it (#match? @key "${EXPECTED}"))
      (variable_declarator name: (identifier) @key value: ${LITERAL} @it (#match? @key "${EXPECTED}"))`,
    alter: anotherValue,
  },
  {
    find: `
      (call_expression function: (member_expression object: (_) @object property: (property_identifier) @it)
        arguments: (arguments) @none (#match? @none "^[(]\\s*[)]$")
        (#match? @object "^expect") (#not-match? @object "[.]not\\b") (#any-of? @it ${THROWING}))
      (call_expression function: (member_expression object: (_) @object property: (property_identifier) @it)
        (#match? @object "^expect|[.]should\\\\b") (#not-match? @object "[.]not\\\\b") (#any-of? @it ${HOLDING}))
      (expression_statement (member_expression object: (_) @object property: (property_identifier) @it
        (#match? @object "^expect|[.]should\\\\b") (#not-match? @object "[.]not\\\\b") (#any-of? @it ${NAMED})))`,
    alter: (text) => `not.${text}`,
  },
  {
    find: `
      (member_expression object: (member_expression object: (call_expression function: (identifier) @name)
        property: (property_identifier) @it) (#eq? @name "expect") (#eq? @it "not"))`,
    alter: () => 'to',
  },
  {
    find: `
      (call_expression function: (member_expression object: (_) @object property: (property_identifier) @it)
        ${ASSERT} (#any-of? @it ${anyOf(Object.keys(OPPOSITES).join(' '))}))`,
    alter: (text) => OPPOSITES[text] ?? text,
  },
];
