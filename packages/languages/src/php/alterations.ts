import type { Alteration } from '@seedmill/contracts';
import { anotherValue } from '../common/another-value.ts';
import { tableAlterations } from './tables.ts';

/** The first argument of assertions with a name like this: PHPUnit wants what is expected first. */
const firstOf = (name: string): string => `
  (member_call_expression
    name: (name) @assertion arguments: (arguments . (argument) @it) (#match? @assertion "^assert(${name})$"))
  (scoped_call_expression
    name: (name) @assertion arguments: (arguments . (argument) @it) (#match? @assertion "^assert(${name})$"))
`;

/** Alters the value of an argument, and leaves its name, `expected:`, where it has one. */
const value =
  (alter: (text: string) => string) =>
  (argument: string): string => {
    const [name = ''] = /^\w+\s*:(?!:)\s*/.exec(argument) ?? [];
    return name + alter(argument.slice(name.length));
  };

const wrapped = (text: string): string => `[${text}, 0]`;

/** Never equal to it: of what is no plain value, an array of it. */
const another = anotherValue({
  token: String.raw`'(?:[^'\\]|\\.)*'|"(?:[^"\\$]|\\.)*"|\d+(?:\.\d+)?|\b(?:true|false|null)\b`,
  between: String.raw`\s,=>[\]-`,
  // Loosely equal to an array, and to nothing.
  instead: { true: 'false', false: 'true', null: "'null'" },
  wrap: wrapped,
});

const MADE = /^(?:new\s+)?\\?[A-Z][\w\\]*(?:::\w+)?\s*\([^$]*\)$/s;
const CALL = /(\bnew\s+[\w\\]+|::(?:of|from\w*|create\w*|make))?\s*\(/gi;
const LAST_VALUE = /'[^'\\]*'(?=\W*$)|\d+(?:\.\d+)?(?=\W*$)/;

/** Of an object that its text says all about, another one: then a class of the program must tell its own values apart. */
function unequal(text: string): string {
  const isMade = MADE.test(text) && [...text.matchAll(CALL)].every(([, made]) => made !== undefined);
  const other = isMade ? text.replace(LAST_VALUE, (it) => another(it)) : text;
  return other === text ? another(text) : other;
}

const negated = (text: string): string => `!(${text})`;

/** What a check expects is on the right of a comparison, by custom. */
export const phpAlterations: readonly Alteration[] = [
  ...tableAlterations(unequal),
  { find: firstOf('Same|Equals|EqualsCanonicalizing|EqualsIgnoringCase'), alter: value(unequal) },
  { find: firstOf('EqualsWithDelta|Contains|ContainsEquals'), alter: value(wrapped) },
  {
    find: firstOf(
      'String(ContainsString(IgnoringCase)?|StartsWith|EndsWith|EqualsStringIgnoringLineEndings)|ArrayHasKey|ObjectHasProperty',
    ),
    alter: value((text) => `'altered ' . (${text})`),
  },
  { find: firstOf('(Json|Xml)String.*'), alter: value(() => `'[["altered"]]'`) },
  { find: firstOf('Count'), alter: value((text) => `1 + (${text})`) },
  { find: firstOf('GreaterThan(OrEqual)?'), alter: value(() => 'INF') },
  { find: firstOf('LessThan(OrEqual)?'), alter: value(() => '-INF') },
  { find: firstOf('(Matches)?RegularExpression|RegExp'), alter: value(() => `'/(?!)/'`) },
  { find: firstOf('InstanceOf'), alter: value(() => '\\Stringable::class . 0') },
  {
    find: `
      ((function_call_expression function: (name) @assertion arguments: (arguments . (argument (binary_expression
        operator: ["==" "==="] right: (_) @it)))) (#eq? @assertion "assert"))
      ((member_call_expression name: (name) @assertion arguments: (arguments . (argument (binary_expression
        operator: ["==" "==="] right: (_) @it)))) (#eq? @assertion "assertTrue"))
      ((scoped_call_expression name: (name) @assertion arguments: (arguments . (argument (binary_expression
        operator: ["==" "==="] right: (_) @it)))) (#eq? @assertion "assertTrue"))
    `,
    alter: unequal,
  },
  {
    find: `
      ${firstOf('True|False')}
      ((function_call_expression function: (name) @assertion arguments: (arguments . (argument) @it))
        (#eq? @assertion "assert"))
    `,
    alter: value(negated),
  },
  { find: firstOf('Null|Empty'), alter: value((text) => `[${text}]`) },
  {
    find: `((member_call_expression name: (name) @assertion arguments: (arguments . (argument) @it))
      (#match? @assertion "^expectException$"))`,
    alter: value(() => '\\ErrorException::class'),
  },
  // Plain scripts that check for themselves: if (f(1) !== 2) { … }, and in helpers: if ($expected === $actual) { … }.
  {
    find: `
      (if_statement condition: (parenthesized_expression (binary_expression
        left: [(function_call_expression) (member_call_expression) (scoped_call_expression)]
        operator: ["==" "===" "!=" "!=="] right: (_) @it)))
      (if_statement condition: (parenthesized_expression (binary_expression
        left: (variable_name) operator: ["==" "===" "!=" "!=="] right: (variable_name) @it)))
    `,
    alter: unequal,
  },
];
