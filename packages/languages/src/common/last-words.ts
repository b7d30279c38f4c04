import type { Files } from '@seedmill/contracts';

/** What the lines of a script look like in one language; each pattern but `exit` and `after` is for a trimmed line. */
export interface Notation {
  /** An exit that may be one with 0, up to its arguments. */
  exit: RegExp;
  /** What may stand after it on its line: arguments, and the ends of blocks. */
  after: RegExp;
  /** A statement that ends everything as failed, whatever came before. */
  fails: RegExp;
  /** A line that only closes blocks. */
  closes: RegExp;
  /** A line that begins another branch of a block. */
  otherwise: RegExp;
  loop: RegExp;
  function: RegExp;
  comment: RegExp;
  /** What is no code, such as data at the end. */
  data?: RegExp;
}

/** Of a longer script only so many lines, the last, are looked at: each is compared with those around it. */
const MOST_LINES = 2_000;

/**
 * Of each script the lines (from 1), as ranges such as `3-5,9`, that are the last to be run of it or of a function:
 * an exit with 0 leaves nothing out there, and checks anywhere else. Goes by how the text is indented. No lines where no
 * script exits at all.
 */
export function lastWords(scripts: Files, notation: Notation): ReadonlyMap<string, string> {
  const texts = Object.entries(scripts);
  const exits = texts.some(([, text]) => notation.exit.test(text));
  return new Map(
    texts.map(([path, text]) => {
      if (!exits) return [path, ''];
      const code = notation.data === undefined ? text : text.replace(notation.data, blank);
      const lines = code.split('\n').map((line) => lineOf(line, notation));
      const from = Math.max(0, lines.length - MOST_LINES);
      const end = lines.slice(from);
      return [path, rangesOf(end.flatMap((_, at) => (isLast(end, at, notation) ? [from + at + 1] : [])))];
    }),
  );
}

const blank = (text: string): string => text.replace(/[^\n]/g, '');

function rangesOf(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const range = ranges.at(-1);
    if (range?.[1] === number - 1) range[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

interface Line {
  text: string;
  depth: number;
  /** Only closes blocks. */
  closes: boolean;
  /** Begins another branch. */
  otherwise: boolean;
}

function lineOf(line: string, notation: Notation): Line {
  const trimmed = line.trim();
  const text = notation.comment.test(trimmed) ? '' : trimmed;
  const depth = (/^[ \t]*/.exec(line)?.[0] ?? '').replaceAll('\t', '    ').length;
  const otherwise = notation.otherwise.test(text);
  return { text, depth, closes: !otherwise && notation.closes.test(text), otherwise };
}

/** Whether nothing is run after this line but what can only fail. */
function isLast(lines: readonly Line[], at: number, notation: Notation): boolean {
  const { text = '', depth: first = 0 } = lines[at] ?? {};
  const exit = notation.exit.exec(text);
  if (exit !== null && !notation.after.test(text.slice(exit.index + exit[0].length))) return false;
  let depth = first;
  for (let next = at + 1; next < lines.length; next += 1) {
    const line = lines[next];
    if (line === undefined || line.text === '' || line.depth > depth) continue;
    if (line.otherwise) {
      next = endOf(lines, next) - 1;
    } else if (line.closes) {
      if (line.depth === depth) continue;
      depth = line.depth;
      const opener = openerOf(lines, next);
      if (notation.loop.test(opener)) return false;
      if (notation.function.test(opener)) return true;
    } else if (notation.function.test(line.text)) {
      next =
        (lines[next + 1]?.depth ?? 0) > depth || /^\{$/.test(lines[next + 1]?.text ?? '')
          ? endOf(lines, next)
          : next;
    } else {
      return onlyFails(lines, next, notation);
    }
  }
  return true;
}

/** The line that closes the block which the line `at` begins, or is another branch of. */
function endOf(lines: readonly Line[], at: number): number {
  const depth = lines[at]?.depth ?? 0;
  const end = lines.findIndex((line, index) => index > at && line.closes && line.depth <= depth);
  return end < 0 ? lines.length : end;
}

/** The text of the line that begins the block which the line `at` closes. */
function openerOf(lines: readonly Line[], at: number): string {
  const depth = lines[at]?.depth ?? 0;
  const before = lines
    .slice(0, at)
    .filter((line) => line.depth === depth && line.text !== '' && !line.closes && !line.otherwise);
  const [above, opener] = [before.at(-2)?.text ?? '', before.at(-1)?.text ?? ''];
  return opener === '{' || opener === 'do' || opener === 'then' ? above : opener;
}

/** Whether what is left of a file or function, from the line `at` on, has no other way to its end than to fail. */
function onlyFails(lines: readonly Line[], at: number, notation: Notation): boolean {
  const depth = lines[at]?.depth ?? 0;
  const close = lines.findIndex((line, index) => index > at && line.text !== '' && line.depth < depth);
  const rest = lines.slice(at, close < 0 ? lines.length : close).filter(({ text }) => text !== '');
  const last = rest.at(-1);
  return (
    last?.depth === depth &&
    notation.fails.test(last.text) &&
    !rest.some(({ text }) => notation.exit.test(text))
  );
}
