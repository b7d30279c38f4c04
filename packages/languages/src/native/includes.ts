import { posix } from 'node:path';
import type { Files } from '@seedmill/contracts';

/** An `#include` line. */
export interface Include {
  /** As written. */
  name: string;
  quoted: boolean;
}

const NOISE =
  /R"([^()\\\s]{0,16})\([\s\S]*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])*'|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
const INCLUDE = /^[ \t]*(?:#|%:)[ \t]*(?:include|include_next|import)[ \t]*(?:<([^>\n]+)>|"([^"\n]+)")/;

/** The text as the preprocessor's directives are found in it: lines joined, comments gone. */
export const withoutComments = (text: string): string =>
  text
    .replaceAll(/\\\r?\n/g, '')
    .replaceAll(NOISE, (found) => (found.startsWith('/*') || found.startsWith('//') ? ' ' : found));

const DIRECTIVE = /^[ \t]*(?:#|%:)(?:\\\r?\n|[^\n])*/gm;
const blank = (found: string): string => found.replaceAll(/[^\n]/g, ' ');

/** The text with blanks in the place of comments, literals and directives: what is left stands where it stood. */
export const masked = (text: string): string => text.replaceAll(NOISE, blank).replaceAll(DIRECTIVE, blank);

export function includeIn(line: string): Include | null {
  const [, angled, quoted] = INCLUDE.exec(line) ?? [];
  if (quoted !== undefined) return { name: quoted, quoted: true };
  return angled === undefined ? null : { name: angled, quoted: false };
}

export const includesOf = (text: string): Include[] =>
  withoutComments(text)
    .split('\n')
    .flatMap((line) => includeIn(line) ?? []);

/** The folders of files, and those that hold them, in which an include is looked for beside its own file's. */
export const foldersOf = (files: Files): string[] => {
  const above = (path: string): string[] => (path === '.' ? ['.'] : [path, ...above(posix.dirname(path))]);
  return [...new Set(['.', ...Object.keys(files).flatMap((path) => above(posix.dirname(path)))])].sort();
};

/** The file of the program that an include names; null where it is none of them. */
export function included(files: Files, from: string, { name }: Include): string | null {
  const places = [posix.dirname(from), ...foldersOf(files)];
  return places.map((folder) => posix.join(folder, name)).find((path) => Object.hasOwn(files, path)) ?? null;
}

/** All files that these include, one by way of another; they themselves only where one includes them. */
export function reachableFrom(files: Files, starts: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const visit = (path: string): void => {
    for (const include of includesOf(files[path] ?? '')) {
      const found = included(files, path, include);
      if (found === null || reached.has(found)) continue;
      reached.add(found);
      visit(found);
    }
  };
  starts.forEach(visit);
  return reached;
}
