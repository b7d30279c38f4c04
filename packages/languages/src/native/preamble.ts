import type { Files } from '@seedmill/contracts';
import { included, includeIn, withoutComments } from './includes.ts';

/** Lines after which an include means what it would mean before them. */
const TRANSPARENT =
  /^\s*(?:$|using\s+namespace\s+std\s*;\s*$|#\s*pragma\s+(?:once|GCC|message)\b|#\s*undef\s+NDEBUG\b|#\s*define\s+(?:DOCTEST|CATCH)_CONFIG_)/;
const GUARD = /^\s*#\s*ifndef\s+(\w+)\s*\n\s*#\s*define\s+(\w+)\s*$/m;

/**
 * The headers of the system that a source file includes before anything that could change their meaning, in order:
 * those that may as well come from a precompiled header. What is included later might be missed where it is needed
 * earlier, which a program that is right never does.
 */
export function preambleOf(files: Files, source: string): string[] {
  const headers: string[] = [];
  const seen = new Set<string>();

  /** Whether the whole file is read. */
  const read = (path: string): boolean => {
    seen.add(path);
    const text = withoutComments(files[path] ?? '');
    const [guard = '', name, defined] = GUARD.exec(text) ?? [];
    const guarded = name !== undefined && name === defined && text.trimStart().startsWith(guard.trimStart());
    const lines = (guarded ? text.replace(guard, '\n') : text).split('\n');
    return lines.every((line) => {
      const include = includeIn(line);
      if (include === null) return TRANSPARENT.test(line) || (guarded && /^\s*#\s*endif\b/.test(line));
      const found = included(files, path, include);
      // A file that leads to the image's header of its own name, too.
      if (found === null || found === path) return headers.push(include.name) > 0;
      return seen.has(found) || read(found);
    });
  };

  read(source);
  return headers;
}

/** Precompiled headers of the image, the most useful first, and what must be included for each. */
const PRECOMPILED: readonly (readonly [string, readonly RegExp[]])[] = [
  ['gtest', [/^(gtest\/gtest|gmock\/gmock)\.h$/]],
  ['catch-all', [/^(catch2\/)?(catch|catch_amalgamated)\.hpp$/]],
  ['catch', [/^catch2\/(catch_all|catch_test_macros)\.hpp$/]],
  ['everything', [/^bits\/stdc\+\+\.h$/]],
  ['streams-algorithms', [/^iostream$/, /^vector$/, /^algorithm$/]],
  ['streams-vector', [/^iostream$/, /^vector$/]],
  ['streams', [/^iostream$/]],
  ['text-algorithms', [/^string$/, /^vector$/, /^algorithm$/]],
  ['text-vector', [/^string$/, /^vector$/]],
  ['algorithms', [/^vector$/, /^algorithm$/]],
  ['text', [/^string$/]],
  ['vector', [/^vector$/]],
];

/** The precompiled header that a C++ source may start with: it holds nothing that the source does not include. */
export function precompiledFor(headers: readonly string[]): string | null {
  const fits = (needed: readonly RegExp[]) =>
    needed.every((one) => headers.some((header) => one.test(header)));
  return PRECOMPILED.find(([, needed]) => fits(needed))?.[0] ?? null;
}
