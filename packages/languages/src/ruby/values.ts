import { anotherValue } from '../common/another-value.ts';
import { type Part, partsOf as partsBetween } from '../common/parts.ts';

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
export const partsOf = (text: string, toLineEnd: boolean): Part[] =>
  partsBetween(text, PIECE, toLineEnd ? '\n#' : '');
