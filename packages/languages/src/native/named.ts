const TEXT = String.raw`"(?:\\.|[^"\\\n])*"`;
const CHARACTER = String.raw`'(?:\\.|[^'\\\n])+'`;
const NUMBER = String.raw`[-+]?(?:\d|\.\d)[\w.']*`;

/** A list in braces, with this many others inside each other. */
const listOf = (depth: number): string =>
  String.raw`\{(?:${TEXT}|${CHARACTER}|[^{}"';]${depth === 0 ? '' : `|${listOf(depth - 1)}`})*\}`;
const LIST = listOf(4);
const ARGUMENTS = String.raw`\((?:${TEXT}|${CHARACTER}|[^()"';]|${LIST})*\)`;
/** What makes a value of what is given; a function by any other name may be the one under test. */
const MAKER =
  '(?:std::)?(?:vector|set|map|unordered_\\w+|multi\\w+|pair|tuple|make_pair|make_tuple|array|list|deque|optional|string|complex)';
const OF_TYPE = String.raw`(?:<[^;{}()"]*>)?\s*`;
const VALUE = [
  String.raw`(?:u8|[uUL])?${TEXT}(?:\s*${TEXT})*`,
  `(?:u8|[uUL])?${CHARACTER}`,
  NUMBER,
  String.raw`true\b|false\b`,
  String.raw`(?:\([\w\s*]+(?:\[\w*\])?\)\s*|[A-Za-z_][\w:]*${OF_TYPE})?${LIST}`,
  `${MAKER}${OF_TYPE}${ARGUMENTS}`,
].join('|');

const NAME = String.raw`\b\k<name>\b\s*`;
/** To the end of a function, which is where a line starts without a blank, or to where it is too far. */
const LATER = String.raw`(?:(?!\n\S)[\s\S]){0,20000}?`;
const SOON = String.raw`(?:(?!\n\S)[\s\S]){0,1500}?`;
const COMPARED = String.raw`(?:==|,)\s*${NAME}\)`;

/** An honest program passes all the same with another value of what is put in, too, or changed before. */
const ALSO_INPUT = [
  String.raw`(?:[({,[+\-*&]|<<|(?<![=!<>])=)\s*${NAME}[^\w\s(=]${SOON}${COMPARED}`,
  String.raw`\(\s*${NAME},(?:(?!\n\S)[\s\S]){0,300}?\(\s*${NAME}[,)]`,
  String.raw`\b${NAME}(?:[-+*/|&^]=|\+\+|\.\w+\()${SOON}${COMPARED}`,
].join('|');

/**
 * Values that have a name in the function where one of the checks compares something with it. A pattern, because a
 * query would go through all pairs of values and checks.
 *
 * @param checks names of functions and macros that check
 * @param equal those of them that are given what they compare
 */
export const namedValues = (checks: string, equal: string): RegExp => {
  const last = String.raw`(?:\)|,\s*[\w.+-]+\s*\))\s*(?=;|<<)`;
  const used = [
    String.raw`==\s*${NAME}\)(?<=\b(?:${checks})\s*\([^;]*)`,
    String.raw`,\s*${NAME}${last}(?<=\b(?:${equal})\s*\([^;]*)`,
    String.raw`\(\s*${NAME},(?<=\b(?:${equal})\s*\(\s*\w+\s*,)`,
  ].join('|');
  return new RegExp(
    [
      String.raw`(?=[={])(?==?\s*(${VALUE})\s*[;,])`,
      String.raw`(?<=(?:^[ \t]+|[{;])[^\n{;(]*[\w>,*&][\s*&]+(?<name>[A-Za-z_]\w*)\s*(?:\[\w*\]\s*)*)`,
      String.raw`(?=[^;]*?(?:["']|\b\d|\btrue\b|\bfalse\b))`,
      `(?=${LATER}(?:${used}))`,
      `(?!${LATER}(?:${ALSO_INPUT}))`,
    ].join(''),
    'gm',
  );
};
