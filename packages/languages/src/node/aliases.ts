import type { Files } from '@seedmill/contracts';
import ts from 'typescript';

/** What an import such as `@/add` means: `*` stands for the same on both sides; `to` is a path from the root. */
export interface Alias {
  from: string;
  to: string;
}

const join = (base: string, path: string): string => {
  const parts: string[] = [];
  for (const part of `${base}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
};

/** Other names of modules, as a suite's configuration has them; as its program's has them where it has none. */
export function aliasesOf(solution: Files, tests: Files): readonly Alias[] {
  const own = aliasesIn(tests);
  return own.length > 0 ? own : aliasesIn(solution);
}

function aliasesIn(files: Files): Alias[] {
  return Object.entries(files).flatMap(([path, text]) => {
    if (/^(tsconfig|jsconfig)[^/]*\.json$/.test(path)) return pathsOf(text);
    if (/^(jest\.config\.[cm]?[jt]s|jest\.config\.json|package\.json)$/.test(path)) return mappedNames(text);
    return /^(vitest|vite)\.config\.[cm]?[jt]s$/.test(path) ? viteAliases(text) : [];
  });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** `paths` and `baseUrl` of TypeScript. */
function pathsOf(text: string): Alias[] {
  const config: unknown = ts.parseConfigFileTextToJson('tsconfig.json', text).config;
  const options = isObject(config) ? config.compilerOptions : undefined;
  if (!isObject(options)) return [];
  const base = typeof options.baseUrl === 'string' ? options.baseUrl : null;
  const paths = isObject(options.paths) ? Object.entries(options.paths) : [];
  const named = paths.flatMap(([from, targets]) =>
    (Array.isArray(targets) ? targets : []).map((to) => ({ from, to: join(base ?? '', String(to)) })),
  );
  return base === null ? named : [...named, { from: '*', to: join(base, '*') }];
}

/** Jest's `moduleNameMapper`, where it maps a beginning of names to a folder, or one name to a file. */
function mappedNames(text: string): Alias[] {
  return [
    ...text.matchAll(/["']\^([^"'^$()]+)(\(\.[*+]\))?\$?["']\s*:\s*\[?\s*["']<rootDir>\/([^"']+)["']/g),
  ].map(([, from = '', rest, to = '']) => ({
    from: from.replaceAll('\\', '') + (rest === undefined ? '' : '*'),
    to: join('', to.replace(/\$1/, '*')),
  }));
}

/** Aliases of Vite, whose folder is a plain text somewhere in the line. */
function viteAliases(text: string): Alias[] {
  return [...text.matchAll(/["']?([@~#][\w/-]*)["']?\s*:[^\n]*?["']\.?\/?([\w][\w./-]*)["']/g)].flatMap(
    ([, from = '', to = '']) => [
      { from, to: join('', to) },
      { from: `${from.replace(/\/$/, '')}/*`, to: join('', `${to}/*`) },
    ],
  );
}
