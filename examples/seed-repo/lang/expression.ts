/** Arithmetic and logic in one line: a tokenizer and a Pratt parser. */

export type Token =
  | { kind: 'number'; value: number; at: number }
  | { kind: 'name' | 'operator'; text: string; at: number }
  | { kind: 'end'; at: number };

export type Expression =
  | { kind: 'number'; value: number }
  | { kind: 'name'; name: string }
  | { kind: 'unary'; operator: string; operand: Expression }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression }
  | { kind: 'choice'; test: Expression; yes: Expression; no: Expression }
  | { kind: 'call'; name: string; args: Expression[] };

/** How tightly an operator binds to its left and right; right < left makes it right-associative. */
const BINARY: Readonly<Record<string, readonly [left: number, right: number]>> = {
  '||': [3, 4],
  '&&': [5, 6],
  '==': [7, 8],
  '!=': [7, 8],
  '<': [9, 10],
  '<=': [9, 10],
  '>': [9, 10],
  '>=': [9, 10],
  '+': [11, 12],
  '-': [11, 12],
  '*': [13, 14],
  '/': [13, 14],
  '%': [13, 14],
  '^': [18, 17],
};
const CHOICE_POWER = 1;
const UNARY_POWER = 15;

export class ExpressionError extends Error {
  readonly at: number;
  constructor(problem: string, at: number) {
    super(`${problem} at column ${at + 1}`);
    this.name = 'ExpressionError';
    this.at = at;
  }
}

/** Splits source text into tokens; the last is always `end`. */
export function tokenize(source: string): Token[] {
  const pattern =
    /\s*(?:(\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)|([a-z_]\w*)|(&&|\|\||[=!<>]=|[-+*/%^<>!?:(),]))/iy;
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (!match) break;
    const [whole, number, name, operator] = match;
    const text = number ?? name ?? operator ?? '';
    const start = at + whole.length - text.length;
    if (number !== undefined) tokens.push({ kind: 'number', value: Number(number), at: start });
    else tokens.push({ kind: name === undefined ? 'operator' : 'name', text, at: start });
    at += whole.length;
  }
  const rest = source.slice(at);
  if (rest.trim() !== '') {
    throw new ExpressionError(`unexpected "${rest.trim().charAt(0)}"`, at + rest.search(/\S/));
  }
  tokens.push({ kind: 'end', at: source.length });
  return tokens;
}

/** Parses one expression; everything in the source must belong to it. */
export function parse(source: string): Expression {
  const tokens = tokenize(source);
  let position = 0;
  const end: Token = { kind: 'end', at: source.length };
  const peek = (): Token => tokens[position] ?? end;
  const describe = (token: Token): string =>
    token.kind === 'end' ? 'end of input' : `"${token.kind === 'number' ? token.value : token.text}"`;
  const accept = (text: string): boolean => {
    const token = peek();
    if (token.kind !== 'operator' || token.text !== text) return false;
    position += 1;
    return true;
  };
  const expect = (text: string): void => {
    if (!accept(text)) throw new ExpressionError(`expected "${text}", found ${describe(peek())}`, peek().at);
  };

  const parseArguments = (): Expression[] => {
    const args: Expression[] = [];
    if (accept(')')) return args;
    do args.push(parseAbove(0));
    while (accept(','));
    expect(')');
    return args;
  };

  const parsePrefix = (): Expression => {
    const token = peek();
    position += 1;
    if (token.kind === 'number') return { kind: 'number', value: token.value };
    if (token.kind === 'name') {
      return accept('(')
        ? { kind: 'call', name: token.text, args: parseArguments() }
        : { kind: 'name', name: token.text };
    }
    if (token.kind === 'operator' && token.text === '(') {
      const inner = parseAbove(0);
      expect(')');
      return inner;
    }
    if (token.kind === 'operator' && (token.text === '-' || token.text === '!')) {
      return { kind: 'unary', operator: token.text, operand: parseAbove(UNARY_POWER) };
    }
    throw new ExpressionError(`expected a value, found ${describe(token)}`, token.at);
  };

  const parseAbove = (power: number): Expression => {
    let left = parsePrefix();
    for (;;) {
      const token = peek();
      if (token.kind !== 'operator') return left;
      if (token.text === '?' && CHOICE_POWER >= power) {
        position += 1;
        const yes = parseAbove(0);
        expect(':');
        left = { kind: 'choice', test: left, yes, no: parseAbove(CHOICE_POWER) };
        continue;
      }
      const powers = BINARY[token.text];
      if (!powers || powers[0] < power) return left;
      position += 1;
      left = { kind: 'binary', operator: token.text, left, right: parseAbove(powers[1]) };
    }
  };

  const expression = parseAbove(0);
  if (peek().kind !== 'end') throw new ExpressionError(`unexpected ${describe(peek())}`, peek().at);
  return expression;
}
