import type { Files } from '@seedmill/contracts';
import ts from 'typescript';

const WORDS =
  'mock|doMock|unmock|doUnmock|dontMock|deepUnmock|requireActual|requireMock|importActual|importMock|hoisted|isolateModules|isolateModulesAsync|resetModules|createMockFromModule';
const ASKS = new RegExp(String.raw`\b(jest|vi|vitest)\s*\.\s*(${WORDS})\s*[(<]`);
const NAMESPACE = /\bimport\s*\*\s*as\s+([\w$]+)\s+from\s*["'](?!node:)/g;
const FRAMEWORKS = /^(vitest|@jest\/globals)$/;

/** Whether a suite puts other modules, or other functions, in the place of a module's own. */
export const mocksModules = (tests: Files): boolean =>
  Object.values(tests).some(
    (text) =>
      ASKS.test(text) ||
      [...text.matchAll(NAMESPACE)].some(([, name = '']) =>
        new RegExp(`\\bspyOn\\(\\s*${name.replaceAll('$', '\\$')}\\s*,`).test(text),
      ),
  );

/**
 * A module as Jest runs it, in CommonJS: what it imports is asked for when it is run, and what it exports can be
 * replaced. `isSuite`: its mocks come before all that it imports.
 */
export function asCommonJs(path: string, text: string, isSuite: boolean): string {
  if (/\.[cm][jt]s$/.test(path)) return text;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const isModule = ts.isExternalModule(source);
  if (!isModule && !isSuite) return text;
  const ordered = isSuite ? mocksFirst(source) : text;
  const { outputText } = ts.transpileModule(ordered, {
    fileName: path,
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ESNext,
      esModuleInterop: true,
      allowJs: true,
    },
  });
  return isSuite ? `module.exports = (async () => {\n${outputText}\n})();\n` : outputText;
}

/** The statements of a suite in the order in which Jest and vitest run them. */
function mocksFirst(source: ts.SourceFile): string {
  return source.statements
    .map((statement) => ({ rank: rankOf(statement), text: statement.getFullText() }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ rank, text }) => (rank === CALL ? awaited(text) : text))
    .join('');
}

const [FIRST, PREPARED, CALL, REST] = [0, 1, 2, 3];
const MOCK_CALL = /^(await\s+)?(jest|vi|vitest)\s*\.\s*(mock|unmock|deepUnmock)\s*[(<]/;
const MADE_HERE = /^(jest|vi|vitest)\s*\.\s*fn\b|^[\d"'`{[]|^(async\s*)?(\([^)]*\)|\w+)\s*=>/;

function rankOf(statement: ts.Statement): number {
  if (ts.isImportDeclaration(statement))
    return ts.isStringLiteral(statement.moduleSpecifier) && FRAMEWORKS.test(statement.moduleSpecifier.text)
      ? FIRST
      : REST;
  const text = statement.getText();
  if (ts.isVariableStatement(statement)) {
    if (/\brequire\(\s*["'](vitest|@jest\/globals)["']\s*\)/.test(text)) return FIRST;
    if (/\b(vi|vitest)\s*\.\s*hoisted\s*\(/.test(text)) return PREPARED;
    const { declarations } = statement.declarationList;
    const early = ({ name, initializer }: ts.VariableDeclaration) =>
      /^mock/i.test(name.getText()) && initializer !== undefined && MADE_HERE.test(initializer.getText());
    return declarations.every(early) ? PREPARED : REST;
  }
  if (!ts.isExpressionStatement(statement)) return REST;
  if (ts.isStringLiteral(statement.expression)) return FIRST;
  if (/^(vi|vitest)\s*\.\s*hoisted\s*\(/.test(text)) return PREPARED;
  return MOCK_CALL.test(text) ? CALL : REST;
}

/** The call of a mock, waited for: what stands in may be made later. */
function awaited(text: string): string {
  const named = text.replace(/(\.\s*mock\(\s*)import\(\s*((["'`]).+?\3)\s*\)/, '$1$2');
  return named.replace(/(?<!await\s+)\b(jest|vi|vitest)\s*\./, 'await $1.').replace(/await\s+await/, 'await');
}
