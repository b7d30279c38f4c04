const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };

/** A quoted text at the beginning: `'…'`, `"…"`, `q(…)`, `qr{…}x`; for want of a parser, not every form there is. */
function quotedAt(text: string): string | undefined {
  const [opening, delimiter = ''] =
    /^(?:(?:qq|qw|qr|q|m)(?!\w|\s*(?:=>|,))\s*([^\s\w,;=)])|(["']))/.exec(text)?.filter(Boolean) ?? [];
  if (opening === undefined) return undefined;
  const closing = CLOSING[delimiter] ?? delimiter;
  let depth = 1;
  for (let at = opening.length; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === closing) depth -= 1;
    else if (character === delimiter) depth += 1;
    if (depth === 0) return text.slice(0, at + 1);
  }
  return undefined;
}

/** Walks over a text, past what is quoted; `see` gets each other character and the depth of brackets after it. */
function walk(text: string, see: (character: string, depth: number, at: number) => void): void {
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    const quoted = /[\w$@%&]/.test(text.charAt(at - 1)) ? undefined : quotedAt(text.slice(at));
    if (quoted === undefined) {
      if ('([{'.includes(character)) depth += 1;
      else if (')]}'.includes(character)) depth -= 1;
      see(character, depth, at);
    }
    at += quoted?.length ?? 1;
  }
}

/** Splits arguments at their commas, those within brackets and texts not counted; joined by commas they are as before. */
export function splitArguments(text: string): string[] {
  const found: string[] = [];
  let from = 0;
  walk(text, (character, depth, at) => {
    if (character !== ',' || depth !== 0) return;
    found.push(text.slice(from, at));
    from = at + 1;
  });
  return [...found, text.slice(from)];
}

/** What is in the bracket that opens at `at`; undefined where it is not closed. */
export function argumentsOf(text: string, at: number): string | undefined {
  const rest = text.slice(at + 1);
  let end: number | undefined;
  let depth = 0;
  for (let here = 0; here < rest.length && end === undefined; ) {
    const character = rest.charAt(here);
    const quoted = /[\w$@%&]/.test(rest.charAt(here - 1))
      ? undefined
      : quotedAt(rest.slice(here, here + 2_000));
    if (quoted === undefined) {
      if ('([{'.includes(character)) depth += 1;
      else if (')]}'.includes(character)) depth -= 1;
      if (depth < 0) end = here;
    }
    here += quoted?.length ?? 1;
  }
  return end === undefined ? undefined : rest.slice(0, end);
}

/** What stands before, in and after the parentheses around a call's arguments; they may have none. */
function partsOf(call: string): readonly [string, string, string] {
  const opening = /^\s*\(/.exec(call)?.[0].length;
  if (opening === undefined) return ['', call, ''];
  let closing: number | undefined;
  walk(call, (character, depth, at) => {
    if (character === ')' && depth === 0) closing ??= at;
  });
  const after = call.slice(closing);
  if (closing === undefined || !/^\)\s*(?:$|or\b|and\b|\|\||if\b|unless\b|for)/.test(after))
    return ['', call, ''];
  return [call.slice(0, opening), call.slice(opening, closing), after];
}

/** Changes one argument of a call, given as the text after its name. */
export function changeArgument(call: string, index: number, change: (text: string) => string): string {
  const [before, text, after] = partsOf(call);
  const changed = splitArguments(text).map((argument, at) => {
    if (at !== index || argument.trim() === '') return argument;
    const [, space = '', value = '', end = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(argument) ?? [];
    return space + change(value) + end;
  });
  return before + changed.join(',') + after;
}
