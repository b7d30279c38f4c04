import { blockAt, type Dialect, endings, type Range, within } from '../common/endings.ts';
import { type Change, changed, nextToken } from '../common/literals.ts';

const DIALECT: Dialect = {
  fails:
    /^(?:panic!|unreachable!|return\s+Err\b|Err\s*\(|(?:return\s+)?(?:\w+::)*ExitCode::FAILURE|(?:(?:std::)?process::)?(?:abort\s*\(|exit\s*\(\s*-?[1-9]))/,
  prints: /^e?print(?:ln)?!/,
};

const FUNCTION = /\bfn\s+(\w+)[^;{}]*\{/g;
const EXIT = /(?<![\w.:]|\bfn\s)(?:(?:::)?(?:std::)?process::)?exit(?=\s*\((?!\s*-?[1-9]))/y;
const RETURN = /\breturn\b\s*(?:Ok\s*\(\s*\(\s*\)\s*\)|(?:\w+::)*ExitCode::SUCCESS)?(?=\s*[;,}])/y;
/** What comes before the body of a closure, or of a function inside. */
const OF_ITS_OWN = /(?:\|\s*(?:->\s*[^{};|]+)?|\basync(?:\s+move)?\s*|\bfn\s+\w+[^{};]*)$/;

/** A plain program as it is run, and those of its functions by which it may end itself. */
export interface Script {
  text: string;
  helpers: readonly string[];
}

/**
 * A plain program that leaves with 0 before its end has not passed: only where it may, it does so by a closure, which
 * is what the runner looks for, and a return elsewhere becomes an exit.
 */
export function scriptOf(text: string): Script {
  const functions = [...text.matchAll(FUNCTION)].map(({ 1: name = '', 0: head, index }) => ({
    name,
    block: blockAt(text, index + head.length - 1),
  }));
  const main = functions.find(({ name }) => name === 'main')?.block;
  if (main === undefined || !/\bexit\b|\breturn\b/.test(text)) return { text, helpers: [] };
  const ends = endings(text, main, DIALECT);
  const helpers = functions.filter(({ name }) => {
    const calls = [...text.matchAll(new RegExp(`(?<!\\bfn\\s+)\\b${name}\\b`, 'g'))];
    return name !== 'main' && calls.length === 1 && calls.every(({ index }) => within(ends, index));
  });
  const allowed = [...ends, ...helpers.flatMap(({ block }) => endings(text, block, DIALECT))];
  const changes: Change[] = [];
  for (let at = 0; at < text.length; at = nextToken(text, at)) {
    if (!within(allowed, at)) continue;
    EXIT.lastIndex = at;
    const [exit] = EXIT.exec(text) ?? [];
    const by = `(|code: i32| -> ! { ${exit}(code) })`;
    if (exit !== undefined) changes.push({ start: at, end: at + exit.length, text: by, exact: true });
  }
  changes.push(...returns(text, main, allowed));
  return { text: changed(text, changes), helpers: helpers.map(({ name }) => name) };
}

/** The early returns of a function, but not those of closures in it. */
function returns(text: string, block: Range, allowed: readonly Range[]): Change[] {
  const changes: Change[] = [];
  for (let at = block.start; at < block.end; at = nextToken(text, at)) {
    if (text[at] === '{' && OF_ITS_OWN.test(text.slice(block.start, at))) at = blockAt(text, at).end;
    RETURN.lastIndex = at;
    const [found] = RETURN.exec(text) ?? [];
    if (found === undefined || within(allowed, at)) continue;
    changes.push({ start: at, end: at + found.length, text: 'return std::process::exit(0)', exact: true });
  }
  return changes;
}

const TEST = /#\s*\[\s*test\s*\]/g;
const IGNORED = /#\s*\[\s*ignore\s*\]\s*/g;

/**
 * Exercism's suites ignore every test but the first, for people who solve step by step; its own runner runs all. Any
 * other `#[ignore]` says that a test is not to be run.
 */
export function withoutSteps(text: string): string {
  const tests = text.match(TEST)?.length ?? 0;
  const ignored = text.match(IGNORED)?.length ?? 0;
  const first = text.slice(0, [...text.matchAll(TEST)][1]?.index ?? 0);
  return tests >= 3 && ignored === tests - 1 && first.search(IGNORED) < 0 ? text.replace(IGNORED, '') : text;
}
