/** What returns look like in the scripts of one language. */
export interface Returns {
  /** A return that tells of no failure, at the end of a trimmed line or before the ends of blocks. */
  return: RegExp;
  /** What ends the script with 0. */
  exit: string;
  /** A trimmed line that begins a function; the groups are its name, if it has one. */
  function: RegExp;
  /** A line that calls the function of this name and is no part of any other. */
  call: (name: string) => RegExp;
  /** A trimmed line that only closes blocks, or begins another branch. */
  closes: RegExp;
  loop: RegExp;
  /** A trimmed line that checks nothing. */
  harmless: RegExp;
  /** Whether a script may return outside of all functions. */
  anywhere: boolean;
}

const depthOf = (line = ''): number =>
  line.trim() === ''
    ? Number.POSITIVE_INFINITY
    : (/^[ \t]*/.exec(line)?.[0].replaceAll('\t', '    ').length ?? 0);

/**
 * The same script, in which a return that leaves checks out – of the function that is its main, or of the file – is an
 * exit at that place. Goes by how the text is indented.
 */
export function withoutEarlyReturns(text: string, returns: Returns): string {
  if (!/\breturn\b/.test(text)) return text;
  const lines = text.split('\n');
  return lines
    .map((line, at) => {
      const found = returns.return.exec(line);
      if (found === null || !leavesChecksOut(lines, at, returns)) return line;
      return line.replace(returns.return, (whole) => whole.replace(/\breturn\b/, returns.exit));
    })
    .join('\n');
}

function leavesChecksOut(lines: readonly string[], at: number, returns: Returns): boolean {
  const around = surroundings(lines, at);
  const body = around.findIndex((line) => returns.function.test((lines[line] ?? '').trim()));
  const opener = body < 0 ? -1 : (around[body] ?? -1);
  if (opener < 0 ? !returns.anywhere : !isMain(lines, opener, returns)) return false;
  const within = around.slice(0, body < 0 ? around.length : body);
  if (within.some((line) => returns.loop.test((lines[line] ?? '').trim()))) return true;
  return checksFollow(lines, at, opener < 0 ? -1 : depthOf(lines[opener]), returns);
}

/** The lines that begin the blocks which this line is in, from the inside. */
function surroundings(lines: readonly string[], at: number): number[] {
  const found: number[] = [at];
  let depth = depthOf(lines[at]);
  for (let line = at - 1; line >= 0 && depth > 0; line -= 1) {
    const here = depthOf(lines[line]);
    if (here >= depth) continue;
    // A brace on a line of its own.
    found.push(/^\s*\{\s*$/.test(lines[line] ?? '') ? line - 1 : line);
    depth = here;
  }
  return found;
}

/** Whether a function is called but once, and by the script itself. */
function isMain(lines: readonly string[], opener: number, returns: Returns): boolean {
  const [, first, second] = returns.function.exec((lines[opener] ?? '').trim()) ?? [];
  const name = first ?? second;
  if (name === undefined) return false;
  const uses = lines.filter((line, at) => at !== opener && new RegExp(`\\b${name}\\b`).test(line));
  return uses.length === 1 && returns.call(name).test(uses[0] ?? '');
}

function checksFollow(lines: readonly string[], at: number, outer: number, returns: Returns): boolean {
  let depth = depthOf(lines[at]);
  for (const line of lines.slice(at + 1)) {
    const here = depthOf(line);
    if (here > depth) continue;
    if (here <= outer) return false;
    depth = here;
    const text = line.trim();
    if (!returns.closes.test(text) && !returns.harmless.test(text)) return true;
  }
  return false;
}
