import { Script } from 'node:vm';
import ts from 'typescript';

/** Words of programs in which a write may be meant to do nothing, which is an error in strict code. */
const GUARDED =
  /freeze|seal|immutab|read-?only|writable|preventExtensions|defineProperty|\bget\s+\w+\s*\(|\bnew\s+Proxy\b/i;
/** What a suite writes to in any case: nothing of the program's. */
const OWN = /^(this|module|exports|global|globalThis|process|console|Math|Date|window|jest|chai)\b/;

/**
 * A CommonJS suite as strict code, where that means the same. What calls a program from strict code cannot be asked
 * for by it, and so its source, which says what is expected, cannot be read (`f.caller`). Lines stay.
 */
export function strict(path: string, text: string, program: string): string {
  if (/\.m[jt]s$/.test(path) || /^\s*(["'])use strict\1/.test(text)) return text;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JSX);
  if (ts.isExternalModule(source)) return text;
  const start = /^(\uFEFF?(#!.*\n)?)/.exec(text)?.[0] ?? '';
  const result = `${start}'use strict'; ${text.slice(start.length)}`;
  return meansTheSame(source, GUARDED.test(text + program)) && compiles(result) ? result : text;
}

function compiles(text: string): boolean {
  try {
    new Script(`(async function () {${text.replace(/^\uFEFF?(#!.*\n)?/, '')}\n})`);
    return true;
  } catch {
    return false;
  }
}

function meansTheSame(source: ts.SourceFile, guarded: boolean): boolean {
  const declared = new Set<string>();
  const written: ts.Node[] = [];
  const inBlocks: ts.Node[] = [];
  const see = (node: ts.Node): void => {
    if (isDeclaration(node) && node.name !== undefined) declared.add(node.name.getText());
    // In sloppy code it is known outside its block too.
    if (ts.isFunctionDeclaration(node) && !isBody(node.parent)) inBlocks.push(node);
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) written.push(node.left);
    else if (ts.isDeleteExpression(node)) written.push(node.expression);
    else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      if (isStep(node.operator)) written.push(node.operand);
    } else if (ts.isForInStatement(node) || ts.isForOfStatement(node)) {
      if (!ts.isVariableDeclarationList(node.initializer)) written.push(node.initializer);
    }
    ts.forEachChild(node, see);
  };
  see(source);
  const isSafe = (target: ts.Node): boolean => {
    if (ts.isIdentifier(target)) return declared.has(target.text);
    if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target))
      return !guarded || OWN.test(target.getText());
    return ts.isArrayLiteralExpression(target) && target.elements.every(isSafe);
  };
  return inBlocks.length === 0 && written.every(isSafe);
}

const isAssignment = (kind: ts.SyntaxKind): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
const isStep = (operator: ts.PrefixUnaryOperator): boolean =>
  operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
const isBody = (node: ts.Node): boolean =>
  ts.isSourceFile(node) || (ts.isBlock(node) && ts.isFunctionLike(node.parent));
const isDeclaration = (node: ts.Node): node is ts.NamedDeclaration =>
  ts.isVariableDeclaration(node) ||
  ts.isParameter(node) ||
  ts.isBindingElement(node) ||
  ts.isFunctionDeclaration(node) ||
  ts.isFunctionExpression(node) ||
  ts.isClassDeclaration(node);
