import { nextToken } from './literals.ts';

/** From `start` up to `end` of a text. */
export interface Range {
  start: number;
  end: number;
}

/** What of a language's statements counts here; the patterns look at the beginning of a statement. */
export interface Dialect {
  /** It can only fail: a throw, an exit with another code than 0. */
  fails: RegExp;
  /** It only says something. */
  prints: RegExp;
}

const COMPOUND =
  /(?:if|else|for|while|loop|match|unsafe|try|switch|synchronized|do|fn|struct|enum|impl|mod|class|record|interface|'\w+:)\b|\{/y;
const CONTINUES = /\s*(?:else\b|catch\b|finally\b|[.?;])/y;
const SPACE = /(?:\s|\/\/.*|\/\*[\s\S]*?\*\/|#\[[^\]]*\])*/y;

const matchAt = (pattern: RegExp, text: string, at: number): string | null => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
};

/** The place of the first of these characters outside brackets, from `at` on. */
function find(text: string, { start, end }: Range, characters: string): number {
  let depth = 0;
  for (let at = start; at < end; at = nextToken(text, at)) {
    const c = text[at] ?? '';
    if (depth === 0 && characters.includes(c)) return at;
    if ('([{'.includes(c)) depth += 1;
    else if (')]}'.includes(c)) depth -= 1;
  }
  return end;
}

/** The inside of the block that opens here. */
export function blockAt(text: string, open: number): Range {
  return { start: open + 1, end: find(text, { start: open + 1, end: text.length }, '}') };
}

function statementsOf(text: string, block: Range): Range[] {
  const found: Range[] = [];
  for (let at = block.start; at < block.end; ) {
    const start = at + (matchAt(SPACE, text, at)?.length ?? 0);
    if (start >= block.end) break;
    const compound = matchAt(COMPOUND, text, start) !== null;
    let end = start;
    for (;;) {
      end = find(text, { start: end, end: block.end }, compound ? ';{' : ';');
      if (text[end] === '{') end = blockAt(text, end).end;
      end = Math.min(end + 1, block.end);
      const more = end < block.end && compound ? matchAt(CONTINUES, text, end) : null;
      if (more === null) break;
      end += more.length;
      if (more.endsWith(';')) break;
    }
    found.push({ start, end });
    at = end;
  }
  return found;
}

/**
 * Where a program that leaves with 0 has come to the end of this block: in its last statement, or where all that
 * follows can only fail. In a condition, only where another branch of it fails.
 */
export function endings(text: string, block: Range, dialect: Dialect, failsAfter = false): Range[] {
  const statements = statementsOf(text, block);
  const starts = (pattern: RegExp, each: Range | undefined): boolean =>
    each !== undefined && pattern.test(text.slice(each.start, each.end));
  let last = statements.length - 1;
  const failing = failsAfter || starts(dialect.fails, statements[last]);
  if (failing) {
    while (last > 0 && (starts(dialect.fails, statements[last]) || starts(dialect.prints, statements[last])))
      last -= 1;
  }
  const statement = statements[last];
  if (statement === undefined) return [];
  const open = find(text, statement, '{');
  const [word = ''] = /^\w+|^\{/.exec(text.slice(statement.start, statement.end)) ?? [];
  if (/^(unsafe|try|\{)$/.test(word)) return endings(text, blockAt(text, open), dialect, failsAfter);
  if (/^(for|while|loop|do)$/.test(word)) return [];
  if (!/^(if|match|switch)$/.test(word)) return [{ start: statement.start, end: open }];
  if (!failing && !mayFail(text.slice(statement.start, statement.end), dialect)) return [];
  return word === 'if' ? branches(text, statement, dialect, failing) : [blockAt(text, open)];
}

const mayFail = (text: string, { fails }: Dialect): boolean =>
  text.split(/=>|->|[;{})]|\belse\b/).some((part) => fails.test(part.trim()));

/** The ends of the branches of a condition, with braces or without. */
function branches(text: string, statement: Range, dialect: Dialect, failing: boolean): Range[] {
  const found: Range[] = [];
  for (let at = statement.start; at < statement.end; ) {
    const open = find(text, { start: at, end: statement.end }, '{');
    found.push({ start: at, end: open });
    if (open >= statement.end) break;
    const block = blockAt(text, open);
    found.push(...endings(text, block, dialect, failing));
    at = block.end + 1;
  }
  return found;
}

export const within = (ranges: readonly Range[], at: number): boolean =>
  ranges.some(({ start, end }) => start <= at && at < end);
