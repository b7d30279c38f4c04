import type { Alteration } from '@seedmill/contracts';
import { otherOf } from './literals.ts';
import { tableAlterations } from './tables.ts';

// Every alteration makes failing likelier and none makes it less so: two of them never cancel each other out.

/** Of one value, all methods of this class in the image make another of the same static type. */
const around = (method: string) => (text: string) => `seedmill.Altered.${method}(${text})`;
const always = (text: string) => () => text;
const unequal = (text: string): string => otherOf(text) ?? around('of')(text);

/** Calls of a method whose name matches, with arguments that do. */
const calls = (name: string, args: string, conditions = ''): string =>
  `((method_invocation name: (identifier) @name arguments: (argument_list ${args}))
    (#match? @name "^(${name})$") ${conditions})`;

const COMPARING = 'assert(Equals|Same|ArrayEquals|IterableEquals|LinesMatch)';
/** JUnit 4 has the message first, JUnit 5 last. */
const LIKE_A_MESSAGE = '"^(\\"|(message|msg|name|label|what|description)\\\\b)"';
const LIKE_A_LAST_MESSAGE = '"^(\\"|\\\\(\\\\) *->)"';

const LITERAL = `(string_literal) (decimal_integer_literal) (decimal_floating_point_literal) (character_literal)
  (true) (false) (unary_expression)`;

/** Of AssertJ and Truth: `assertThat(…).isEqualTo(…)`, perhaps after one more call. */
const chained = (name: string, args: string): string => `
  ((method_invocation
    object: [
      (method_invocation name: (identifier) @root)
      (method_invocation object: (method_invocation name: (identifier) @root))
    ]
    name: (identifier) @name ${args})
  (#match? @root "^assertThat") (#match? @name "^(${name})$"))`;

const REFUSAL = '(_) @refusal';
const REFUSES = '(#match? @refusal "^(throw\\\\b|(\\\\w+[.])*(fail[(]|exit[(](?!0[)])))")';

/** An `if` that leads straight to a failure: a throw, an exit, `fail()`. */
const guard = (condition: string, branch = 'consequence', conditions = ''): string =>
  [REFUSAL, `(block ${REFUSAL})`]
    .map(
      (then) => `((if_statement condition: ${condition} ${branch}: ${then})
        ${REFUSES} ${conditions})`,
    )
    .join('\n');

const EQUALS = 'method_invocation name: (identifier) @equals arguments: (argument_list (_) @it .)';
// A capture that may be missing is looked at by what must not match: what must match fails without it.
const IS_EQUALS = '(#not-match? @equals "^(?!.*quals$)")';
const HOLDS = `[(binary_expression operator: "==" right: [${LITERAL}] @it) (${EQUALS})]`;

/** The list of HumanEval-X, all of whose elements must be true. */
const listOfChecks = (elements: string, then = '', conditions = ''): string => `
  ((block
    (local_variable_declaration declarator: (variable_declarator
      name: (identifier) @list
      value: (method_invocation name: (identifier) @asList arguments: (argument_list ${elements}))))
    ${then})
  (#eq? @list "correct") (#eq? @asList "asList") ${conditions})`;

const OPPOSITES: Readonly<Record<string, string>> = {
  assertNull: 'assertNotNull',
  assertNotNull: 'assertNull',
  assertNotEquals: 'assertEquals',
  assertNotSame: 'assertSame',
  isTrue: 'isFalse',
  isFalse: 'isTrue',
  isNull: 'isNotNull',
  isNotNull: 'isNull',
  isEmpty: 'isNotEmpty',
  isNotEmpty: 'isEmpty',
  isPresent: 'isEmpty',
};
const opposite = (name: string): string => OPPOSITES[name] ?? name;

/** No need to declare it, and nothing throws it. */
const NEVER_THROWN = 'java.util.MissingResourceException';
const UNCHECKED = `"^(IllegalArgument|IllegalState|Arithmetic|NullPointer|(Array|String)?IndexOutOfBounds|NumberFormat\
|UnsupportedOperation|NoSuchElement|ClassCast|NegativeArraySize|InputMismatch|EmptyStack|Runtime)Exception$"`;

/** In order: where two overlap, the first holds. */
export const javaAlterations: readonly Alteration[] = [
  ...tableAlterations(unequal),

  // HumanEval-X: the elements, and then not the `if` that looks at them.
  { find: listOfChecks(HOLDS, '', IS_EQUALS), alter: unequal },
  { find: listOfChecks('(_) @it'), alter: around('no') },
  {
    find: listOfChecks(
      '',
      '(if_statement condition: (parenthesized_expression) @it)',
      '(#eq? @it "(correct.contains(false))")',
    ),
    alter: (text) => text,
  },

  // JUnit
  { find: calls(COMPARING, '. (_) @it . (_) .'), alter: unequal },
  {
    find: calls(COMPARING, '. (_) @it . (_) . (_) .', `(#not-match? @it ${LIKE_A_MESSAGE})`),
    alter: unequal,
  },
  {
    find: calls(
      COMPARING,
      '. (_) @it . (_) . (_) @last .',
      `(#match? @it ${LIKE_A_MESSAGE}) (#match? @last ${LIKE_A_LAST_MESSAGE})`,
    ),
    alter: unequal,
  },
  {
    find: calls(
      COMPARING,
      '. (_) @first . (_) @it . (_) @last .',
      `(#match? @first ${LIKE_A_MESSAGE}) (#not-match? @last ${LIKE_A_LAST_MESSAGE})`,
    ),
    alter: unequal,
  },
  {
    find: calls(COMPARING, '. (_) @first . (_) @it . (_) . (_) .', `(#match? @first ${LIKE_A_MESSAGE})`),
    alter: unequal,
  },
  {
    find: calls(COMPARING, '. (_) @it . (_) . (_) . (_) .', `(#not-match? @it ${LIKE_A_MESSAGE})`),
    alter: unequal,
  },
  { find: calls('assertTrue', `(_) @it`, '(#not-match? @it "^\\"|->|::")'), alter: around('no') },
  { find: calls('assertFalse', `(_) @it`, '(#not-match? @it "^\\"|->|::")'), alter: around('yes') },
  {
    find: `((method_invocation name: (identifier) @it) (#match? @it "^assert(Null|NotNull|NotEquals|NotSame)$"))`,
    alter: opposite,
  },
  {
    find: calls(
      'assertThrows|assertThrowsExactly|assertInstanceOf|assertThatExceptionOfType|expect',
      '(class_literal) @it',
    ),
    alter: around('of'),
  },
  {
    find: `((annotation name: (_) @test arguments: (annotation_argument_list
      (element_value_pair key: (identifier) @key value: (class_literal) @it)))
      (#match? @test "Test$") (#eq? @key "expected"))`,
    alter: always(`${NEVER_THROWN}.class`),
  },

  // Hamcrest, AssertJ, Truth
  {
    find: `((method_invocation name: (identifier) @name arguments: (argument_list
        (method_invocation name: (identifier) @is arguments: (argument_list . [${LITERAL} (object_creation_expression)] @it .)) .))
      (#eq? @name "assertThat") (#match? @is "^(is|equalTo)$"))`,
    alter: unequal,
  },
  { find: calls('assertThat', '(_) . (_) @it .'), alter: (text) => `org.hamcrest.CoreMatchers.not(${text})` },
  {
    find: chained(
      'isEqualTo|isSameAs|isCloseTo|hasSize|hasToString|hasMessage|hasMessageContaining|isInstanceOf|isExactlyInstanceOf|contains|containsExactly|containsExactlyInAnyOrder|containsOnly|containsEntry|startsWith|endsWith|hasValue|withMessage',
      'arguments: (argument_list . (_) @it)',
    ),
    alter: unequal,
  },
  {
    find: chained('is(Not)?(True|False|Null|Empty|Present)', '').replace('@name', '@name @it'),
    alter: opposite,
  },

  // Plain programs
  {
    find: `((assert_statement . [${HOLDS} (parenthesized_expression ${HOLDS})]) ${IS_EQUALS})`,
    alter: unequal,
  },
  { find: '(assert_statement . (_) @it)', alter: (text) => `false && (${text})` },
  {
    find: guard(
      `(parenthesized_expression (unary_expression operator: "!" operand: (${EQUALS})))`,
      'consequence',
      IS_EQUALS,
    ),
    alter: unequal,
  },
  {
    find: guard(`(parenthesized_expression (binary_expression operator: "!=" right: [${LITERAL}] @it))`),
    alter: unequal,
  },
  { find: guard('(parenthesized_expression) @it'), alter: (text) => `(${text} | true)` },
  { find: guard('(parenthesized_expression) @it', 'alternative'), alter: (text) => `(${text} & false)` },
  { find: calls('exit', '[(ternary_expression) (identifier) (method_invocation)] @it'), alter: always('1') },
  {
    find: `((try_statement
        body: (block ${REFUSAL})
        (catch_clause (catch_formal_parameter (catch_type (_) @it))))
      ${REFUSES} (#match? @it ${UNCHECKED}))`,
    alter: always(NEVER_THROWN),
  },
  {
    find: `((expression_statement (method_invocation name: (identifier) @name)) @it (#eq? @name "assertDoesNotThrow"))`,
    alter: always('if (true) throw new AssertionError();'),
  },
];
