import type { Alteration } from '@seedmill/contracts';
import { otherRubyValue, VALUE } from './values.ts';

/** How far from its name a value's use is looked for. */
const NEAR = String.raw`[\s\S]{0,4000}?`;
const NAME = String.raw`(?<![\w.@:$])\k<name>(?!\w)`;
const CHECK = String.raw`\bassert_(?:equal|same|in_delta)\b[ (]+`;
const MATCH = String.raw`\b(?:eql?|equal|be|must_equal|match_array)[ (]+`;

/** A name in a check, where it is what is expected. */
const EXPECTED = [
  String.raw`==[ \t]*\k<name>[ \t]*(?:$|[,)&|#]|do\b)`,
  String.raw`${CHECK}(?:[^\n]*,[ \t]*)?\k<name>[ \t]*(?:$|[,)}])`,
  String.raw`${MATCH}\k<name>[ \t]*(?:$|[,)}])`,
].join('|');

/** Before and after a name that does not go in: compared, an argument of a check, bound, told in a message. */
const BEFORE = [
  String.raw`==[ \t]*`,
  String.raw`${CHECK}(?:[^\n()]|\([^\n()]*\))*`,
  MATCH,
  String.raw`#\{`,
  String.raw`(?:^|\s)#[^\n]*`,
  String.raw`\blet!?\(:`,
].join('|');
const AFTER = String.raw`[ \t]*(?:==?|!=)(?!>)`;

const used = String.raw`(?=${NEAR}(?:${EXPECTED}))(?!${NEAR}${NAME}(?!${AFTER})(?<!(?:${BEFORE})\k<name>))`;

/** A value with this before it on its line, which says its name. */
const valueAfter = (before: string, condition: string): RegExp =>
  new RegExp(String.raw`(?<=[=:{][ \t]*)(${VALUE})(?<=${before}\1)${condition}`, 'gm');

const AT_END = String.raw`(?=(?:\.freeze)?[ \t]*(?:#.*)?$)`;
const ASSIGNED = String.raw`^[ \t]*(?<name>[@$]{0,2}[A-Za-z_]\w*)[ \t]*=[ \t]*`;
const LET = String.raw`^[ \t]*let!?\(:(?<name>\w+)\) \{ `;
const KEYED = String.raw`(?<![\w:])(?::(?<name>expect\w*|want\w*|output|answer)[ \t]*=>|(?<name>expect\w*|want\w*|output|answer):)[ \t]*`;

/**
 * Values that checks know by a name: variables, constants, `let`, entries of hashes. The check is left alone, as with
 * tables.
 */
export const nameAlterations: readonly Alteration[] = [
  valueAfter(ASSIGNED, AT_END + used),
  valueAfter(LET, String.raw`(?= \}[ \t]*$)` + used),
  valueAfter(KEYED, String.raw`(?=[ \t]*[,}])(?=${NEAR}(?:==|${CHECK}|${MATCH})[^\n]*\[:\k<name>\])`),
].map((find) => ({ find, alter: (text) => twice(text, otherRubyValue(text)) }));

/** What is wrapped is wrapped once more: the other side of a check may be altered in the same way. */
const twice = (before: string, after: string): string => (after === `[${before}\n]` ? `[${after}\n]` : after);
