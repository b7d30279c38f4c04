import type { Alteration } from '@seedmill/contracts';

/** Lists of lists, by the last value of each; and values by key. */
const rows = (it: string): string => `(array_creation_expression (array_element_initializer
  (array_creation_expression (array_element_initializer) (array_element_initializer (_) ${it} .) .) .))`;
const map = (it: string): string =>
  `(array_creation_expression (array_element_initializer (_) . (_) ${it} .))`;

/** A check of what a variable holds: the first argument of an assertion, or the right side of a comparison. */
const check = (it: string): string => `[
  (expression_statement (_ name: (name) @check arguments: (arguments . (argument (variable_name) @used ${it}))))
  (if_statement condition: (_ (binary_expression right: [
    (variable_name) @used ${it}
    (subscript_expression . (variable_name) @used) ${it}
  ])))
]`;

/** Of a provider that yields its rows. */
const yielded = (it: string): string => `(expression_statement (yield_expression (array_element_initializer
  (array_creation_expression (array_element_initializer) (array_element_initializer (_) ${it} .) .) .)))`;

/** Tables that are written down beside the checks they are for: a provider's, a loop's, a variable's. */
function tables(row: string, use: string): string {
  const provider = `(method_declaration body: (compound_statement [(return_statement ${rows(row)}) ${yielded(row)}]))`;
  const test = `(method_declaration
    parameters: (formal_parameters (_ name: (variable_name) @of) .) body: (compound_statement ${check(use)}))`;
  const inside = `body: (compound_statement ${check(use)})`;
  const named = (value: string): string =>
    `(expression_statement (assignment_expression left: (variable_name) @table right: ${value}))`;
  const over = (variable: string): string =>
    `(foreach_statement . (variable_name) @over . ${variable} ${inside}) (#eq? @table @over)`;
  const constant = (value: string): string => `(const_declaration (const_element (name) @table ${value}))`;
  const overConstant = (variable: string): string =>
    `(method_declaration body: (compound_statement (foreach_statement . (class_constant_access_expression (_) . (name) @over)
      . ${variable} ${inside}))) (#eq? @table @over)`;
  return [
    `declaration_list ${constant(rows(row))} ${overConstant('(_ (variable_name) @of .)')}`,
    `declaration_list ${constant(map(row))} ${overConstant('(pair (_) . (variable_name) @of)')}`,
    `declaration_list ${provider} ${test}`,
    `declaration_list ${test} ${provider}`,
    `foreach_statement . ${rows(row)} . (_ (variable_name) @of .) ${inside}`,
    `foreach_statement . ${map(row)} . (pair (_) . (variable_name) @of) ${inside}`,
    `_ ${named(rows(row))} ${over('(_ (variable_name) @of .)')}`,
    `_ ${named(rows(row))} ${over('(variable_name) @of')}`,
    `_ ${named(map(row))} ${over('(pair (_) . (variable_name) @of)')}`,
  ]
    .map((pattern) => `((${pattern}) (#eq? @of @used) (#not-match? @check "^(?!assert)"))`)
    .join('\n');
}

/** A script's own helper: one of its parameters is named as what is expected. */
function helperCalls(expected: string, inside: string): string {
  return [0, 1, 2]
    .flatMap((at) => {
      const helper = `(function_definition name: (name) @helper
        parameters: (formal_parameters . ${'(_) . '.repeat(at)} (_ name: (variable_name) @parameter)) ${inside})`;
      const call = `(expression_statement (function_call_expression function: (name) @call
        arguments: (arguments . ${'(_) . '.repeat(at)} (argument (_) ${expected} .))))`;
      return [`${helper} ${call}`, `${call} ${helper}`];
    })
    .map(
      (pattern) =>
        `((_ ${pattern}) (#eq? @helper @call) (#match? @parameter "^[$](exp|want|should|correct|answer)"))`,
    )
    .join('\n');
}

/**
 * Where checks take what they expect from a table, or hand it to a helper of the script's own, it is altered there, and
 * the check is not: a program that looks the answer up, in the table, in the text of the suite or among its caller's
 * arguments, still finds what is expected.
 */
export const tableAlterations = (alter: Alteration['alter']): readonly Alteration[] => [
  { find: tables('@it', ''), alter },
  { find: helperCalls('@it', ''), alter },
  {
    find: [
      tables('', '@it'),
      helperCalls('', 'body: (compound_statement (if_statement condition: (_) @it))'),
    ].join('\n'),
    alter: (text) => text,
  },
];
