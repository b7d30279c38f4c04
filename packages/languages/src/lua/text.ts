/** Characters `start` to `end` of a text. */
export interface Range {
  start: number;
  end: number;
}

/** Past a string or a comment that starts at `at`; `at` itself where none does. */
function skip(text: string, at: number): number {
  const character = text[at];
  if (character === '"' || character === "'") {
    let end = at + 1;
    while (end < text.length && text[end] !== character) end += text[end] === '\\' ? 2 : 1;
    return end + 1;
  }
  const long = /^(?:--)?\[(=*)\[/.exec(text.slice(at, at + 100));
  if (long !== null) {
    const close = text.indexOf(`]${long[1]}]`, at + long[0].length);
    return close < 0 ? text.length : close + 2 + (long[1]?.length ?? 0);
  }
  if (!text.startsWith('--', at)) return at;
  const line = text.indexOf('\n', at);
  return line < 0 ? text.length : line;
}

const OPENS = /[([{]/;
const CLOSES = /[)\]}]/;
const BLOCK = /^(?:function|if|do|repeat)$/;

/** Calls `visit` for every token that is neither in a string, a comment, a bracket nor a function; until it says so, which is told. */
function walk(text: string, from: number, visit: (token: string, at: number) => boolean): boolean {
  let depth = 0;
  for (let at = from; at < text.length; ) {
    const after = skip(text, at);
    if (after > at) {
      at = after;
      continue;
    }
    const [token = ''] = /^(?:[A-Za-z_]\w*|[=~<>]=|[\s\S])/.exec(text.slice(at, at + 200)) ?? [];
    if (depth === 0 && visit(token, at)) return true;
    if (OPENS.test(token) || BLOCK.test(token)) depth += 1;
    if (CLOSES.test(token) || token === 'end' || token === 'until') depth -= 1;
    if (depth < 0) return false;
    at += token.length;
  }
  return false;
}

const trimmed = (text: string, start: number, end: number): Range => ({
  start: start + (/^\s*/.exec(text.slice(start, end))?.[0].length ?? 0),
  end: end - (/\s*$/.exec(text.slice(start, end))?.[0].length ?? 0),
});

/** The arguments of the call whose parenthesis opens at `at`, or what is in a table; none where it is not closed. */
export function argumentsAt(text: string, at: number, close = ')'): Range[] {
  const found: Range[] = [];
  let start = at + 1;
  const closed = walk(text, start, (token, here) => {
    if (token !== ',' && token !== close) return false;
    const range = trimmed(text, start, here);
    if (range.end > range.start) found.push(range);
    start = here + 1;
    return token === close;
  });
  return closed ? found : [];
}

/** The parts of an expression between the operators of this kind at its top. */
export function splitAt(text: string, { start, end }: Range, operator: string): Range[] {
  const found: Range[] = [];
  let from = start;
  walk(text, start, (token, at) => {
    if (at >= end) return true;
    if (token === operator) {
      found.push(trimmed(text, from, at));
      from = at + token.length;
    }
    return false;
  });
  return [...found, trimmed(text, from, end)];
}
