const STRING = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\.)*`/.source;
const NUMBER = String.raw`0[xXoObB][\da-fA-F_]+n?|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?n?`;
const NAMED = String.raw`\b(?:true|false|null|undefined)\b`;
/** What may be altered inside a literal: values, and not the keys before a colon. */
const TOKENS = new RegExp(String.raw`(?:${STRING}|${NUMBER}|${NAMED})(?!\s*:)`, 'gs');
/** Nothing but values, keys and brackets: whatever is altered in it, the whole becomes another. */
const PLAIN = new RegExp(
  String.raw`^(?:${STRING}|(?<![\w$])(?:${NUMBER})(?![\w$])|${NAMED}|[\w$]+\s*:|[-\s,:[\]{}])*$`,
  's',
);

/** A value that equals nothing an honest program gives; whatever equals everything equals it too. */
const wrapped = (text: string): string => `[${text}, 0]`;

/**
 * Another value of the same look, so that a program that reads the suite cannot tell the control from it.
 * Anything but a plain literal is wrapped.
 */
export function anotherValue(text: string): string {
  if (/^\[\s*\]$/.test(text)) return '[0]';
  if (/^\{\s*\}$/.test(text)) return '{ other: 0 }';
  if (!PLAIN.test(text)) return wrapped(text);
  const last = [...text.matchAll(TOKENS)].at(-1);
  if (last === undefined) return wrapped(text);
  const [token] = last;
  return text.slice(0, last.index) + anotherToken(token) + text.slice(last.index + token.length);
}

const NAMES: Readonly<Record<string, string>> = {
  true: 'false',
  false: 'true',
  null: '0',
  undefined: 'null',
};

function anotherToken(token: string): string {
  const name = NAMES[token];
  if (name !== undefined) return name;
  if (/["'`]$/.test(token)) return `${token.slice(0, -1)}x${token.slice(-1)}`;
  if (/^0[xob]/i.test(token)) return `${token.slice(0, 2)}1${token.slice(2)}`;
  if (!/^\d{1,15}$/.test(token)) return `9${token}`;
  return token === '0' ? '1' : String(Number(token) - 1);
}
