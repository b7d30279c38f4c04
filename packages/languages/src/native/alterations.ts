import type { Alteration } from '@seedmill/contracts';
import { namedValues } from './named.ts';
import { ownChecksWith } from './own-checks.ts';
import { argumentsOf, opposite } from './turning.ts';

const TOKEN =
  /(?<!R)(?:u8|[uUL])?"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'|(?<![\w.])(?:0[xX][0-9a-fA-F']+|\d[\d']*\.?[\d']*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)(?=[a-zA-Z]*(?![\w.]))|\b(?:true|false)\b/g;

/** In a query: the text holds a literal, and is no call of a function in a namespace other than `std`. */
const HOLDS_LITERAL = (capture: string) =>
  String.raw`(#not-match? ${capture} "^(?!std::)[a-zA-Z_0-9]+::") (#match? ${capture} "[\"']|(^|[^A-Za-z0-9_])[0-9]|(^|[^A-Za-z0-9_])(true|false)([^A-Za-z0-9_]|$)")`;

/** Names by which suites call what they expect; not those of functions. */
const EXPECTED =
  '(^|[^a-zA-Z])([eE]xp|EXP(?!ECT_)|[wW]ant|[aA]ns|[cC]orrect|[gG]olden|[sS]hould|[tT]ruth)(?![a-zA-Z0-9_]*[ ]*[(])';

/** The same value with its last literal altered, so that it stays in the range of its type. */
export function anotherValue(text: string): string {
  const last = [...text.matchAll(TOKEN)].at(-1);
  if (last === undefined) return text;
  const end = last.index + last[0].length;
  return text.slice(0, last.index) + anotherToken(last[0]) + text.slice(end);
}

function anotherToken(token: string): string {
  if (token.endsWith('"')) return `${token.slice(0, -1)}x"`;
  if (token.endsWith("'")) return token === "'x'" ? "'y'" : "'x'";
  if (token === 'true') return 'false';
  if (token === 'false') return 'true';
  if (/^0[xX]/.test(token)) return token.slice(0, -1) + (token.endsWith('0') ? '1' : '0');
  const whole = /^\d+$/.test(token);
  // A fraction is compared with a tolerance: its first digit takes it out of reach.
  const at = whole && token.length < 4 ? token.length - 1 : token.search(/[1-9]/);
  if (at < 0) return token.replace('0', '1');
  const digit = Number(token[at]);
  const other = digit > 1 || (digit === 1 && at === token.length - 1) ? digit - 1 : digit + 1;
  return `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
}

/**
 * Another row of a table: the last of its numbers, texts and truths each altered, because one of them may be but the name
 * of the case. Texts grow by more than numbers shrink: input and output must not change alike.
 */
export function anotherRow(text: string): string {
  const tokens = [...text.matchAll(TOKEN)];
  const last = (isKind: (token: string) => boolean) => tokens.findLast(([token]) => isKind(token));
  const chosen = [
    last((token) => /^\.?\d/.test(token) && !TOLERANCE.test(token)),
    last((token) => /["']$/.test(token)),
    last((token) => /^[tf]/.test(token)),
  ];
  return tokens.reduceRight((row, token) => {
    if (!chosen.includes(token)) return row;
    const [old] = token;
    const other = old.endsWith('"') ? `${old.slice(0, -1)}xyz"` : anotherToken(old);
    return row.slice(0, token.index) + other + row.slice(token.index + old.length);
  }, text);
}
const TOLERANCE = /[eE]-|^0?\.0+1$/;

const OPPOSITES: Readonly<Record<string, string>> = {
  EXPECT_TRUE: 'EXPECT_FALSE',
  EXPECT_FALSE: 'EXPECT_TRUE',
  ASSERT_TRUE: 'ASSERT_FALSE',
  ASSERT_FALSE: 'ASSERT_TRUE',
  EXPECT_EQ: 'EXPECT_NE',
  ASSERT_EQ: 'ASSERT_NE',
  EXPECT_STREQ: 'EXPECT_STRNE',
  ASSERT_STREQ: 'ASSERT_STRNE',
  CHECK_EQ: 'CHECK_NE',
  REQUIRE_EQ: 'REQUIRE_NE',
  CHECK_FALSE: 'CHECK',
  REQUIRE_FALSE: 'REQUIRE',
  CHECK_THROWS: 'CHECK_NOTHROW',
  REQUIRE_THROWS: 'REQUIRE_NOTHROW',
  CHECK_THROWS_AS: 'CHECK_NOTHROW',
  REQUIRE_THROWS_AS: 'REQUIRE_NOTHROW',
  EXPECT_THROW: 'EXPECT_NO_THROW',
  ASSERT_THROW: 'ASSERT_NO_THROW',
  EXPECT_ANY_THROW: 'EXPECT_NO_THROW',
  TEST_ASSERT_TRUE: 'TEST_ASSERT_FALSE',
  TEST_ASSERT_FALSE: 'TEST_ASSERT_TRUE',
  TEST_ASSERT_NULL: 'TEST_ASSERT_NOT_NULL',
  TEST_ASSERT_NOT_NULL: 'TEST_ASSERT_NULL',
  assert_true: 'assert_false',
  assert_false: 'assert_true',
  assert_null: 'assert_non_null',
  assert_non_null: 'assert_null',
};
const ORDERS: Readonly<Record<string, string>> = { LT: '<', GT: '>', LE: '<=', GE: '>=', NE: '!=' };
const ORDERING = /^(CHECK|REQUIRE|EXPECT|ASSERT)_(LT|GT|LE|GE|NE)$/;
const CONDITIONS = ['assert', 'CHECK', 'REQUIRE', 'TEST_ASSERT', 'ck_assert'];

/** Turns a whole check round. */
function turnedRound(text: string): string {
  const [, name = '', inside = ''] = /^(\w+)\s*\(([\s\S]*)\)$/.exec(text) ?? [];
  if (CONDITIONS.includes(name) || (OPPOSITES[name]?.endsWith('FALSE') && /^\s*!|&&/.test(inside))) {
    return `${name}(${opposite(inside)})`;
  }
  const [, kind = '', order = ''] = ORDERING.exec(name) ?? [];
  const operands = argumentsOf(inside);
  if (order !== '' && operands.length === 2) {
    return `${kind}${/^[EA]/.test(kind) ? '_TRUE' : ''}((${opposite(operands.join(` ${ORDERS[order]} `))}))`;
  }
  // Of what is thrown, only that it is.
  const kept = /_THROWS?(_AS)?$/.test(name) ? inside.replace(/,[^,]*$/, '') : inside;
  return `${OPPOSITES[name] ?? name}(${kept})`;
}

/**
 * Turns every check of a suite round, whatever it compares: the last resort, where nothing else can be altered. Nothing
 * that equals everything is found out by it.
 */
const allTurnedRound = (text: string): string =>
  text
    .replaceAll(/\bassert\s*\(([^;]*)\)\s*;/g, 'assert(!($1));')
    .replaceAll(/\b(CHECK|REQUIRE)\s*\(/g, '$1_FALSE(')
    .replaceAll(/\b((?:EXPECT|ASSERT|CHECK|REQUIRE)_(?:EQ|STREQ|TRUE))\s*\(/g, (all, name: string) => {
      const other = OPPOSITES[name];
      return other === undefined ? all : `${other}(`;
    });

/** Calls of functions and macros with such names. */
const called = (names: string, args: string, more = ''): string => `
  ((call_expression function: [(identifier) (qualified_identifier) (template_function)] @f arguments: (argument_list ${args}))
    (#match? @f "^(std::)?(${names})$") ${more})`;

const COMPARING = 'strn?(case)?cmp|memcmp|bcmp|wcscmp';
const CHECKS = '[A-Z][A-Z0-9_]*|ok|is|t|.*([aA]ssert|[cC]heck|[eE]xpect|[rR]equire|[vV]erify|[tT]est).*';
const EQUAL =
  '(DOCTEST_|CATCH_)?(CHECK|REQUIRE|WARN)_EQ|(EXPECT|ASSERT)_(EQ|STREQ|STRCASEEQ|FLOAT_EQ|DOUBLE_EQ|NEAR)|\\\\w*(EQUALS?|_EQ|[eE]quals?|_eq)|TEST_ASSERT_EQUAL\\\\w*|ck_assert_(int|uint|str|float|double|ldouble|ptr|mem)_eq\\\\w*|assert_(int|string|memory|float|double|ptr)_equal';
const LITERAL =
  '[(number_literal) (string_literal) (concatenated_string) (char_literal) (true) (false) (unary_expression argument: (number_literal))]';
const MADE =
  '[(compound_literal_expression) (call_expression function: [(template_function) (qualified_identifier)])]';
const COMPUTED =
  '[(call_expression) (identifier) (subscript_expression) (field_expression) (pointer_expression)]';

const CALL = '(call_expression function: (identifier))';
/** What may be expected; never a call of what is tested, whose literals are its input. */
const GIVEN = `${LITERAL.slice(0, -1)} ${MADE.slice(1, -1)} (parenthesized_expression) (cast_expression) (binary_expression) (initializer_list) (user_defined_literal)]`;

/** An equality with a literal in a check; `around` is where it stands. */
const compared = (around: (comparison: string) => string): string[] => [
  called(CHECKS, around(`(binary_expression left: ${LITERAL} @it operator: "==" right: ${COMPUTED})`)),
  called(
    CHECKS,
    around(`(binary_expression left: ${MADE} @it operator: "==" right: ${CALL})`),
    HOLDS_LITERAL('@it'),
  ),
  called(
    CHECKS,
    around(`(binary_expression left: ${COMPUTED} @left operator: "==" right: ${GIVEN} @it)`),
    `(#not-match? @left "(${COMPARING})[ ]*[(]") ${HOLDS_LITERAL('@it')}`,
  ),
];
const PLACES = [
  (comparison: string) => comparison,
  (comparison: string) => `(parenthesized_expression ${comparison})`,
  (comparison: string) => `(binary_expression operator: "&&" ${comparison})`,
  (comparison: string) =>
    `(binary_expression operator: "&&" (binary_expression operator: "&&" ${comparison}))`,
];

const inPattern = (names: string): string => names.replaceAll('\\\\', '\\').replaceAll('.*', '\\w*');
const NAMED = namedValues(inPattern(CHECKS), inPattern(EQUAL));

/** Not a row that names a function: its literals may be but what that is called. */
const NO_FUNCTION = String.raw`(#not-match? @it "^([^\"']|\"([^\"\\\\]|\\\\.)*\"|'([^'\\\\]|\\\\.)*')*?([{,(][ ]*&?(?!true|false|nullptr|NULL)[a-z_][a-zA-Z_0-9]*[ ]*[,})]|[[])")`;

/** Rows of tables, in the ways in which they are written. */
const ROWS = [
  '(init_declarator value: (initializer_list (initializer_list) @it))',
  '(compound_literal_expression value: (initializer_list (initializer_list) @it))',
  '(init_declarator value: (initializer_list (compound_literal_expression) @it))',
  '(call_expression function: (template_function) arguments: (argument_list (initializer_list (initializer_list) @it)))',
  `((call_expression function: [(identifier) (qualified_identifier)] @f arguments: (argument_list
    [(call_expression) (compound_literal_expression) (initializer_list)] @it))
    (#match? @f "^((::)?testing::)?Values$"))`,
  `((init_declarator value: (initializer_list (call_expression function: (_) @f) @it))
    (#match? @f "^(std::)?(make_(pair|tuple)|pair|tuple)|^[A-Z][A-Z0-9_]*[a-z]"))`,
].map((find) => `(${find} ${NO_FUNCTION} ${HOLDS_LITERAL('@it')})`);

const ownChecks = ownChecksWith(LITERAL, COMPARING, EQUAL);
const another = (find: string): Alteration => ({ find, alter: anotherValue });

/**
 * The strongest first: values that stand in the suite; at last whole checks. Where a check is turned round, nothing
 * in it may have been altered, nor a value that it names: two alterations can make up for each other.
 */
export const nativeAlterations: readonly Alteration[] = [
  another(called(COMPARING, '(_) . [(string_literal) (concatenated_string)] @it')),
  another(called(COMPARING, '. [(string_literal) (concatenated_string)] @it')),
  another(
    called(
      '(doctest::|Catch::)?Approx|WithinAbs|WithinRel|DoubleEq|FloatEq|DoubleNear|FloatNear',
      '. (_) @it',
    ),
  ),
  another(`
    ((binary_expression
      left: (call_expression function: (_) @f arguments: (argument_list (binary_expression operator: "-" right: (_) @it)))
      operator: ["<" "<="])
      (#match? @f "^(std::)?(f?abs[fl]?|labs)$") ${HOLDS_LITERAL('@it')})`),
  ...PLACES.flatMap(compared).map(another),
  ...ownChecks.values.map(another),
  another(called(EQUAL, `. ${LITERAL} @it . (_)`)),
  another(called(EQUAL, `. ${COMPUTED} . ${LITERAL} @it`)),
  another(called('TEST_ASSERT_\\\\w+_WITHIN', `. (_) . ${LITERAL} @it`)),
  another(called(EQUAL, `. ${MADE} @it . (_)`, HOLDS_LITERAL('@it'))),
  another(
    called(EQUAL, `. ${COMPUTED} . [(parenthesized_expression) ${MADE.slice(1)} @it`, HOLDS_LITERAL('@it')),
  ),
  another(`
    ((init_declarator declarator: (_) @name value: (_) @it)
      (#match? @name "${EXPECTED}") ${HOLDS_LITERAL('@it')})`),
  { find: NAMED, alter: anotherValue },
  ...ROWS.map((find) => ({ find, alter: anotherRow })),
  {
    find: `
      ((call_expression function: (identifier) @f) @it
        (#match? @f "^(${[...CONDITIONS, ...Object.keys(OPPOSITES)].join('|')}|${ORDERING.source.slice(1, -1)})$")
        (#not-match? @f "_(EQ|STREQ)$")
        (#not-match? @it "==") (#not-match? @it "${EXPECTED}"))`,
    alter: turnedRound,
  },
  ...ownChecks.conditions.map((find) => ({ find, alter: opposite })),
  { find: '(translation_unit) @it', alter: allTurnedRound },
];
