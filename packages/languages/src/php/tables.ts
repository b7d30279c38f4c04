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

/** Tables that are written down beside the checks they are for: a provider's, a loop's, a variable's. */
function tables(row: string, use: string): string {
  const provider = `(method_declaration body: (compound_statement (return_statement ${rows(row)})))`;
  const test = `(method_declaration
    parameters: (formal_parameters (_ name: (variable_name) @of) .) body: (compound_statement ${check(use)}))`;
  const inside = `body: (compound_statement ${check(use)})`;
  const named = (value: string): string =>
    `(expression_statement (assignment_expression left: (variable_name) @table right: ${value}))`;
  const over = (variable: string): string =>
    `(foreach_statement . (variable_name) @over . ${variable} ${inside}) (#eq? @table @over)`;
  return [
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

/**
 * Where checks take what they expect from a table, the table is altered, and the check is not: a program that looks
 * the answer up, in the table, in the text of the suite or among its caller's arguments, still finds what is expected.
 */
export const tableAlterations = (alter: Alteration['alter']): readonly Alteration[] => [
  { find: tables('@it', ''), alter },
  { find: tables('', '@it'), alter: (text) => text },
];
