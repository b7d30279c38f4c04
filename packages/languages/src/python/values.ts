import { anotherValue } from '../common/another-value.ts';
import { type Part, partsOf as partsBetween } from '../common/parts.ts';

const STRING = String.raw`[rbuRBU]{0,2}(?:"""(?:[^"\\]|\\.|"(?!""))*"""|'''(?:[^'\\]|\\.|'(?!''))*'''|""(?!")|''(?!')|"(?:[^"\\\n]|\\.)+"|'(?:[^'\\\n]|\\.)+')`;
const TOKEN = String.raw`${STRING}|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?j?(?!\w)|\b(?:True|False|None)\b`;

const plain = String.raw`${STRING}|[^()[\]{}'"]`;
const inBrackets = String.raw`(?:${plain}|[([{](?:${plain}|[([{](?:${plain})*[)\]}])*[)\]}]){0,4000}`;
/** What a suite writes down as a value, as the source of a pattern. */
export const VALUE = String.raw`(?:-?(?:${TOKEN})|\[${inBrackets}\]|\(${inBrackets}\)|\{${inBrackets}\})`;

const wrapped = (text: string): string => `[${text}\n]`;

const otherPlainValue = anotherValue({
  token: TOKEN,
  between: String.raw`-\s,:()[\]{}`,
  instead: { True: 'False', False: 'True', None: '0', '[]': '[0]', '()': '(0,)', '{}': '{0: 0}' },
  wrap: wrapped,
});

/** Another value than an expression's. Of a set two elements may be one, so that a change might change nothing. */
export const otherValue = (text: string): string =>
  text.startsWith('{') && !text.includes(':') && text !== '{}' ? wrapped(text) : otherPlainValue(text);

const VALUES = new RegExp(`^${VALUE}$`, 's');
export const isValue = (text: string): boolean => VALUES.test(text);
const PIECE = new RegExp(String.raw`${STRING}|#.*|[\s\S]`, 'gy');

/** The parts of a text between commas that are inside nothing, up to a bracket that closes. */
export const partsOf = (text: string): Part[] => partsBetween(text, PIECE);
