const OPENING = '([{';
const CLOSING = ')]}';
const QUOTED = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'/g;

/** The text with blanks in the place of all that stands in quotes or, but for the outermost, in brackets. */
function flat(text: string): string {
  let depth = 0;
  return text
    .replaceAll(QUOTED, (quoted) => '"'.repeat(quoted.length))
    .split('')
    .map((c) => {
      if (CLOSING.includes(c)) depth -= 1;
      const shown = depth === 0 ? c : ' ';
      if (OPENING.includes(c)) depth += 1;
      return shown;
    })
    .join('');
}

/** The arguments of a call, from the text between its brackets. */
export function argumentsOf(inside: string): string[] {
  const shape = flat(inside);
  const commas = [...shape.matchAll(/,/g)].map(({ index }) => index);
  return [...commas, inside.length].map((end, at) => inside.slice((commas[at - 1] ?? -1) + 1, end).trim());
}

const LITERAL = /^\s*(?:[-+]?\.?\d[\w.']*|["']+|true|false|NULL|nullptr)\s*$/;
const OPPOSITE_OPERATORS: Readonly<Record<string, string>> = {
  '<': '>=',
  '>': '<=',
  '<=': '>',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};
const CALL = /^\s*[A-Za-z_][\w:.]*(?:->[\w.]+)*\s*\(\s*\)\s*$/;

/**
 * What is true where a condition is not, written so that a value or a macro which makes every condition true makes this
 * one true, as well: no brackets around the whole, and operators that such a value has.
 */
export function opposite(condition: string): string {
  const shape = flat(condition);
  const negated = `!(${condition})`;
  if (/\|\||[?,;]|<=>/.test(shape)) return negated;

  const and = shape.lastIndexOf('&&');
  if (and >= 0) return `${condition.slice(0, and)}&& ${opposite(condition.slice(and + 2))}`;

  if (/^\s*!(?!=)/.test(shape)) {
    const at = shape.indexOf('!') + 1;
    const rest = condition.slice(at).trim();
    const whole = /^\s*\(\s*\)\s*$/.test(shape.slice(at)) && !/[&|]/.test(rest);
    return whole || CALL.test(shape.slice(at)) ? rest : negated;
  }
  if (CALL.test(shape)) return `!${condition.trim()}`;

  const [found, ...others] = shape.matchAll(/(?<![-<>])(?:[<>]=?|[!=]=)(?![<>=])/g);
  if (found === undefined || others.length > 0) return negated;
  const [operator] = found;
  const left = condition.slice(0, found.index);
  const right = condition.slice(found.index + operator.length);
  const simple = [left, right].some((side) => LITERAL.test(flat(side)));
  if (simple || (operator.length === 2 && operator !== '<=' && operator !== '>=')) {
    return `${left}${OPPOSITE_OPERATORS[operator] ?? operator}${right}`;
  }
  // A type may have no other operator of order than this one.
  const swaps = operator.length === 1 && left.trim() !== right.trim();
  return swaps ? `${right.trim()} ${operator} ${left.trim()}` : negated;
}
