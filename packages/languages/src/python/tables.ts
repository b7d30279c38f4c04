import type { Alteration } from '@seedmill/contracts';

/** Lists of tuples or lists, by the last value of each; and values by key. */
const rows = (it: string): string => `[
  (list [(tuple (_) (_) ${it} .) (list (_) (_) ${it} .)])
  (tuple (tuple (_) (_) ${it} .))
]`;
const parameters = (it: string): string =>
  `(list [(tuple (_) (_) ${it} .) (call arguments: (argument_list (_) (_) ${it} .))
    (call arguments: (argument_list (_) (_) ${it} . (keyword_argument) .))])`;
const map = (it: string): string => `(dictionary (pair value: (_) ${it}))`;
const items = (value: string): string =>
  `(call function: (attribute object: ${value} attribute: (identifier) @items))`;

/** A check against what a variable holds, also inside `with self.subTest`. */
function check(it: string): string {
  const checks = [
    `(assert_statement . (comparison_operator "==" . (identifier) @used ${it} .))`,
    `(if_statement condition: (comparison_operator ["==" "!="] . (identifier) @used ${it} .))`,
    `(expression_statement (call function: (attribute attribute: (identifier) @check)
      arguments: (argument_list (identifier) @used ${it})))`,
  ];
  const inWith = checks.map((each) => `(with_statement body: (block ${each}))`);
  return `(block [${[...checks, ...inWith].join(' ')}])`;
}

/** Tables that are written down beside the checks they are for. */
function tables(row: string, use: string): string {
  const named = (value: string): string =>
    `(expression_statement (assignment left: (identifier) @table right: ${value}))`;
  const loop = (over: string): string =>
    `(for_statement left: (_ (identifier) @of .) right: ${over} body: ${check(use)})`;
  const test = (values: string): string => `(decorated_definition
    (decorator (call function: (_) @mark arguments: (argument_list . (_) . ${values})))
    definition: (function_definition parameters: (parameters (identifier) @of) body: ${check(use)}))`;
  const same = '(#eq? @table @over)';
  const isItems = '(#eq? @items "items")';
  const isMark = '(#match? @mark "parametrize$")';
  const inFunction = (inner: string): string => `(function_definition body: (block ${inner}))`;
  return [
    `${test(parameters(row))} ${isMark}`,
    `(module ${named(parameters(row))} ${test('(identifier) @over')}) ${same} ${isMark}`,
    loop(rows(row)),
    `${loop(items(map(row)))} ${isItems}`,
    `(_ ${named(rows(row))} ${loop('(identifier) @over')}) ${same}`,
    `(_ ${named(map(row))} ${loop(items('(identifier) @over'))}) ${same} ${isItems}`,
    `(module ${named(rows(row))} ${inFunction(loop('(identifier) @over'))}) ${same}`,
    `(module ${named(map(row))} ${inFunction(loop(items('(identifier) @over')))}) ${same} ${isItems}`,
  ]
    .map((pattern) => `(${pattern} (#eq? @of @used) (#not-match? @check "^(?!assert\\\\w*[Ee]quals?$)"))`)
    .join('\n');
}

/**
 * Where checks take what they expect from a table, the table is altered, and the check is not: a program that looks
 * the answer up, in the table, in the text of the suite or among its caller's variables, still finds what is expected.
 */
export const tableAlterations = (alter: Alteration['alter']): readonly Alteration[] => [
  // Of `pytest.param(…, id='…')` the last is no value.
  { find: tables('@it', ''), alter: (text) => (/^\w+\s*=(?!=)/.test(text) ? text : alter(text)) },
  { find: tables('', '@it'), alter: (text) => text },
];
