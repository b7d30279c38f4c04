/** Computes the value of a parsed expression. Truth is 1 and 0. */

import type { Expression } from './expression.ts';

export interface Environment {
  readonly variables: Readonly<Record<string, number>>;
  readonly functions: Readonly<Record<string, (...args: number[]) => number>>;
}

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
};

/** Evaluates a node; `&&`, `||` and `?:` leave alone what they need not know. @throws ReferenceError */
export function evaluate(node: Expression, env: Environment): number {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'name': {
      const value = Object.hasOwn(env.variables, node.name) ? env.variables[node.name] : undefined;
      if (value === undefined) throw new ReferenceError(`${node.name} is not defined`);
      return value;
    }
    case 'unary': {
      const operand = evaluate(node.operand, env);
      return node.operator === '-' ? -operand : Number(operand === 0);
    }
    case 'choice':
      return evaluate(evaluate(node.test, env) === 0 ? node.no : node.yes, env);
    case 'call': {
      const callee = Object.hasOwn(env.functions, node.name) ? env.functions[node.name] : undefined;
      if (!callee) throw new ReferenceError(`${node.name}() is not defined`);
      return callee(...node.args.map((arg) => evaluate(arg, env)));
    }
    case 'binary': {
      const left = evaluate(node.left, env);
      if (node.operator === '&&' && left === 0) return 0;
      if (node.operator === '||' && left !== 0) return 1;
      const right = evaluate(node.right, env);
      return ARITHMETIC[node.operator]?.(left, right) ?? Number(right !== 0);
    }
  }
}

/** The variables that an expression reads, in order of first use: what a caller has to provide. */
export function freeVariables(node: Expression, found = new Set<string>()): Set<string> {
  switch (node.kind) {
    case 'number':
      return found;
    case 'name':
      return found.add(node.name);
    case 'unary':
      return freeVariables(node.operand, found);
    case 'binary':
      return freeVariables(node.right, freeVariables(node.left, found));
    case 'choice':
      return freeVariables(node.no, freeVariables(node.yes, freeVariables(node.test, found)));
    case 'call':
      for (const arg of node.args) freeVariables(arg, found);
      return found;
  }
}
