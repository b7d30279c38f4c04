import type { Alteration } from '@seedmill/contracts';
import { type Change, changed, endOfArgument, nextToken, splitArguments } from '../common/literals.ts';
import { alterCheck, CHECKS, otherValue } from './testify.ts';

// Every change makes failing likelier and none makes it less so: two of them never cancel each other out.

const CHECK = new RegExp(
  `(?<=(?:^|[;{])[ \\t]*)\\w+(?:\\([^()\\n]*\\))?(?:\\.\\w+(?:\\([^()\\n]*\\))?)*?\\.(?:${CHECKS.join('|')})f?\\(`,
  'my',
);
const OUTPUT = /\/\/[ \t]*(?:unordered )?output:.*/iy;
const WANT = '(?:want|expect|exp|output|answer|result)\\w*';
const NAMED = new RegExp(`${WANT}\\s*(?::=|:|=(?!=))[ \\t]*`, 'iy');
const ROWS = /\[\](?:struct\s*\{([^{}]*)\}|(\w+))\s*\{/y;
const IF = /if\s/y;
const FAILS = /\b(?:(?:Error|Fatal|Panic|Log)(?:f|ln)?|Fail|FailNow|Exit(?!\(0\))|panic)\(/;
const UNEQUAL = /^([^&|]*!=\s*)("(?:\\.|[^"\\])*"|`[^`]*`|'[^']+'|-?\d[\w.]*|true|false)\s*$/;

function matched(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Another value for the expression between two places. */
function otherAt(text: string, start: number, end: number): Change[] {
  const other = otherValue(text.slice(start, end));
  return other === null ? [] : [{ start, end, text: other, exact: true }];
}

/** The last value of each row of a table, where that is what is wanted. */
function rowsOf(text: string, [head, body, type]: RegExpExecArray, at: number): Change[] {
  const fields = body ?? new RegExp(`\\btype\\s+${type}\\s+struct\\s*\\{([^{}]*)\\}`).exec(text)?.[1] ?? '';
  const line =
    fields
      .replace(/\/\/.*/g, '')
      .trim()
      .split(/[\n;]/)
      .at(-1) ?? '';
  const [, last = ''] = /^\s*(?:\w+\s*,\s*)*(\w+)\s/.exec(line) ?? [];
  if (!new RegExp(`^${WANT}$`, 'i').test(last)) return [];
  const changes: Change[] = [];
  for (let start = at + head.length; text[start] !== '}' && start < text.length; ) {
    const end = endOfArgument(text, start);
    const open = text.indexOf('{', start);
    const close = text.lastIndexOf('}', end - 1);
    if (open >= start && close < end && !/^\s*\w+\s*:/.test(text.slice(open + 1, close))) {
      const inner = text.slice(open + 1, close);
      const value = splitArguments(inner).at(-1) ?? '';
      const from = open + 1 + inner.lastIndexOf(value);
      changes.push(...otherAt(text, from, from + value.length));
    }
    if (text[end] !== ',') break;
    start = end + 1;
  }
  return changes;
}

/** The condition of an `if` that leads straight to a failure. */
function guardAt(text: string, at: number): Change[] {
  let start = at;
  let depth = 0;
  let end = at;
  for (; end < text.length; end = nextToken(text, end)) {
    const c = text[end] ?? '';
    // The brace of a block stands alone, that of a value after its type.
    if (c === '{' && depth === 0 && /\s/.test(text[end - 1] ?? '')) break;
    if ('([{'.includes(c)) depth += 1;
    else if (')]}'.includes(c)) depth -= 1;
    else if (c === ';' && depth === 0) start = end + 1;
  }
  const condition = text.slice(start, end).trim();
  start = text.indexOf(condition, start);
  const change = (altered: string, exact = false): Change[] => [
    { start, end: start + condition.length, text: altered, exact },
  ];
  const close = endOfArgument(text, end + 1, '');
  const block = text.slice(end, close);
  if (FAILS.test(block) && !/\bif\b/.test(block)) {
    const [, left, right = ''] = UNEQUAL.exec(condition) ?? [];
    const other = left === undefined ? null : otherValue(right);
    return other === null ? change(`(${condition}) || true`) : change(`${left}${other}`, true);
  }
  const [, otherwise] = /^\}\s*else\s*\{([^{}]*)\}/.exec(text.slice(close)) ?? [];
  return otherwise !== undefined && FAILS.test(otherwise) ? change(`(${condition}) && false`) : [];
}

function changesAt(text: string, at: number): Change[] {
  const output = matched(OUTPUT, text, at);
  if (output !== null) {
    const end = at + output[0].length;
    return [{ start: at, end, text: `${output[0]} not this`, exact: true }];
  }
  const check = matched(CHECK, text, at);
  if (check !== null) {
    const end = endOfArgument(text, at + check[0].length, '') + 1;
    return [{ start: at, end, ...alterCheck(text.slice(at, end)) }];
  }
  const named = matched(NAMED, text, at);
  if (named !== null) {
    const start = at + named[0].length;
    return otherAt(text, start, endOfArgument(text, start, ',;\n'));
  }
  const rows = matched(ROWS, text, at);
  if (rows !== null) return rowsOf(text, rows, at);
  const guard = matched(IF, text, at);
  return guard === null ? [] : guardAt(text, at + guard[0].length);
}

/** The text of a suite with other values expected; where it names none, what it asserts is denied. */
export function alterGo(text: string): string {
  const changes: Change[] = [];
  for (let at = 0; at < text.length; at = nextToken(text, at)) {
    if (!/[\w.]/.test(text[at - 1] ?? ' ')) changes.push(...changesAt(text, at));
  }
  return changed(text, changes);
}

export const goAlterations: readonly Alteration[] = [{ find: '(source_file) @it', alter: alterGo }];
