import { anotherValue } from '../common/another-value.ts';

const STRING = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`;
const TOKEN = String.raw`${STRING}|(?<![\w:]):[a-z_]\w*(?!\w)|\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?(?!\w)|\b(?:true|false|nil)\b`;
const plain = String.raw`${STRING}|[^()[\]{}'"]`;
const inBrackets = String.raw`(?:${plain}|[([{](?:${plain}|[([{](?:${plain})*[)\]}])*[)\]}]){0,4000}`;
/** What a suite writes down as a value, as the source of a pattern. */
export const VALUE = String.raw`(?:-?(?:${TOKEN})|%[wi]?\[[^\]\n]*\]|\[${inBrackets}\]|\{${inBrackets}\})`;

/** Equals nothing that an honest program gives; what equals everything equals it too. */
const wrapped = (text: string): string => `[${text}\n]`;

/** Another value than an expression's. */
export const otherRubyValue = anotherValue({
  token: TOKEN,
  between: String.raw`-\s,=>:()[\]{}`,
  instead: { true: 'false', false: 'true', nil: '0', '[]': '[0]', '{}': '{ 0 => 0 }' },
  wrap: wrapped,
});

const VALUES = new RegExp(`^${VALUE}$`, 's');
export const isValue = (text: string): boolean => VALUES.test(text);
const PIECE = new RegExp(String.raw`${STRING}|[\s\S]`, 'gy');

/** The parts of a text between commas that are inside nothing, up to a bracket that closes or, where asked, a line's end. */
export function partsOf(text: string, toLineEnd: boolean): { start: number; end: number }[] {
  const parts: { start: number; end: number }[] = [];
  let depth = 0;
  let start = 0;
  let at = 0;
  for (const [piece] of text.matchAll(PIECE)) {
    if ('([{'.includes(piece)) depth += 1;
    if (')]}'.includes(piece)) depth -= 1;
    if (depth < 0 || (toLineEnd && depth === 0 && '\n#'.includes(piece))) break;
    if (depth === 0 && piece === ',') {
      parts.push({ start, end: at });
      start = at + 1;
    }
    at += piece.length;
  }
  return [...parts, { start, end: at }];
}
