import { masked } from './includes.ts';

/** A statement between two places of a text. */
interface Statement {
  start: number;
  end: number;
  /** Statement lists inside, and whether the end of each is an end of the whole. */
  inside: readonly { list: readonly Statement[]; ends: boolean }[];
}

interface Edit {
  start: number;
  end: number;
  text: string;
}

const MAIN = /\bmain\s*\(/g;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const RETURN = /^return\b(?!\s*\{)([^;]*);$/;
const EXIT = /^(?:(?:std)?\s*::\s*)?(?:exit|_exit|_Exit|quick_exit)\s*\(([^;]*)\)\s*;$/;
const FAILURE = /^\s*\(?\s*(?:-\s*)?(?:[1-9]\d*|EXIT_FAILURE)\s*\)?\s*$/;
const ABORT = /^(?:(?:std)?\s*::\s*)?(?:abort|__builtin_trap)\s*\(\s*\)\s*;$/;

/** The place after the bracket that closes the one here; the end of the text where none does. */
function afterGroup(code: string, open: number): number {
  const closing: string[] = [];
  for (let at = open; at < code.length; at++) {
    const c = code[at] ?? '';
    const close = CLOSING[c];
    if (close !== undefined) closing.push(close);
    else if (c === closing.at(-1)) closing.pop();
    if (closing.length === 0) return at + 1;
  }
  return code.length;
}

const skipBlanks = (code: string, at: number): number => at + (/^\s*/.exec(code.slice(at))?.[0].length ?? 0);

function statementsIn(code: string, from: number, to: number): Statement[] {
  const list: Statement[] = [];
  for (let at = skipBlanks(code, from); at < to; ) {
    const statement = statementAt(code, at, to);
    list.push(statement);
    at = skipBlanks(code, Math.max(statement.end, at + 1));
  }
  return list;
}

function statementAt(code: string, start: number, to: number): Statement {
  const rest = code.slice(start, to);
  const label = /^(?:case\b(?:[^:;{}]|::)*|\w+\s*):(?!:)\s*/.exec(rest)?.[0];
  if (label !== undefined && label.length < rest.length) return statementAt(code, start + label.length, to);
  if (rest.startsWith('{')) {
    const end = afterGroup(code, start);
    return { start, end, inside: [{ list: statementsIn(code, start + 1, end - 1), ends: true }] };
  }
  const [head, word = ''] = /^(do|try|else)\b\s*|^(?:if|\w+)\s*(?:constexpr\s*)?(?=\()/.exec(rest) ?? [];
  if (head === undefined) return plainAt(code, start, to);
  let at = start + head.length;
  if (word === '') {
    at = skipBlanks(code, afterGroup(code, at));
    // A call, unless a block belongs to it, as to a macro that loops.
    if (!/^(?:if|for|while|switch|catch)\b/.test(head) && code[at] !== '{') return plainAt(code, start, to);
  }
  const body = statementAt(code, at, to);
  const ends = /^(?:if|else|try|catch)\b/.test(head);
  const inside = [{ list: [body], ends }];
  const next = skipBlanks(code, body.end);
  const more = head.startsWith('if') ? /^else\b/ : /^(?:try|catch)\b/.test(head) ? /^catch\b/ : null;
  if (word === 'do') return { start, end: plainAt(code, next, to).end, inside };
  if (more?.test(code.slice(next, to)) !== true) return { start, end: body.end, inside };
  const other = statementAt(code, next, to);
  return { start, end: other.end, inside: [...inside, ...other.inside] };
}

/** Up to its semicolon; or to the end of a block that nothing goes on from, such as that of a function inside. */
function plainAt(code: string, start: number, to: number): Statement {
  let at = start;
  while (at < to && code[at] !== ';') {
    const opens = CLOSING[code[at] ?? ''] !== undefined;
    const block = code[at] === '{';
    at = opens ? afterGroup(code, at) : at + 1;
    if (block && /^\s*(?:\w|$)/.test(code.slice(at, to))) return { start, end: at, inside: [] };
  }
  return { start, end: Math.min(at + 1, to), inside: [] };
}

/** Whether what follows can do nothing but fail: its end says so, and nothing before leaves. */
function onlyFails(code: string, list: readonly Statement[]): boolean {
  const last = list.at(-1);
  if (last === undefined) return false;
  const text = code.slice(last.start, last.end);
  const value = (RETURN.exec(text) ?? EXIT.exec(text))?.[1];
  const fails = (value !== undefined && FAILURE.test(value)) || ABORT.test(text);
  return fails && !/\b(?:return|\w*exit)\b/.test(code.slice(list[0]?.start, last.start));
}

function editsOf(code: string, list: readonly Statement[], ends: boolean, isScript: boolean): Edit[] {
  return list.flatMap(({ start, end, inside }, at): Edit[] => {
    const later = list.slice(at + 1);
    const last = ends && (later.length === 0 || onlyFails(code, later));
    if (inside.length > 0) {
      return inside.flatMap((part) => editsOf(code, part.list, last && part.ends, isScript));
    }
    const text = code.slice(start, end);
    if (last && EXIT.test(text)) return [{ start, end: start + text.indexOf('('), text: 'return ' }];
    const value = RETURN.exec(text)?.[1];
    if (last || !isScript || value === undefined || FAILURE.test(value)) return [];
    return [
      { start, end: start + 'return'.length, text: '__builtin_exit(' },
      { start: end - 1, end: end - 1, text: value.trim() === '' ? '0)' : ')' },
    ];
  });
}

/** A function of the suite with which its `main` ends and nothing else calls, and whose own end is to leave. */
const HELPER = /(?<=^|[;}\n])([^\S\n]*(?:[\w[\]()]+\s+)*?)void\s+(\w+)(?=\s*\()/g;
const NORETURN = /\[\[\s*(?:gnu::)?noreturn\s*\]\]|\b_?[Nn]oreturn\b|__attribute__\s*\(\(\s*\w+\s*\)\)/g;
const SUCCESS = /^return\s*\(?\s*(?:0|EXIT_SUCCESS)\s*\)?\s*;$/;

/** Makes such a helper return what it would leave with, and `main` after it. */
function helperEdits(code: string, main: readonly Statement[]): Edit[] {
  const ending = main.findLastIndex(({ start, end }) => !SUCCESS.test(code.slice(start, end)));
  const call = main[ending];
  const name = /^(\w+)\s*\([^;]*\)\s*;$/.exec(code.slice(call?.start ?? 0, call?.end ?? 0))?.[1];
  if (call === undefined || name === undefined) return [];
  const found = [...code.matchAll(HELPER)].filter((helper) => helper[2] === name);
  const [helper] = found;
  const uses = [...code.matchAll(new RegExp(String.raw`\b${name}\b`, 'g'))];
  if (helper === undefined || found.length > 1 || uses.length !== 2) return [];

  const [head, before = ''] = helper;
  const parameters = afterGroup(code, code.indexOf('(', helper.index + head.length));
  const open = skipBlanks(code, parameters);
  const close = afterGroup(code, open) - 1;
  if (code[open] !== '{' || /\breturn\b/.test(code.slice(open, close))) return [];
  const leaving = editsOf(code, statementsIn(code, open + 1, close), true, false);
  if (leaving.length === 0) return [];
  const at = helper.index + before.length;
  return [
    ...[...before.matchAll(NORETURN)].map(({ index, 0: { length } }) => ({
      start: helper.index + index,
      end: helper.index + index + length,
      text: '',
    })),
    { start: at, end: at + 'void'.length, text: 'int' },
    ...leaving,
    { start: close, end: close, text: 'return 0; ' },
    { start: call.start, end: call.start, text: 'return ' },
  ];
}

/**
 * The text of a suite with every `main` as the proof of its end needs it: an exit that is its last statement, or one of
 * the last `if`, returns. In a script, a return from anywhere else leaves early: what it stands under may say that a
 * check did not hold. So does a helper with which it ends.
 */
export function withEndings(text: string, isScript: boolean): string {
  const code = masked(text);
  const edits = [...code.matchAll(MAIN)].flatMap((found) => {
    const parameters = afterGroup(code, found.index + found[0].length - 1);
    const between = /^\s*(?:noexcept\s*)?(?:->\s*int\s*)?\{/.exec(code.slice(parameters))?.[0];
    if (between === undefined) return [];
    const open = parameters + between.length;
    const close = afterGroup(code, open - 1) - 1;
    const statements = statementsIn(code, open, close);
    const isVoid = /\bvoid\s+$/.test(code.slice(0, found.index));
    const helped = isScript && !isVoid ? helperEdits(code, statements) : [];
    return [...editsOf(code, statements, true, isScript), ...helped];
  });
  return edits
    .sort((a, b) => a.start - b.start)
    .reduceRight(
      (result, { start, end, text: instead }) => result.slice(0, start) + instead + result.slice(end),
      text,
    );
}
