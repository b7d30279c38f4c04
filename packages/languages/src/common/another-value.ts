/** How a language writes plain values. */
export interface Notation {
  /** A string, a number or a word, as the source of a pattern. */
  token: string;
  /** What may stand between tokens in a plain value, as the inside of a character class. */
  between: string;
  /** Values with an opposite of their own. */
  instead: Readonly<Record<string, string>>;
  /** Makes something that equals nothing an honest program gives, out of any expression. */
  wrap: (text: string) => string;
}

/**
 * Another value that looks as the suite's own values do, so that a program that reads the suite, or searches memory
 * for what is expected, cannot tell the control from it. What is not a plain value is wrapped.
 */
export function anotherValue({ token, between, instead, wrap }: Notation): (text: string) => string {
  const tokens = new RegExp(token, 'gs');
  const plain = new RegExp(`^(?:${token}|[${between}])+$`, 's');
  return (text) => {
    const known = instead[text];
    if (known !== undefined) return known;
    const last = [...text.matchAll(tokens)].at(-1);
    if (last === undefined || !plain.test(text)) return wrap(text);
    const end = last.index + last[0].length;
    return text.slice(0, last.index) + (instead[last[0]] ?? anotherToken(last[0])) + text.slice(end);
  };
}

function anotherToken(token: string): string {
  const quotes = /("""|'''|["'])$/.exec(token)?.[0];
  if (quotes !== undefined) return `${token.slice(0, -quotes.length)}x${quotes}`;
  // A number far off, so that no tolerance covers it; or a name.
  return /^[\d.]/.test(token) ? `9${token}` : `${token}x`;
}
