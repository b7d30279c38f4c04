const CALL = '(call_expression)';
const NOT_A_CALL = '(unary_expression operator: "!" argument: (call_expression))';
const COMPUTED = '[(call_expression) (identifier) (subscript_expression) (field_expression)]';
const MESSAGE = '[(string_literal) (concatenated_string)]';
const NUMBER =
  '[(number_literal) (char_literal) (true) (false) (unary_expression argument: (number_literal))]';

/** Names of helpers by which suites check, but not of those that want no more than a bound. */
const HELPERS =
  '^(?!.*([lL]east|[mM]ost|[lL]ess|[gG]reater|[mM]ax|[mM]in|[wW]ithin|[nN]ear|[tT]hrow|_(LT|GT|LE|GE|NE)$)).*([aA]ssert|[cC]heck|[eE]xpect|[rR]equire|[vV]erify|[tT]est|ASSERT|CHECK|EXPECT|REQUIRE|VERIFY|TEST|^(eq|is|ok|t|T)$)';
/** What says yes or no by its name. */
const ASKS =
  '^!|(^|[.:>])(is|has|can|are|was|should|all|any|none|contains|includes|starts|ends|matches|valid|exists)(_|[A-Z]|[(])';
/** What a suite calls for itself. */
const OWN_MEANS =
  '(alloc|open|close|init|create|exit|near|approx|cmp|strstr|strchr|equal|same)[a-zA-Z_0-9]*[ ]*[(]';
const COUNTS = '([fF]ail|FAIL|[eE]rr|[bB]ad)';
const FAILS = String.raw`return[ ]*[(]?[ ]*-?[1-9]|exit[ ]*[(][ ]*[1-9]|EXIT_FAILURE|return[ ]+false|abort[ ]*[(]|throw |${COUNTS}\\w*[ ]*([+][+]|[+]=|=[ ]*(1|true))|[+][+][ ]*${COUNTS}|([oO]k|[pP]ass)\\w*[ ]*=[ ]*(0|false)`;
const HOLDS = String.raw`([pP]ass|PASS|[oO]k|[gG]ood)\\w*[ ]*([+][+]|[+]=)|[+][+][ ]*([pP]ass|[oO]k|[gG]ood)`;

const condition = (value: string, predicates: string): string =>
  `((if_statement condition: (condition_clause value: ${value}) consequence: (_) @then) ${predicates})`;
const helped = (args: string, predicates: string): string =>
  `((expression_statement (call_expression function: [(identifier) (template_function)] @f arguments: (argument_list ${args})))
    (#match? @f "${HELPERS}") ${predicates})`;

/**
 * Queries for what suites compare with, and ask for, without a framework: in an `if`, or by a helper of their own.
 *
 * @param literal a pattern of literals
 * @param comparing names of functions that compare, whose results are no values to alter
 * @param equal names whose arguments are known otherwise
 */
export function ownChecksWith(literal: string, comparing: string, equal: string) {
  const unlike = `(#not-match? @f "^(${equal})$")`;
  const noComparison = `(#not-match? @left "(${comparing})[ ]*[(]")`;
  const fails = `(#match? @then "${FAILS}")`;
  const values = [
    condition(`(binary_expression left: ${CALL} @left operator: "!=" right: ${literal} @it)`, noComparison),
    condition(`(binary_expression left: ${COMPUTED} operator: "!=" right: ${literal} @it)`, fails),
    condition(
      `(unary_expression operator: "!" argument: (parenthesized_expression (binary_expression left: ${COMPUTED} @left operator: "==" right: ${literal} @it)))`,
      `${noComparison} ${fails}`,
    ),
    condition(
      `(binary_expression left: ${COMPUTED} @left operator: "==" right: ${literal} @it)`,
      `${noComparison} (#match? @then "${HOLDS}")`,
    ),
    `(assignment_expression operator: ["+=" "|="] right: (binary_expression left: ${CALL} operator: "!=" right: ${literal} @it))`,
    helped(`${CALL} . ${NUMBER} @it .`, unlike),
    helped(`. ${MESSAGE} . ${CALL} . ${literal} @it .`, unlike),
    helped(`. ${MESSAGE} . ${CALL} . (initializer_list) @it .`, `(#match? @it "[0-9\\"']")`),
    helped(`. ${CALL} . ${literal} @it . ${MESSAGE} .`, unlike),
  ];
  const asked = `[${CALL} ${NOT_A_CALL}] @it`;
  const asks = `(#match? @it "${ASKS}") (#not-match? @it "${OWN_MEANS}")`;
  const conditions = [
    condition(asked, `${asks} ${fails}`),
    helped(`. ${asked} . ${MESSAGE} .`, `${unlike} ${asks}`),
    helped(`. ${MESSAGE} . ${asked} .`, `${unlike} ${asks}`),
  ];
  return { values, conditions };
}
