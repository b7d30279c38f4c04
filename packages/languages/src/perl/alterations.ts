import type { Alteration } from '@seedmill/contracts';
import { anotherValue } from '../common/another-value.ts';
import { changeArgument } from './arguments.ts';
import { alterHeld, HOLDS } from './held.ts';

/** What comes before is not in documentation, nor among the data at the end. */
export const IN_CODE = String.raw`(?<!^=(?!cut)[a-z](?:(?!^=cut)[\s\S])*)(?<!^__(?:END|DATA)__[\s\S]*)`;

/** The arguments of a call that begins a line, up to the semicolon that ends one. */
const call = (names: string): RegExp =>
  new RegExp(String.raw`^[ \t]*(?:${names})(?=[\s(])${IN_CODE}([\s\S]*?);[ \t]*(?:#[^\n]*)?$`, 'gm');

/** Never equal to it: of what is no plain value, a reference. */
const unequal = anotherValue({
  token: String.raw`'(?:[^'\\]|\\.)*'|"(?:[^"\\$@]|\\.)*"|\d+(?:\.\d+)?|\b(?:undef|\w+(?=\s*=>))\b`,
  between: String.raw`\s,=>[\]{}-`,
  instead: { undef: "'undefined'" },
  wrap: (text) => `\\(${text})`,
});

const LITERAL = String.raw`-?\d+(?:\.\d+)?|'[^'\n]*'|"[^"\n$@]*"`;
const EQUALS = String.raw`(?:[!=]=|\beq\b|\bne\b)\s*`;

/** A condition that ends with what its left side is compared to, and one that can only be turned round. */
const COMPARED = new RegExp(
  String.raw`^((?:(?!&&|\|\||\band\b|\bor\b)[\s\S])*\)\s*(?:==|\beq\b)\s*)(${LITERAL})$`,
);
const otherwise = (condition: string): string => {
  const [, left = '', value = ''] = COMPARED.exec(condition) ?? [];
  return value === '' ? `!(${condition})` : left + unequal(value);
};

const beside: readonly (Alteration & { find: RegExp })[] = [
  {
    find: call('is|is_deeply|cmp_deeply|eq_or_diff|eq_array|eq_hash|is_approx'),
    alter: (text) => changeArgument(text, 1, unequal),
  },
  { find: call('like'), alter: (text) => changeArgument(text, 1, () => 'qr/(?!)/') },
  { find: call('cmp_ok'), alter: (text) => changeArgument(text, 2, unequal) },
  { find: call('ok'), alter: (text) => changeArgument(text, 0, otherwise) },
  { find: /\beq_deeply(\([^\n]*\))(?=\s*\)\s*\{)/g, alter: (text) => changeArgument(text, 1, unequal) },
  // Plain scripts that check for themselves: die … unless f(1) == 2; and in helpers: if ($got eq $want) { … }.
  {
    find: new RegExp(String.raw`\)\s*${EQUALS}(${LITERAL})(?=\s*(?:;|\)|\bor\b|\|\|))`, 'g'),
    alter: unequal,
  },
  {
    find: new RegExp(String.raw`\b(?:if|unless|return)\b[^;{}\n]*?\$\w+\s*${EQUALS}(\$\w+)(?=\s*[);])`, 'g'),
    alter: unequal,
  },
  {
    find: /\bdie\b[^;\n]*\bunless\s+([^;\n]+);/g,
    alter: (condition) => `!(${condition})`,
  },
];

/** A check of what is written down beside it. */
const LITERAL_CHECK = new RegExp(
  String.raw`^[ \t]*(?:is|is_deeply)\b[^;\n]*?,\s*(${LITERAL})(?=\s*(?:,\s*['"][^'"\n]*['"]\s*)?\)?;[ \t]*$)`,
  'gm',
);

const within = (text: string, alteration: Alteration & { find: RegExp }): string =>
  text.replace(alteration.find, (whole: string, group?: unknown) => {
    const part = typeof group === 'string' ? group : whole;
    const at = whole.lastIndexOf(part);
    return whole.slice(0, at) + alteration.alter(part) + whole.slice(at + part.length);
  });

/** A whole suite: where it holds what it expects, there; else beside its checks. */
const alterSuite = (suite: string): string => {
  const held = alterHeld(suite, unequal);
  return held === null ? beside.reduce(within, suite) : within(held, { find: LITERAL_CHECK, alter: unequal });
};

export const perlAlterations: readonly Alteration[] = [{ find: HOLDS, alter: alterSuite }, ...beside];
