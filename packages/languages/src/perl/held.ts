import { argumentsOf, splitArguments } from './arguments.ts';

const NAME = String.raw`(?:want(?:ed)?|expect(?:ed)?|exp|answer|correct)\w*`;
const CHECK = String.raw`\b(?:is|is_deeply|cmp_deeply|eq_or_diff|is_approx)\b`;
const NESTED = String.raw`\[(?:[^\[\]]|\[[^\[\]]*\])*\]|\{(?:[^{}]|\{[^{}]*\})*\}`;
const VALUE = String.raw`-?\d[\d_]*(?:\.\d+)?|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n$@]|\\.)*"|undef\b|${NESTED}`;

/** A check of a value that is held under a name, in a hash or in a row. */
const HELD = String.raw`${CHECK}[^;\n]*,\s*(?:[@$%]\$?${NAME}\b|\$\$?\w+(?:->)?(?:\{\s*['"]?${NAME}['"]?\s*\}|\[\d+\]))|\$got\s*(?:eq|ne|[!=]=)\s*\$${NAME}\b`;

/** Suites that check what they hold in a table or under a name. */
export const HOLDS = new RegExp(String.raw`^(?=[\s\S]*(?:${HELD}))[\s\S]+$`);

interface Place {
  start: number;
  end: number;
}

/** The places of plain values that a suite holds as what it expects. */
function heldIn(suite: string): Place[] {
  const found: Place[] = [];
  const named = new RegExp(
    String.raw`(?:\$${NAME}\s*=(?![=~])|(?<![\w$])['"]?${NAME}['"]?\s*=>)\s*(${VALUE})(?=\s*[,;)}\n])`,
    'gd',
  );
  for (const { indices } of suite.matchAll(named)) {
    const [start = 0, end = 0] = indices?.[1] ?? [];
    found.push({ start, end });
  }
  for (const index of indicesOf(suite)) found.push(...rowsOf(suite, index));
  for (const [, name = '', names = ''] of suite.matchAll(
    /\bsub\s+(\w+)\s*\{\s*my\s*\(([^()]*)\)\s*=\s*@_/g,
  )) {
    const index = namedAt(names);
    if (index < 0) continue;
    const calls = new RegExp(String.raw`(?<!\bsub\s+)\b${name}\s*(?=\()`, 'g');
    for (const call of suite.matchAll(calls)) {
      found.push(...plainAt(suite, call.index + call[0].length, index));
    }
  }
  return found;
}

const namedAt = (names: string): number =>
  names.split(',').findIndex((each) => new RegExp(`^\\s*\\$${NAME}\\s*$`).test(each));

/** Where in a row of a table the suite looks for what it expects; nowhere, where it gives the same to the program. */
function indicesOf(suite: string): Set<number> {
  const found = new Set<number>();
  for (const [, names = ''] of suite.matchAll(/\bmy\s*\(([^()]*)\)\s*=\s*@(?:\$|\{\s*\$)/g)) {
    const index = namedAt(names);
    if (index >= 0) found.add(index);
  }
  const element = new RegExp(String.raw`${CHECK}\s*\(?([^;\n]*?),\s*(\$\$?\w+(?:->)?\[(\d+)\])\s*[,;)]`, 'g');
  for (const [, before = '', value = '', index] of suite.matchAll(element)) {
    if (!before.includes(value)) found.add(Number(index));
  }
  return found;
}

/** The rows of lists that are assigned, or gone through; an array in a row is a value. */
function rowsOf(suite: string, index: number): Place[] {
  const found: Place[] = [];
  let end = 0;
  for (const list of suite.matchAll(/(?:(?<![=!<>])=\s*|\bfor(?:each)?\b[^(;\n]*)[([]/g)) {
    if (list.index < end) continue;
    let at = list.index + list[0].length;
    for (const element of splitArguments(argumentsOf(suite, at - 1) ?? '')) {
      const space = /^(?:\s|#[^\n]*)*/.exec(element)?.[0].length ?? 0;
      if (element[space] === '[') found.push(...plainAt(suite, at + space, index));
      at += element.length + 1;
    }
    end = at - 1;
  }
  return found;
}

/** The value at this index of what is in the bracket at `open`, if it is plain. */
function plainAt(suite: string, open: number, index: number): Place[] {
  const parts = splitArguments(argumentsOf(suite, open) ?? '');
  const part = parts[index] ?? '';
  const value = part.trim();
  if (!new RegExp(`^(?:${VALUE})$`).test(value)) return [];
  const start = open + 1 + parts.slice(0, index).join(',').length + (index > 0 ? 1 : 0) + part.indexOf(value);
  return [{ start, end: start + value.length }];
}

/** The suite with other values in its tables and under its names; null where it holds none that are plain. */
export function alterHeld(suite: string, alter: (value: string) => string): string | null {
  const code = suite.replace(/^__(?:END|DATA)__[\s\S]*/m, '');
  let result = '';
  let at = 0;
  for (const { start, end } of heldIn(code).sort((a, b) => a.start - b.start)) {
    if (start < at) continue;
    result += code.slice(at, start) + alter(code.slice(start, end));
    at = end;
  }
  return at === 0 ? null : result + suite.slice(at);
}
