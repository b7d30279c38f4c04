// Whether a program that ends itself has reached its end: at its last statement, or at the last one of a function.

/** The index of the first line, from `at` in steps of `by`, that fits; -1 where there is none. */
function find(lines, at, by, fits) {
  for (let n = at; n >= 0 && n < lines.length; n += by) if (fits(lines[n])) return n;
  return -1;
}

/** A line that begins something at the top, and one that only closes it. */
const begins = (line) => /^[^\s})\]/*]/.test(line);
const closes = (line) => /^[})\]]/.test(line);
const isSaid = (line) => line.trim() !== '';

/**
 * Whether line `number` (from 1) of a text belongs to its last statement, or ends a function at the top: not what
 * stands under a condition, where the rest of the checks is left out.
 */
export function isLastStatement(text, number) {
  const lines = text.split('\n');
  const at = number - 1;
  if (at >= find(lines, lines.length - 1, -1, begins)) return true;
  const next = find(lines, at + 1, 1, isSaid);
  const opener = find(lines, at - 1, -1, begins);
  if (next < 0 || opener < 0 || !closes(lines[next])) return false;
  return !begins(lines[at]) && /\bfunction\b|=>\s*\{?\s*$/.test(lines[opener]);
}
