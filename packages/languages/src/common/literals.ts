/** Literals as Go and Rust write them – text, characters, numbers, truth – but not the lengths of arrays. */
const LITERAL =
  /b?"(?:\\.|[^"\\])*"|b?'(?:\\.|[^'\\])'|`[^`]*`|(?<![\w.]|;\s*)(?:0x[\da-fA-F_]+|0b[01_]+|\d[\d_]*(?:\.\d+)?)(?![\d_]|\][\w*[])|\b(?:true|false)\b/g;

/** The same expression with its last literal changed; null where it has none. Types and lengths stay as they are. */
export function withOtherLiteral(text: string): string | null {
  const last = [...text.matchAll(LITERAL)].at(-1);
  if (last === undefined) return null;
  return text.slice(0, last.index) + otherLiteral(last[0]) + text.slice(last.index + last[0].length);
}

function otherLiteral(literal: string): string {
  if (literal === 'true') return 'false';
  if (literal === 'false') return 'true';
  const quote = /^(b?)(["'`])(\\.|[^\\])?/.exec(literal);
  if (quote === null) return otherNumber(literal);
  const [, prefix = '', mark = '', first = ''] = quote;
  // Text of another length is of the same type, but bytes and characters are not.
  if (prefix === '' && mark !== "'") return `${mark}~${literal.slice(1)}`;
  if (first === mark) return literal;
  return prefix + mark + (first === '~' ? '!' : '~') + literal.slice(prefix.length + 1 + first.length);
}

/**
 * Stays in the range of its type: a digit goes down, but 0 up. It is the first one of a fraction, which may be compared
 * with a tolerance.
 */
function otherNumber(literal: string): string {
  const at = literal.includes('.') ? 0 : literal.length - 1;
  const digit = Number.parseInt(literal[at] ?? '', 16);
  return literal.slice(0, at) + (digit === 0 ? '1' : (digit - 1).toString(16)) + literal.slice(at + 1);
}

/** A change of a text, from `start` to `end`. `exact`: another value is expected there, and nothing else changes. */
export interface Change {
  start: number;
  end: number;
  text: string;
  exact: boolean;
}

/**
 * Makes the changes of a suite. Where some are exact they are all: a suite that denies what it asserts is failed also
 * by programs whose values equal everything, or that look up what is expected, and these would look honest.
 */
export function changed(text: string, changes: readonly Change[]): string {
  const exact = changes.filter((change) => change.exact);
  let result = '';
  let at = 0;
  for (const change of [...(exact.length > 0 ? exact : changes)].sort((a, b) => a.start - b.start)) {
    if (change.start < at) continue;
    result += text.slice(at, change.start) + change.text;
    at = change.end;
  }
  return result + text.slice(at);
}

/** The arguments in the text between two parentheses, as they are separated by commas. */
export function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  while (start < text.length) {
    const end = endOfArgument(text, start);
    const part = text.slice(start, end);
    if (end < text.length || part.trim() !== '') parts.push(part);
    start = end + 1;
  }
  return parts;
}

/** Where the argument that starts here ends: at a comma or a bracket that closes, neither inside anything. */
export function endOfArgument(text: string, start: number, ends = ','): number {
  let depth = 0;
  for (let at = start; at < text.length; at = nextToken(text, at)) {
    const c = text[at] ?? '';
    if ('([{'.includes(c)) depth += 1;
    else if (')]}'.includes(c)) depth -= 1;
    if (depth < 0 || (depth === 0 && ends.includes(c))) return at;
  }
  return text.length;
}

/** The place after a character, a comment, or a piece of quoted text. */
export function nextToken(text: string, at: number): number {
  const c = text[at];
  if (c === '"' || c === '`') return endOfQuoted(text, at);
  // Rust has lifetimes too.
  if (c === "'") return at + (/^'(?:\\[^']+|[^\\])'/.exec(text.slice(at, at + 12))?.[0].length ?? 1);
  const comment = text.startsWith('//', at) ? '\n' : text.startsWith('/*', at) ? '*/' : null;
  if (comment === null) return at + 1;
  const end = text.indexOf(comment, at);
  return end < 0 ? text.length : end + comment.length;
}

function endOfQuoted(text: string, start: number): number {
  const mark = text[start];
  let at = start + 1;
  while (at < text.length && text[at] !== mark) at += text[at] === '\\' && mark !== '`' ? 2 : 1;
  return at + 1;
}
