/** Calls whose arguments alone say what they make: factories, nothing that a suite tests. */
const FACTORIES = /^(of|asList|ofEntries|entry|valueOf|nCopies|singleton|singletonList|with)$/;

const STRING = /"(?:\\.|[^"\\\n])*"/;
const WHOLE = new RegExp(`^(?:-?\\d[\\d_]*[lL]?|${STRING.source})$`);
const LITERAL = new RegExp(`${STRING.source}|(?<![\\w.])\\d[\\d_]*(?=[lL]?(?![\\w.]))`, 'g');
const MADE = /^(?:new\s+[\w.]+(?:<[^()]*>)?|[A-Z]\w*\.\w+)\s*\([\s\S]*\)$/;

/**
 * The same Java expression with another literal, so that it has another value of the same type: of `5`, `4`; of
 * `new Point(1, 2)`, `new Point(1, 1)` – then a class of the solution must tell two of its own values apart. Null
 * where that cannot be said of the text alone.
 */
export function otherOf(text: string): string | null {
  if (text === 'true') return 'false';
  if (text === 'false') return 'true';
  if (text.includes('"""') || !(WHOLE.test(text) || (MADE.test(text) && saysItAll(text)))) return null;
  const last = [...text.matchAll(LITERAL)].at(-1);
  if (last === undefined) return null;
  return text.slice(0, last.index) + otherLiteral(last[0]) + text.slice(last.index + last[0].length);
}

/** Stays in the range of its type: a digit goes down, but 0 up. */
function otherLiteral(literal: string): string {
  if (literal.startsWith('"')) return `${literal.slice(0, -1)}."`;
  const digit = Number(literal.at(-1));
  return literal.slice(0, -1) + String(digit === 0 ? 1 : digit - 1);
}

/** Whether only constructors and factories are called in it. */
function saysItAll(text: string): boolean {
  const calls = text.replace(new RegExp(STRING, 'g'), '""').matchAll(/(new\s+)?([\w.]+)(?:<[^()]*>)?\s*\(/g);
  return [...calls].every(
    ([, made, name = '']) => made !== undefined || FACTORIES.test(name.split('.').at(-1) ?? ''),
  );
}
