import { stripTypeScriptTypes } from 'node:module';
import type { Files, Program } from '@seedmill/contracts';
import ts from 'typescript';

const TYPESCRIPT = /(?<!\.d)\.[cm]?ts$/;
/** What Node's own way leaves in the text, and V8 does not know. */
const NEEDS_COMPILER = /(^|[\s(,;{}])@[A-Za-z_$(]|\baccessor\s+[\w#[]|\bmodule\s+[\w.]+\s*\{/m;
/** Signs of decorators from before the standard. */
const OLD_DECORATORS =
  /"experimentalDecorators"\s*:\s*true|\b(Typed)?PropertyDescriptor\b|\b(Class|Method|Property|Parameter)Decorator\b|[(,]\s*@\w+(\([^()]*\))?\s+(private|public|protected|readonly|\w+\s*[?:])/;

/** The way from TypeScript to JavaScript for the files of one program. */
export function compilerFor({ solution, tests }: Program): (text: string) => string {
  const all: Files = { ...solution, ...tests };
  const texts = Object.entries(all).flatMap(([path, text]) => (TYPESCRIPT.test(path) ? [text] : []));
  const types = typeNames(texts);
  const old = Object.values(all).some((text) => OLD_DECORATORS.test(text));
  return (text) => withoutTypes(text, types, old);
}

/** Names that are declared as types, and nowhere as anything else. */
function typeNames(texts: readonly string[]): ReadonlySet<string> {
  const declared = (word: RegExp) =>
    texts.flatMap((text) => [...text.matchAll(word)].map(([, name = '']) => name));
  const types = new Set(declared(/\b(?:interface|type)\s+([A-Z_$][\w$]*)\s*[<={]/gi));
  const values = declared(/\b(?:class|const|let|var|function\*?|enum|namespace|module)\s+([\w$]+)/g);
  for (const name of values) types.delete(name);
  return types;
}

/**
 * JavaScript of a TypeScript text: what is only type is blanked, so that lines and columns stay; enums, namespaces
 * and parameter properties make the text be written anew. What is no TypeScript is given back as it is: the parser has
 * its own word on that.
 *
 * @param types names of types, which no module exports at run time
 * @param old whether decorators are those from before the standard
 */
export function withoutTypes(text: string, types: ReadonlySet<string> = new Set(), old = false): string {
  if (NEEDS_COMPILER.test(text)) return compiled(text, old);
  for (const mode of ['strip', 'transform'] as const) {
    try {
      const script = quietly(() => stripTypeScriptTypes(text, { mode }));
      return withoutTypeImports(withoutTypeExports(script, types));
    } catch {
      // Not this way.
    }
  }
  return text;
}

/** With TypeScript's own compiler, which knows what V8 does not yet. */
const compiled = (text: string, old: boolean): string =>
  ts.transpileModule(text, {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      experimentalDecorators: old,
    },
  }).outputText;

/** Without Node's warning that this is new, which would stand in the middle of what a command says. */
function quietly<T>(act: () => T): T {
  const emitWarning = Object.getOwnPropertyDescriptor(process, 'emitWarning') ?? {};
  process.emitWarning = () => undefined;
  try {
    return act();
  } finally {
    Object.defineProperty(process, 'emitWarning', emitWarning);
  }
}

/** Leaves types out of what is exported by a list of names. */
const withoutTypeExports = (text: string, types: ReadonlySet<string>): string =>
  text.replace(/^([ \t]*export\s*\{)([^}]*)(\})/gm, (_, open: string, names: string, close: string) => {
    const kept = names.split(',').filter((each) => !types.has(each.trim().split(/\s+as\s+/)[0] ?? ''));
    return open + kept.join(',') + close;
  });

const IMPORT = /^([ \t]*import\s+)([\w$\s{},*]+?)(\s+from\s*(["'])[^"'\n]+\4[^\S\n]*;?)/gm;

/** Leaves out imported names that nothing uses any more: they named types, which no module exports at run time. */
function withoutTypeImports(text: string): string {
  const rest = text.replace(IMPORT, '');
  return text.replace(IMPORT, (whole, start: string, clause: string, from: string) => {
    const [, named] = /\{([^}]*)\}/.exec(clause) ?? [];
    const specifiers = (named ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean);
    const others = clause
      .replace(/\{[^}]*\}/, '')
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean);
    const used = (specifier: string) => isUsed(rest, specifier.split(/\s+as\s+/).at(-1) ?? specifier);
    const kept = specifiers.filter(used);
    const keptOthers = others.filter(used);
    if (kept.length === specifiers.length && keptOthers.length === others.length) return whole;
    const lines = '\n'.repeat(whole.split('\n').length - 1);
    const clauses = [...keptOthers, ...(kept.length > 0 ? [`{ ${kept.join(', ')} }`] : [])];
    return clauses.length === 0
      ? lines
      : `${start}${clauses.join(', ')}${from.replaceAll('\n', ' ')}${lines}`;
  });
}

const isUsed = (text: string, name: string): boolean =>
  new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`).test(text);
