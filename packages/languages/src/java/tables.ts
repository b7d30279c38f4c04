import type { Alteration } from '@seedmill/contracts';
import { otherOf } from './literals.ts';

/** Names that say of a parameter or a table that it holds what is expected. */
const EXPECTED = '^([Ee]xp|EXP|[Ww]ant|WANT|should|[Cc]orrect|CORRECT|[Aa]nswer|ANSWER)';
const COMPARING = '^(assert(Equals|Same|ArrayEquals|IterableEquals|LinesMatch)|isEqualTo)$';

const inBody = (statements: string): string => `body: (block ${statements})`;
const inLoop = (statement: string): string => `body: [(block ${statement}) ${statement}]`;
const method = (inside: string): string => `(method_declaration ${inside})`;
const either = (a: string, b: string): string[] => [`${a} ${b}`, `${b} ${a}`];

/** Of parametrised tests: they compare their last parameter, which is not the only one: that would be what goes in. */
const lastParameter = (args: string): string[] =>
  ['. (identifier) @used', '. (_) . (identifier) @used'].map(
    (used) => `parameters: (formal_parameters (_) . (formal_parameter name: (identifier) @of) .)
      ${inBody(`(expression_statement (method_invocation name: (identifier) @check arguments: (argument_list ${used}) ${args}))`)}`,
  );
const IS_LAST = `(#eq? @of @used) (#match? @check "${COMPARING}") (#not-match? @used "^(message|msg|name)$")`;

function rowsOfAnnotation(row: string, args: string): string {
  const list = `(element_value_array_initializer (string_literal) ${row})`;
  return [list, `(element_value_pair ${list})`, `(element_value_pair value: (string_literal) ${row})`]
    .flatMap((rows) => lastParameter(args).map((test) => ({ rows, test })))
    .map(
      ({ rows, test }) => `((method_declaration
        (modifiers (annotation name: (_) @source arguments: (annotation_argument_list ${rows}))) ${test})
      (#match? @source "CsvSource$") ${IS_LAST})`,
    )
    .join('\n');
}

function rowsOfMethod(row: string, args: string): string {
  const provider = method(
    inBody(`(return_statement (method_invocation arguments: (argument_list
      (method_invocation name: (identifier) @arguments arguments: (argument_list (_) ${row} .)))))`),
  );
  return lastParameter(args)
    .flatMap((test) => either(provider, method(test)))
    .map((pattern) => `((class_body ${pattern}) (#match? @arguments "^(of|arguments)$") ${IS_LAST})`)
    .join('\n');
}

/** `int[][] cases = {{1, 2}, …}`, whose rows a loop takes one by one, with what is expected last. */
function rowsOfArray(row: string, check: string): string {
  return [1, 2]
    .flatMap((index) => {
      const rows = `(array_initializer (array_initializer . ${'(_) . '.repeat(index)} (_) ${row} .))`;
      const table = `declarator: (variable_declarator name: (identifier) @table
        value: [${rows} (array_creation_expression value: ${rows})])`;
      const last = '(array_access array: (identifier) @used index: (decimal_integer_literal) @index)';
      const checks = [
        `(expression_statement (method_invocation arguments: (argument_list . ${last} . (_) @actual) ${check}))`,
        `(expression_statement (method_invocation arguments: (argument_list . (_) @actual . ${last}) ${check}))`,
        `(if_statement condition: (parenthesized_expression (binary_expression left: (_) @actual right: ${last})) ${check})`,
      ];
      const names = `(#eq? @table @over) (#eq? @of @used) (#eq? @index "${index}") (#not-match? @actual "\\\\[${index}\\\\]")`;
      return checks
        .map(
          (each) =>
            `(enhanced_for_statement name: (identifier) @of value: (identifier) @over ${inLoop(each)})`,
        )
        .flatMap((loop) => [
          `((block (local_variable_declaration ${table}) ${loop}) ${names})`,
          `((class_body (field_declaration ${table}) ${method(inBody(loop))}) ${names})`,
        ]);
    })
    .join('\n');
}

/** `assertEquals(EXPECTED[i], f(i))`. */
function namedArray(element: string, args: string): string {
  const values = `(array_initializer [(decimal_integer_literal) (string_literal) (true) (false)] ${element})`;
  const table = `declarator: (variable_declarator name: (identifier) @table
    value: [${values} (array_creation_expression value: ${values})])`;
  const check = `(expression_statement (method_invocation name: (identifier) @check
    arguments: (argument_list . (array_access array: (identifier) @used) . (_) @actual) ${args}))`;
  const loop = `(for_statement ${inLoop(check)})`;
  return [
    `(block (local_variable_declaration ${table}) [${loop} ${check}])`,
    `(class_body (field_declaration ${table}) ${method(inBody(`[${loop} ${check}]`))})`,
  ]
    .map(
      (pattern) => `(${pattern} (#eq? @table @used) (#match? @table "${EXPECTED}")
        (#not-match? @actual "${EXPECTED.replace('^', '\\\\b')}") (#match? @check "${COMPARING}"))`,
    )
    .join('\n');
}

/** Helpers of a plain program, `check(f(5), 120)`: one of their parameters is named as what is expected. */
function helperCalls(expected: string, inHelper: string, afterwards: string): string {
  return [0, 1, 2]
    .flatMap((at) => {
      const helper = method(`name: (identifier) @helper
        parameters: (formal_parameters . ${'(_) . '.repeat(at)} (formal_parameter name: (identifier) @parameter)) ${inHelper}`);
      const call = `(expression_statement (method_invocation !object name: (identifier) @call
        arguments: (argument_list . ${'(_) . '.repeat(at)} (_) ${expected})))`;
      return either(helper, method(inBody(`${call} ${afterwards}`)));
    })
    .map((pattern) => `((class_body ${pattern}) (#eq? @helper @call) (#match? @parameter "${EXPECTED}"))`)
    .join('\n');
}

function otherColumn(row: string): string {
  const [, before = '', column = '', after = ''] = /^(.*[,|;]\s*)('?[^,|;]*?)('?\s*)$/s.exec(row) ?? [];
  if (before === '') return row;
  const opposite = { true: 'false', false: 'true' }[column];
  const digits = /^-?\d+$/.test(column) ? otherOf(column) : column.replace(/^(-?)(?=[\d.])/, '$19');
  return before + (opposite ?? (digits !== column && digits !== null ? digits : `${column}x`)) + after;
}

/** Another last column in every row of a CSV source. */
function otherRows(literal: string): string {
  const [, quote = '', rows = ''] = /^("""|")([\s\S]*)\1$/.exec(literal) ?? [];
  return quote + rows.split('\n').map(otherColumn).join('\n') + quote;
}

const same = (text: string): string => text;

/**
 * Where checks take what they expect from a table, or hand it to a helper of the suite's own, it is altered there, and
 * the check is not: a program that looks the answer up, in the table or in the text, still finds what is expected.
 */
export const tableAlterations = (alter: Alteration['alter']): readonly Alteration[] => [
  { find: rowsOfAnnotation('@it', ''), alter: otherRows },
  { find: rowsOfMethod('@it', ''), alter },
  { find: rowsOfArray('@it', ''), alter },
  { find: namedArray('@it', ''), alter },
  { find: helperCalls('@it', '', ''), alter },
  {
    find: [
      rowsOfAnnotation('', '@it'),
      rowsOfMethod('', '@it'),
      rowsOfArray('', '@it'),
      namedArray('', '@it'),
      helperCalls('', inBody('(if_statement condition: (_) @it)'), ''),
      helperCalls(
        '',
        '',
        `[
          (if_statement condition: (_) @it)
          (expression_statement (method_invocation name: (identifier) @exit arguments: (_) @it) (#eq? @exit "exit"))
        ]`,
      ),
    ].join('\n'),
    alter: same,
  },
];
