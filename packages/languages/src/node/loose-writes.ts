import ts from 'typescript';

/** A change of a text, from `start` up to `end`. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** Where a script keeps what writes without a word where nothing may be written. */
const SET = 'setLoosely';
const DELETE = 'deleteLoosely';

/** Declares them, in code that is strict: what `Function` makes is not. */
export const looseWriters = `const ${SET} = Function('o', 'k', 'v', 'o[k] = v; return v;'), ${DELETE} = Function('o', 'k', 'return delete o[k];');`;

const SIMPLE = /^[\w$.]+$/;

/**
 * The edits by which a write to a property does in strict code what it does in sloppy code: nothing, where the property
 * cannot be written. Null for those that cannot be said otherwise.
 */
export function looseWrite(source: ts.SourceFile, target: ts.Node): Edit[] | null {
  if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target)) return null;
  const key = keyOf(target);
  if (key === null || target.expression.kind === ts.SyntaxKind.SuperKeyword) return null;
  const outer = target.parent;
  const between = (start: number, end: number, text: string): Edit => ({
    start,
    end,
    text: text + '\n'.repeat(source.text.slice(start, end).split('\n').length - 1),
  });
  const called = (name: string, end: number): Edit[] => {
    const inside = target.expression.getEnd();
    const start = outer.getStart();
    return [
      between(start, target.getStart(), `${name}(`),
      ...(ts.isElementAccessExpression(target)
        ? [
            between(inside, target.argumentExpression.getStart(), ', '),
            between(target.argumentExpression.getEnd(), end, name === SET ? ', ' : ''),
          ]
        : [between(inside, end, `, ${key}${name === SET ? ', ' : ''}`)]),
    ];
  };
  const closing = (text = ')'): Edit => ({ start: outer.getEnd(), end: outer.getEnd(), text });
  if (ts.isDeleteExpression(outer)) return [...called(DELETE, outer.getEnd()), closing()];
  if (ts.isBinaryExpression(outer) && outer.operatorToken.kind === ts.SyntaxKind.EqualsToken)
    return [...called(SET, outer.right.getStart()), closing()];

  const text = target.getText();
  const object = target.expression.getText();
  if (!SIMPLE.test(object) || !/^['"\w$]+$/.test(key)) return null;
  if (ts.isBinaryExpression(outer)) {
    const operator = outer.operatorToken.getText().slice(0, -1);
    const opening = /^(\|\||&&|\?\?)$/.test(operator)
      ? `(${text} ${operator} ${SET}(${object}, ${key}, `
      : `${SET}(${object}, ${key}, ${text} ${operator} (`;
    return [between(outer.getStart(), outer.right.getStart(), opening), closing('))')];
  }
  const alone = ts.isExpressionStatement(outer.parent) || ts.isForStatement(outer.parent);
  if (!ts.isPrefixUnaryExpression(outer) && !(ts.isPostfixUnaryExpression(outer) && alone)) return null;
  const step = outer.operator === ts.SyntaxKind.PlusPlusToken ? '+' : '-';
  return [between(outer.getStart(), outer.getEnd(), `${SET}(${object}, ${key}, ${text} ${step} 1)`)];
}

/** What stands for the key in a call; null for what cannot stand there. */
function keyOf(target: ts.PropertyAccessExpression | ts.ElementAccessExpression): string | null {
  if (ts.isPropertyAccessExpression(target))
    return ts.isIdentifier(target.name) ? `'${target.name.text}'` : null;
  const { argumentExpression: key } = target;
  const isList = ts.isBinaryExpression(key) && key.operatorToken.kind === ts.SyntaxKind.CommaToken;
  return isList ? null : key.getText();
}

/** A text with all its edits made; those at one place in the order in which they are given. */
export function edited(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, text: now } of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(at, start) + now;
    at = Math.max(at, end);
  }
  return result + text.slice(at);
}
