import type { Alteration } from '@seedmill/contracts';

/** Lists of lists, by the last value of each; and values by key. */
const rows = (it: string): string => `(array (array (_) (_) ${it} .))`;
const map = (it: string): string => `(hash (pair value: (_) ${it}))`;

/** Tables that are written down beside the checks they are for. */
function tables(row: string, use: string): string {
  const used = `(identifier) @used ${use}`;
  const call = `(call method: (identifier) @check arguments: (argument_list . ${used}))`;
  const matcher = `(call arguments: (argument_list ${call}))`;
  const raises = `(unless_modifier condition: (binary right: ${used}))`;
  const example = `(call block: (do_block body: (body_statement ${matcher})))`;
  const over = (table: string): string => `(call receiver: ${table} method: (identifier) @each block: [
    (do_block parameters: (block_parameters (identifier) @of .) body: (body_statement [${call} ${matcher} ${raises} ${example}]))
    (block parameters: (block_parameters (identifier) @of .) body: (block_body [${call} ${raises}]))
  ])`;
  const named = `(assignment left: (_) @table right: ${rows(row)})`;
  const overNamed = over('[(identifier) (constant)] @over');
  const same = '(#eq? @table @over)';
  return [
    over(`[${rows(row)} ${map(row)}]`),
    `(_ ${named} ${overNamed}) ${same}`,
    `(body_statement ${named} (method body: (body_statement ${overNamed}))) ${same}`,
  ]
    .map(
      (pattern) =>
        `(${pattern} (#eq? @of @used) (#match? @each "^each") (#not-match? @check "^(?!assert_(equal|same)$|eql?$|equal$)"))`,
    )
    .join('\n');
}

/**
 * Where checks take what they expect from a table, the table is altered, and the check is not: a program that looks
 * the answer up, in the table, in the text of the suite or among its caller's variables, still finds what is expected.
 */
export const tableAlterations = (alter: Alteration['alter']): readonly Alteration[] => [
  { find: tables('@it', ''), alter },
  { find: tables('', '@it'), alter: (text) => text },
];
