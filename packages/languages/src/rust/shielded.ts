import { type Change, changed, nextToken } from '../common/literals.ts';

const CHECKS =
  'assert|assert_eq|assert_ne|debug_assert|debug_assert_eq|debug_assert_ne|panic|unreachable|matches';
const OTHERS = 'e?print|e?println|vec|format|write|writeln|todo|unimplemented|dbg';
const MACRO = new RegExp(`(${CHECKS}|${OTHERS})(?=\\s*![\\s([{])`, 'y');
const LIBRARY = /(?:std|core)(?=\s*::)/y;
/** What gives names of the standard library, or any name, another meaning. */
const RENAMES = /\bmacro(?:_rules|_use)?\b|\b(?:mod|as|crate|enum|struct|type)\s+(?:r#)?(?:std|core)\b/;
const STATIC = /\bstatic\s+(?:mut\s+)?(\w+)\s*:/g;

/**
 * A suite's text as it means the same in any surroundings: a program may have macros called `assert_eq` and modules
 * called `std`, which the suite would take for the language's own, and may count down what the suite counts.
 */
export function shielded(text: string, solution: string): string {
  const own = [...text.matchAll(STATIC)]
    .map(([, name = '']) => name)
    .filter((name) => new RegExp(`\\b${name}\\b`).test(solution));
  const renamed = RENAMES.test(solution);
  if (own.length === 0 && !renamed) return text;
  const NAME = own.length === 0 ? null : new RegExp(`(?:${own.join('|')})\\b`, 'y');
  const changes: Change[] = [];
  for (let at = 0; at < text.length; at = nextToken(text, at)) {
    if (/[\w#$:]/.test(text[at - 1] ?? ' ')) continue;
    const macro = renamed ? matched(MACRO, text, at) : undefined;
    const library = renamed ? matched(LIBRARY, text, at) : undefined;
    const name = NAME === null ? undefined : matched(NAME, text, at);
    if (macro !== undefined && !declares(text, macro)) changes.push(insertion(at, '::std::'));
    else if (library !== undefined && !/[,{]\s*$/.test(useBefore(text, at)))
      changes.push(insertion(at, '::'));
    else if (name !== undefined) changes.push(insertion(at + name.length, '_OF_THE_SUITE'));
  }
  return changed(text, changes);
}

const insertion = (at: number, text: string): Change => ({ start: at, end: at, text, exact: true });

function matched(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Whether a suite has a macro of this name itself, or takes it from another crate. */
const declares = (text: string, macro: string): boolean =>
  new RegExp(`\\bmacro_rules!\\s*${macro}\\b|\\buse\\s[^;]*\\b${macro}\\b|#\\s*\\[\\s*macro_use`).test(text);

/** What of a `use` stands before this place; nothing where it is in none. */
const useBefore = (text: string, at: number): string => /\buse\s[^;]*$/.exec(text.slice(0, at))?.[0] ?? '';
