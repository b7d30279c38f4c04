import { stripTypeScriptTypes } from 'node:module';

/**
 * JavaScript of a TypeScript text: what is only type is blanked, so that lines and columns stay; enums, namespaces
 * and parameter properties make the text be written anew. What is no TypeScript is given back as it is: the parser has
 * its own word on that.
 */
export function withoutTypes(text: string): string {
  for (const mode of ['strip', 'transform'] as const) {
    try {
      return withoutTypeImports(quietly(() => stripTypeScriptTypes(text, { mode })));
    } catch {
      // Not this way.
    }
  }
  return text;
}

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
