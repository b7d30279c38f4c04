import { createHash } from 'node:crypto';
import ts from 'typescript';

/** What a plain script says of its own end. */
export interface LastWords {
  /**
   * The script, in which a `return` that leaves out what is checked after it ends the process, and an `exit` at its end
   * says so by the token. Lines stay.
   */
  text: string;
  /** What nobody knows who has not read the script. */
  token: string;
  /** Lines, from 1, on which it has reached its end when it leaves with 0. */
  ends: readonly number[];
}

type Scope = ts.FunctionLikeDeclaration;

/** Takes a function to be called when all is over. */
const LATER = /^(then|finally|on|once|setTimeout|setImmediate|nextTick|queueMicrotask)$/;

/** Reads where a script ends itself, and whether anything is left to be checked there. */
export function lastWords(path: string, text: string): LastWords {
  const token = createHash('sha256').update(`${path} ${text}`).digest('hex').slice(0, 32);
  if (!/\bexit\b|\breturn\b/.test(text)) return { text, token, ends: [] };
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JSX);
  const calls = callsByName(source);
  const isEnd = (node: ts.Node) => reachesEnd(node, calls);
  const lineOf = (node: ts.Node) => source.getLineAndCharacterOfPosition(node.getStart()).line + 1;

  const ends = new Set<number>();
  const last: ts.CallExpression[] = [];
  const changes: { start: number; end: number; text: string }[] = [];
  visit(source, (node) => {
    if (ts.isCallExpression(node) && nameOf(node.expression) === 'exit' && !isFailing(node.arguments[0])) {
      if (isEnd(node)) {
        ends.add(lineOf(node.expression));
        last.push(node);
      }
    }
    if (!ts.isReturnStatement(node) || !leaves(node, calls) || isEnd(node)) return;
    const said = node.expression === undefined ? '' : `${node.expression.getText()}, `;
    changes.push({
      start: node.getStart(),
      end: node.getEnd(),
      text: `return void (${said}process.exit(0));`,
    });
  });
  for (const { arguments: args } of last) {
    const at = args.end;
    const said = args.length === 0 ? 'undefined, ' : args.hasTrailingComma ? ' ' : ', ';
    changes.push({ start: at, end: at, text: `${said}'${token}'` });
  }
  return { text: changed(text, changes), token, ends: [...ends] };
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => {
    visit(child, see);
  });
}

/** The last part of a name such as `process.exit`. */
const nameOf = (node: ts.Expression): string =>
  ts.isPropertyAccessExpression(node) ? node.name.text : ts.isIdentifier(node) ? node.text : '';

const isFailing = (code: ts.Expression | undefined): boolean =>
  code !== undefined && /^-?\d+$/.test(code.getText()) && Number(code.getText()) !== 0;

/** Every call of a plain name, which says whether a function is run once. */
function callsByName(source: ts.SourceFile): Map<string, ts.CallExpression[]> {
  const calls = new Map<string, ts.CallExpression[]>();
  visit(source, (node) => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return;
    calls.set(node.expression.text, [...(calls.get(node.expression.text) ?? []), node]);
  });
  return calls;
}

/** Where a function is called that is the script's `main`, or is called where it is written. */
function callOf(scope: Scope, calls: ReadonlyMap<string, ts.CallExpression[]>): ts.CallExpression | null {
  if (scope.parameters.length > 0) return null;
  let outer: ts.Node = scope.parent;
  while (ts.isParenthesizedExpression(outer)) outer = outer.parent;
  if (ts.isCallExpression(outer) && !outer.arguments.some((each) => each === scope)) return outer;
  const name =
    ts.isFunctionDeclaration(scope) && scope.name !== undefined
      ? scope.name.text
      : ts.isVariableDeclaration(scope.parent)
        ? scope.parent.name.getText()
        : '';
  const [call, ...others] = calls.get(name) ?? [];
  return call !== undefined && others.length === 0 && scopeOf(call) === null ? call : null;
}

function scopeOf(node: ts.Node): Scope | null {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent)
    if (ts.isFunctionLike(at)) return at as Scope;
  return null;
}

/** Whether a `return` says nothing and leaves the script, or a function that is its `main`. */
function leaves(node: ts.ReturnStatement, calls: ReadonlyMap<string, ts.CallExpression[]>): boolean {
  const said = node.expression;
  if (said !== undefined && !/^console\.\w+\(/.test(said.getText())) return false;
  const scope = scopeOf(node);
  return scope === null || callOf(scope, calls) !== null;
}

/** Whether nothing is left to be done after a node, on the way up to the script itself. */
function reachesEnd(node: ts.Node, calls: ReadonlyMap<string, ts.CallExpression[]>): boolean {
  for (let at = node; !ts.isSourceFile(at); ) {
    const outer = at.parent;
    if (ts.isFunctionLike(at)) {
      const call = callOf(at as Scope, calls) ?? laterCall(at);
      if (call === null) return false;
      at = call;
      continue;
    }
    if (ts.isIterationStatement(outer, false) || ts.isCatchClause(outer)) return false;
    if (ts.isBlock(outer) || ts.isSourceFile(outer) || ts.isCaseOrDefaultClause(outer)) {
      const statements: readonly ts.Node[] = outer.statements;
      if (!canOnlyFail(statements.slice(statements.indexOf(at) + 1))) return false;
    }
    // What is chained to a call comes after it.
    if (ts.isPropertyAccessExpression(outer) && outer.expression === at && outer.name.text === 'then')
      return false;
    at = outer;
  }
  return true;
}

function laterCall(scope: ts.Node): ts.CallExpression | null {
  const call = scope.parent;
  return ts.isCallExpression(call) && call.arguments[0] !== undefined && LATER.test(nameOf(call.expression))
    ? call
    : null;
}

/** Nothing at all, or words and then a failure. */
function canOnlyFail(statements: readonly ts.Node[]): boolean {
  for (const statement of statements) {
    if (ts.isThrowStatement(statement)) return true;
    if (ts.isFunctionDeclaration(statement) || ts.isEmptyStatement(statement)) continue;
    if (!ts.isExpressionStatement(statement)) return false;
    const { expression } = statement;
    if (/^process\.exitCode\s*=\s*[1-9]/.test(expression.getText())) return true;
    if (!ts.isCallExpression(expression)) return false;
    if (nameOf(expression.expression) === 'exit') return isFailing(expression.arguments[0]);
    if (!/^console\./.test(expression.getText())) return false;
  }
  return statements.every(
    (statement) => ts.isFunctionDeclaration(statement) || ts.isEmptyStatement(statement),
  );
}

function changed(text: string, changes: readonly { start: number; end: number; text: string }[]): string {
  return changes
    .toSorted((a, b) => b.start - a.start)
    .reduce((all, { start, end, text: now }) => all.slice(0, start) + now + all.slice(end), text);
}
