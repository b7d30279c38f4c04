import { Script } from 'node:vm';
import ts from 'typescript';
import { type Edit, edited, looseWrite, looseWriters } from './loose-writes.ts';

/** Words of programs in which a write may be meant to do nothing, which is an error in strict code. */
const GUARDED =
  /freeze|seal|immutab|read-?only|writable|preventExtensions|defineProperty|\bget\s+\w+\s*\(|\bnew\s+Proxy\b/i;
const ASKS_FOR_CALLERS = /\barguments\s*\.\s*callee\b|\.caller\b/;
/** What a suite writes to in any case: nothing of the program's. */
const OWN = /^(this|module|exports|global|globalThis|process|console|Math|Date|window|jest|chai)\b/;

/**
 * A CommonJS suite as strict code, where that means the same. What calls a program from strict code cannot be asked
 * for by it, and so its source, which says what is expected, cannot be read (`f.caller`). Lines stay.
 */
export function strict(path: string, text: string, program: string): string {
  if (/\.m[jt]s$/.test(path) || ASKS_FOR_CALLERS.test(text) || /^\s*(["'])use strict\1/.test(text))
    return text;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JSX);
  if (ts.isExternalModule(source)) return text;
  const [start] = /^(\uFEFF?(#!.*\n)?)/.exec(text) ?? [''];
  const changes = changesOf(source, GUARDED.test(text + program));
  if (changes === null) return text;
  const named = changes.globals.map((name) => `globalThis.${name} ??= undefined;`);
  const before = [`'use strict';`, ...named, ...(changes.edits.length > 0 ? [looseWriters] : []), ''].join(
    ' ',
  );
  const result = start + before + edited(text, changes.edits).slice(start.length);
  return compiles(result) ? result : text;
}

function compiles(text: string): boolean {
  try {
    new Script(`(async function () {${text.replace(/^\uFEFF?(#!.*\n)?/, '')}\n})`);
    return true;
  } catch {
    return false;
  }
}

interface Changes {
  edits: Edit[];
  /** Names that are written to, and declared nowhere. */
  globals: string[];
}

/** What must change for strict code to mean the same; null where it cannot. `guarded`: a write may do nothing. */
function changesOf(source: ts.SourceFile, guarded: boolean): Changes | null {
  const declared = new Set<string>();
  const written: ts.Node[] = [];
  const inBlocks: ts.FunctionDeclaration[] = [];
  const named = new Map<string, ts.Node[]>();
  const see = (node: ts.Node): void => {
    if (isDeclaration(node) && node.name !== undefined) declared.add(node.name.getText());
    // In sloppy code it is known outside its block too.
    if (ts.isFunctionDeclaration(node) && !isBody(node.parent)) inBlocks.push(node);
    if (ts.isIdentifier(node)) named.set(node.text, [...(named.get(node.text) ?? []), node]);
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
  const staysInBlock = ({ name, parent }: ts.FunctionDeclaration): boolean =>
    (named.get(name?.text ?? '') ?? []).every((each) => parent.pos <= each.pos && each.end <= parent.end);
  if (!inBlocks.every(staysInBlock)) return null;

  const globals = new Set<string>();
  const edits: Edit[] = [];
  const settle = (target: ts.Node): boolean => {
    if (inClass(target)) return true;
    if (ts.isIdentifier(target)) {
      if (!declared.has(target.text)) globals.add(target.text);
      return !ts.isDeleteExpression(target.parent);
    }
    if (ts.isArrayLiteralExpression(target)) return target.elements.every(settle);
    if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target)) return false;
    if (!guarded || OWN.test(target.getText())) return true;
    const made = looseWrite(source, target);
    edits.push(...(made ?? []));
    return made !== null;
  };
  return written.every(settle) ? { edits, globals: [...globals] } : null;
}

/** Classes are strict code anyway. */
const inClass = (node: ts.Node): boolean =>
  !ts.isSourceFile(node) && (ts.isClassLike(node) || inClass(node.parent));
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
