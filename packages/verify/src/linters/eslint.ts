import type { Finding, LintResult, Linter as SeedmillLinter, SourceFile } from '@seedmill/contracts';
import { Linter } from 'eslint';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Rules whose findings throw wherever they are run, from ESLint's "possible problems". */
const mistakes = [
  'constructor-super',
  'no-const-assign',
  'no-import-assign',
  'no-new-native-nonconstructor',
  'no-obj-calls',
  'no-this-before-super',
] as const;
/** Rules worth recording only: a right program may break each of them. */
const remarks = [
  'eqeqeq',
  'for-direction',
  'getter-return',
  'no-class-assign',
  'no-dupe-args',
  'no-dupe-class-members',
  'no-dupe-keys',
  'no-duplicate-case',
  'no-empty',
  'no-func-assign',
  'no-invalid-regexp',
  'no-setter-return',
  'no-unreachable',
  'no-unsafe-negation',
  'no-unused-vars',
  'no-var',
  'prefer-const',
  'use-isnan',
  'valid-typeof',
] as const;

const rules = (list: readonly string[], severity: 1 | 2) =>
  Object.fromEntries(list.map((rule) => [rule, severity]));

const shared: Linter.Config = {
  // A solution must not be able to switch its judge off.
  linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
  rules: { ...rules(mistakes, 2), ...rules(remarks, 1) },
};

/** How a file's text may be read: as a module, or as CommonJS, which need not be strict. */
type SourceType = 'module' | 'commonjs';

const configsFor = (sourceType: SourceType): Linter.Config[] => [
  {
    ...shared,
    files: ['**/*.mjs', '**/*.js', '**/*.cjs', '**/*.jsx'],
    languageOptions: {
      ecmaVersion: 'latest',
      sourceType,
      globals: globals.node,
      parserOptions: { ecmaFeatures: { jsx: true } },
    },
    // TypeScript's own checker finds undefined names better, types included.
    rules: { ...shared.rules, 'no-undef': 2 },
  },
  {
    ...shared,
    files: ['**/*.ts', '**/*.mts', '**/*.cts'],
    languageOptions: { sourceType: 'module', parser: tseslint.parser },
    // Overloads repeat a name, and the type-checker reports real duplicates.
    rules: { ...shared.rules, 'no-dupe-class-members': 0, 'no-unused-vars': 0 },
  },
];
const configs = { module: configsFor('module'), commonjs: configsFor('commonjs') };

/** The ways in which Node reads a file of this name, the likelier first. */
function sourceTypes(file: string): readonly SourceType[] {
  if (/\.(mjs|[mc]?ts)$/.test(file)) return ['module'];
  return file.endsWith('.cjs') ? ['commonjs'] : ['commonjs', 'module'];
}

let linter: Linter | undefined;

/** What ESLint says of a file as Node would read it, and as what. */
function read({ file, code }: SourceFile): { messages: Linter.LintMessage[]; sourceType: SourceType } {
  linter ??= new Linter({ configType: 'flat' });
  const core = linter;
  const readings = sourceTypes(file).map((sourceType) => ({
    sourceType,
    messages: () => core.verify(code, configs[sourceType], { filename: file }),
  }));
  let last: { messages: Linter.LintMessage[]; sourceType: SourceType } = {
    messages: [],
    sourceType: 'module',
  };
  for (const { sourceType, messages } of readings) {
    last = { sourceType, messages: messages() };
    if (!last.messages.some(({ fatal }) => fatal)) break;
  }
  return last;
}

/** Whether an undeclared name may well exist: assigned somewhere in sloppy code, or asked for with care. */
function mayExist(name: string, code: string, sourceType: SourceType): boolean {
  const it = `(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`;
  const made = new RegExp(
    `typeof\\s*\\(?\\s*${it}|\\b(globalThis|global|window|self)\\.${it.slice(it.indexOf(')') + 1)}`,
  );
  if (made.test(code)) return true;
  if (sourceType === 'module' || /^\s*(["'])use strict\1/m.test(code)) return false;
  const assigned = `${it}\\s*(=(?![=>])|\\+\\+|--|(?:[-+*/%&|^]|\\*\\*|<<|>>>?|&&|\\|\\||\\?\\?)=)|(\\+\\+|--)\\s*${it}|${it}\\s+(of|in)\\b|\\[[^\\]]*${it}[^\\]]*\\]\\s*=(?!=)`;
  return new RegExp(assigned).test(code);
}

/** ESLint's core, in this thread: 6–9 ms a file when warm. */
export const eslint: SeedmillLinter = {
  id: 'eslint',
  syntaxErrors(file) {
    return this.lint([file], 'ignored').errors.filter(({ reason }) => reason === 'syntax-error');
  },
  lint(files) {
    const result: LintResult = { errors: [], warnings: [] };
    const all = files.map(({ code }) => code).join('\n');
    for (const source of files) {
      const { messages, sourceType } = read(source);
      for (const message of messages) {
        const finding: Finding = {
          file: source.file,
          line: message.line,
          column: message.column,
          rule: message.ruleId ?? 'syntax',
          message: message.message,
        };
        const [, undeclared] =
          message.ruleId === 'no-undef' ? (/^'(.+)' is/.exec(message.message) ?? []) : [];
        if (message.fatal) result.errors.push({ ...finding, reason: 'syntax-error' });
        else if (message.severity === 2 && !(undeclared && mayExist(undeclared, all, sourceType)))
          result.errors.push({ ...finding, reason: 'lint-error' });
        else result.warnings.push(finding);
      }
    }
    return result;
  },
};
