import type { Alteration } from '@seedmill/contracts';
import { otherValue, VALUE } from './values.ts';

/** How far from its name a value's use is looked for. */
const NEAR = String.raw`[\s\S]{0,4000}?`;
const NAME = String.raw`(?<!(?<!\bself|\bcls)\.)\b\k<name>\b`;

/** A name in a check, where it is what is expected, and nothing else. */
const EXPECTED = [
  String.raw`==[ \t]*(?:self\.|cls\.)?\k<name>[ \t]*(?:$|[,):\]#]|or\b|and\b)`,
  String.raw`\bassert[ \t]+(?:self\.|cls\.)?\k<name>[ \t]*==`,
  String.raw`\bassert\w*Equals?\((?:[^\n]*,)?\s*(?:self\.|cls\.)?\k<name>\s*[,)]`,
].join('|');

/** Before and after a name that does not go in: compared, an argument of a check, bound, told in a message. */
const BEFORE = [
  String.raw`==[ \t]*(?:self\.|cls\.)?`,
  String.raw`\bassert\w*Equals?\((?:[^\n()]|\([^\n()]*\))*`,
  String.raw`\bdef[ \t]+\w+\([^\n]*`,
  String.raw`\bf["'][^"'\n]*\{`,
  String.raw`#[^\n]*`,
].join('|');
const AFTER = String.raw`[ \t]*==?|[ \t]*:[^=\n]+=`;

const used = String.raw`(?=${NEAR}(?:${EXPECTED}))(?!${NEAR}${NAME}(?!${AFTER})(?<!(?:${BEFORE})(?:self\.|cls\.)?\k<name>))`;

/** A value with this before it on its line, which says its name. */
const valueAfter = (before: string, condition: string): RegExp =>
  new RegExp(String.raw`(?<=[=:n][ \t]*)(${VALUE})(?<=${before}\1)${condition}`, 'gm');

const ASSIGNED = String.raw`^[ \t]*(?:self\.|cls\.)?(?<name>[A-Za-z_]\w*)(?:[ \t]*:[^=\n]+)?[ \t]*=[ \t]*`;
const FIXTURE = String.raw`^@(?:pytest\.)?fixture[^\n]*\ndef (?<name>\w+)\([^\n]*\):\n[ \t]+return `;
const AT_END = String.raw`(?=[ \t]*(?:#.*)?$)`;
const SAYS = String.raw`(?:expect\w*|want\w*|outputs?|answers?)`;
const KEYED = String.raw`["'](?<name>${SAYS})["']:[ \t]*`;
const LISTED = String.raw`^[ \t]*(?<name>${SAYS})[ \t]*=[ \t]*`;

/**
 * Values that checks know by a name: variables, fixtures, entries of dictionaries, the last of lists that are zipped. The
 * check is left alone, as with tables.
 */
export const nameAlterations: readonly Alteration[] = [
  valueAfter(ASSIGNED, AT_END + used),
  valueAfter(FIXTURE, AT_END + used),
  valueAfter(KEYED, String.raw`(?=[ \t]*[,}])(?=${NEAR}(?:==|assert\w*Equals?\()[^\n]*\[["']\k<name>["']\])`),
  valueAfter(LISTED, String.raw`${AT_END}(?=${NEAR}\bin[ \t]+zip\([^\n]*,[ \t]*\k<name>\))`),
].map((find) => ({ find, alter: (text) => twice(text, otherValue(text)) }));

/** What is wrapped is wrapped once more: the other side of a check may be altered in the same way. */
const twice = (before: string, after: string): string => (after === `[${before}\n]` ? `[${after}\n]` : after);
