import { anotherValue } from '../common/another-value.ts';
import { argumentsAt, type Range, splitAt } from './text.ts';

const TOKEN = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|0[xX][\da-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+|\b(?:true|false|nil)\b|[A-Za-z_]\w*\s*=(?!=)`;
const PLAIN = new RegExp(String.raw`^(?:${TOKEN}|[-\s,;{}\[\]])+$`, 's');

const otherValue = anotherValue({
  token: TOKEN,
  between: String.raw`-\s,;{}\[\]`,
  instead: { true: 'false', false: 'true', nil: '0', '{}': '{ 0 }' },
  wrap: (text) => `{ ${text} }`,
});

/** Calls of checks: of LuaUnit, of busted, of Lua itself or of the suite's own. */
const CALL =
  /(?<![\w.:])((?:[A-Za-z_]\w*[.:])*(?:assert|check|expect|verify|eq|equals?|are_equal|test_case|run_case)\w*(?:\.\w+)*)[ \t]*(?=\()/gi;
const EQUAL = /(?:equals?|same|is|eq|near|contains?|covers|matches|unique)$/;
const THROWS = /(?:errors?|error_?msg\w*|error_?matches)$/;
const TRUE = /(?:true|truthy|false|falsy|isfalse|istrue|evaltotrue|evaltofalse)$/;
/** What a script needs before it can check anything. */
const NEEDED = /\b(?:require|dofile|loadfile|load|open|popen|pcall)\b/;
const EXPECTED = /(?<![\w.:])(?:expected\w*|want|wanted|answer|output|result_expected)\s*=(?!=)\s*/g;
const COMPARED = new RegExp(String.raw`(\bif\b[^\n]*?(?:==|~=)\s*)(-?(?:${TOKEN}))(?=\s*\)?\s*then\b)`, 'g');

const hasCall = (text: string): boolean => /[\w\])"']\s*\(/.test(text);
const names = (text: string): boolean => /^\s*(?:expect|want|answer|correct)/i.test(text);

/** Which of two values is the expected one: the one that is written down, or named so, or at least not computed. */
function expectedOf(text: string, [first, second]: readonly Range[]): Range | undefined {
  if (first === undefined || second === undefined) return undefined;
  const textOf = ({ start, end }: Range): string => text.slice(start, end);
  const rules: ((value: string) => boolean)[] = [
    (value) => PLAIN.test(value),
    names,
    (value) => !hasCall(value),
  ];
  for (const rule of rules) {
    if (rule(textOf(second)) && !(rule(textOf(first)) && names(textOf(first)))) return second;
    if (rule(textOf(first))) return first;
  }
  return second;
}

interface Change extends Range {
  text: string;
}

const change = (text: string, range: Range): Change => ({
  ...range,
  text: otherValue(text.slice(range.start, range.end)),
});

/** What a function that compares is given as expected: the plain values beside what is computed. */
function comparedBy(text: string, { start, end }: Range): Range[] {
  const [called = ''] = /^[\w.:]+\s*(?=\()/.exec(text.slice(start, end)) ?? [];
  if (called === '') return [];
  const args = argumentsAt(text, start + called.length);
  const plain = args.filter((each) => PLAIN.test(text.slice(each.start, each.end)));
  const last = args.at(-1)?.end ?? end;
  const whole = /^\s*\)$/.test(text.slice(last, end));
  return whole && args.some((each) => hasCall(text.slice(each.start, each.end))) ? plain : [];
}

/** What becomes of one condition: its comparison expects something else, or it is turned round. */
function alterCondition(text: string, range: Range): Change[] {
  const [equality, more] = splitAt(text, range, '==');
  const parts = splitAt(text, range, 'and').length + splitAt(text, range, 'or').length;
  if (parts === 2 && equality !== undefined && more !== undefined) {
    const expected = expectedOf(text, [equality, more]);
    return expected === undefined ? [] : [change(text, expected)];
  }
  const compared = parts === 2 ? comparedBy(text, range) : [];
  if (compared.length > 0) return compared.map((each) => change(text, each));
  return [{ ...range, text: `not (${text.slice(range.start, range.end)})` }];
}

function alterCall(text: string, name: string, args: readonly Range[], atStart: boolean): Change[] {
  const [first] = args;
  if (first === undefined) return [];
  const tail = (name.split(/[.:]/).at(-1) ?? '').toLowerCase().replaceAll('_', '');
  const whole = name.toLowerCase().replaceAll(/[._:]/g, '');
  if (tail === 'assert') {
    return atStart && !NEEDED.test(text.slice(first.start, first.end)) ? alterCondition(text, first) : [];
  }
  if (THROWS.test(tail)) {
    const message = args.find(({ start }) => /["']/.test(text[start] ?? ''));
    return message === undefined ? [] : [change(text, message)];
  }
  if (TRUE.test(tail) && args.length <= 2) return alterCondition(text, first);
  if (/not/.test(whole)) return [];
  if (EQUAL.test(tail) && args.length >= 2) {
    const expected = expectedOf(text, args);
    return expected === undefined ? [] : [change(text, expected)];
  }
  if (/^(?:assert|is)/.test(tail) && !/^assertequal/.test(tail)) return [];
  // A check of the suite's own: what it writes down is what it expects, or a name, which does not matter.
  return args
    .filter(({ start, end }) => PLAIN.test(text.slice(start, end)))
    .map((range) => change(text, range));
}

const KEY = String.raw`(?:expected\w*|want|wanted|answer|correct)`;
/** What is compared, or given to a check, as it stands in a table: `case[2]`, `case.expected`, or a name taken from it. */
const ELEMENT = new RegExp(String.raw`(?<![\w.])([A-Za-z_]\w*)(?:\[(\d+)\]|\.(${KEY}))(?![\w.\[(])`, 'g');
const TAKEN = new RegExp(
  String.raw`\blocal\s+((?:\w+\s*,\s*)*${KEY})\s*=\s*(?:(?:table\.)?unpack\s*\(\s*\w+\s*\)|((?:[\w.\[\]]+\s*,\s*)*[\w.\[\]]+))`,
  'g',
);

/** The values that a suite holds in a table as what it expects, and by which names it speaks of them. */
function heldIn(text: string): { names: Set<string>; changes: Change[] } {
  const names = new Set<string>();
  const indices = new Set<number>();
  for (const [, taken = '', from] of text.matchAll(TAKEN)) {
    const parts = taken.split(',').map((each) => each.trim());
    const at = parts.length - 1;
    const index =
      from === undefined ? at + 1 : Number(/\[(\d+)\]$/.exec(from.split(',')[at]?.trim() ?? '')?.[1]);
    if (index > 0) indices.add(index);
    names.add(parts[at] ?? '');
  }
  for (const { 0: whole, 2: index, index: at } of text.matchAll(ELEMENT)) {
    if (!/(?:==|~=|,)\s*$/.test(text.slice(0, at)) || !isExpected(text, at, whole)) continue;
    names.add(whole);
    if (index !== undefined) indices.add(Number(index));
  }
  const rows = rowsOf(text);
  const changes = [...indices].flatMap((index) =>
    rows.flatMap((row) => {
      const value = row[index - 1];
      return value !== undefined && PLAIN.test(text.slice(value.start, value.end))
        ? [change(text, value)]
        : [];
    }),
  );
  const keyed =
    names.size > 0
      ? [...text.matchAll(new RegExp(String.raw`[{,]\s*${KEY}\s*=\s*(?=[-\d"'{tfn])`, 'g'))]
      : [];
  return { names: changes.length + keyed.length > 0 ? names : new Set(), changes };
}

const tableAt = (text: string, at: number): Range[] => (text[at] === '{' ? argumentsAt(text, at, '}') : []);

/** What is in the rows of the tables of a suite; a table in a row is a value. */
function rowsOf(text: string): Range[][] {
  const found: Range[][] = [];
  let end = 0;
  for (const { 0: opening, index } of text.matchAll(/(?:(?<![=~<>])=|\bi?pairs\s*\()\s*\{/g)) {
    if (index < end) continue;
    const elements = tableAt(text, index + opening.length - 1);
    end = elements.at(-1)?.end ?? end;
    found.push(...elements.map(({ start }) => tableAt(text, start)));
  }
  return found;
}

/** Whether what stands here is the other side of a call's result, and is not given to the program itself. */
function isExpected(text: string, at: number, whole: string): boolean {
  const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
  return (
    /(?:assert|check|expect|equals?|same|\bif\b|\beq\b)/i.test(line) &&
    !line.includes(whole) &&
    !/\([^()]*,\s*$/.test(line.replace(/^.*?(?:assert|check|expect|equals?|same)\w*\s*\(/i, ''))
  );
}

/** A suite that expects something else; what is given to the program stays. */
export function alterLua(text: string): string {
  const changes: Change[] = [];
  for (const { 0: call, 1: name = '', index } of text.matchAll(CALL)) {
    if (/\bfunction\s+$/.test(text.slice(0, index))) continue;
    const atStart = /(?:^|\n|;|\bdo|\bthen|\))[ \t]*$/.test(text.slice(0, index));
    changes.push(...alterCall(text, name, argumentsAt(text, index + call.length), atStart));
  }
  for (const { 0: found, index } of text.matchAll(EXPECTED)) {
    const start = index + found.length;
    const value = new RegExp(String.raw`(?:-?(?:${TOKEN})|\{(?:${TOKEN}|[-\s,;{}\[\]])*\})`, 'sy');
    value.lastIndex = start;
    const end = start + (value.exec(text)?.[0].length ?? 0);
    if (end > start) changes.push(change(text, { start, end }));
  }
  for (const { 1: open = '', 2: value = '', index } of text.matchAll(COMPARED)) {
    const flag = /\bif\s+\(?\s*(\w+)\s*(?:==|~=)\s*$/.exec(open)?.[1];
    // Set by the suite itself: to alter what is asked of it too would undo the rest.
    if (flag !== undefined && new RegExp(String.raw`\b${flag}\s*=\s*(?:\d|true|false|nil)`).test(text))
      continue;
    changes.push(change(text, { start: index + open.length, end: index + open.length + value.length }));
  }
  const held = heldIn(text);
  const speaksOfHeld = ({ start, end }: Range): boolean =>
    [...held.names].some((name) =>
      text
        .slice(start, end)
        .split(/[^\w.[\]]+/)
        .includes(name),
    );
  const beside = changes.filter((each) => !speaksOfHeld(each));
  const all = held.names.size === 0 ? changes : [...beside, ...held.changes];
  return apply(text, all.length === 0 ? helpersOf(text) : all);
}

const BESIDE_A_CALL = new RegExp(String.raw`(\)\s*(?:==|~=)\s*)(-?(?:${TOKEN}))`, 'g');
const BOTH_COMPUTED =
  /(\b(?:if|elseif)\b[^\n]*?[\w\])]\s*(?:==|~=)\s*)((?!(?:true|false|nil)\b)[A-Za-z_][\w.]*(?:\[[\w.]+\])*)(?=\s*then\b)/g;

/** Where no call of a check and nothing else says what is expected: what comparisons compare to. */
const helpersOf = (text: string): Change[] =>
  [BESIDE_A_CALL, BOTH_COMPUTED].flatMap((find) =>
    [...text.matchAll(find)].map(({ 1: open = '', 2: value = '', index }) =>
      change(text, { start: index + open.length, end: index + open.length + value.length }),
    ),
  );

/** In the order of the text; of two that overlap, the outer. */
function apply(text: string, changes: readonly Change[]): string {
  let result = '';
  let at = 0;
  for (const each of [...changes].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (each.start < at) continue;
    result += text.slice(at, each.start) + each.text;
    at = each.end;
  }
  return result + text.slice(at);
}
