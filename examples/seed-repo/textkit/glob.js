/**
 * Glob matching of slash-separated paths, without regular expressions.
 *
 *   *      any run of characters within one segment      ?   one character
 *   **     any number of whole segments, also none       [a-z] [!x]   one of a class
 *   {a,b}  alternatives, which may nest                  \x  the character itself
 */

/**
 * Expands `{a,b{c,d}}` into all plain patterns. Braces that do not close, or hold no comma, stay.
 *
 * @param {string} pattern
 * @returns {string[]}
 */
export function expandBraces(pattern) {
  for (let open = 0; open < pattern.length; open += 1) {
    if (pattern[open] === '\\') {
      open += 1;
      continue;
    }
    if (pattern[open] !== '{') continue;
    const group = readGroup(pattern, open);
    if (!group) continue;
    const head = pattern.slice(0, open);
    const tails = expandBraces(pattern.slice(group.end));
    return group.options
      .flatMap((option) => expandBraces(option))
      .flatMap((option) => tails.map((tail) => head + option + tail));
  }
  return [pattern];
}

/**
 * Reads the alternatives of the brace group that opens at `open`.
 *
 * @param {string} pattern
 * @param {number} open
 * @returns {{options: string[], end: number} | undefined}
 */
function readGroup(pattern, open) {
  const options = [];
  let depth = 0;
  let begin = open + 1;
  for (let i = open; i < pattern.length; i += 1) {
    const char = pattern[i];
    if (char === '\\') i += 1;
    else if (char === '{') depth += 1;
    else if (char === '}') depth -= 1;
    if ((char === ',' && depth === 1) || depth === 0) {
      options.push(pattern.slice(begin, i));
      begin = i + 1;
    }
    if (depth === 0) return options.length > 1 ? { options, end: i + 1 } : undefined;
  }
  return undefined;
}

/**
 * Matches one character against the class that opens at `start`.
 *
 * @param {string} pattern
 * @param {number} start index of the `[`
 * @param {string} char
 * @returns {{matched: boolean, end: number} | undefined} undefined when the class does not close
 */
export function matchClass(pattern, start, char) {
  let i = start + 1;
  const negated = pattern[i] === '!' || pattern[i] === '^';
  if (negated) i += 1;
  let matched = false;
  // A bracket in first place is a member of the class, not its end.
  for (let first = true; i < pattern.length && (first || pattern[i] !== ']'); first = false) {
    if (pattern[i] === '\\' && i + 1 < pattern.length) i += 1;
    const low = pattern[i];
    const isRange = pattern[i + 1] === '-' && pattern[i + 2] !== undefined && pattern[i + 2] !== ']';
    const high = isRange ? pattern[i + 2] : low;
    if (low <= char && char <= high) matched = true;
    i += isRange ? 3 : 1;
  }
  return i < pattern.length ? { matched: matched !== negated, end: i + 1 } : undefined;
}

/**
 * Matches one path segment. On a mismatch only the last star is widened, which is enough because
 * an earlier star can never gain from taking more: the time is quadratic at worst.
 *
 * @param {string} pattern
 * @param {string} text
 */
export function matchSegment(pattern, text) {
  let p = 0;
  let t = 0;
  let retryPattern = -1;
  let retryText = 0;
  while (t < text.length || p < pattern.length) {
    if (pattern[p] === '*') {
      p += 1;
      retryPattern = p;
      retryText = t + 1;
      continue;
    }
    const step = t < text.length ? matchOne(pattern, p, text[t]) : 0;
    if (step > 0) {
      p += step;
      t += 1;
    } else if (retryPattern >= 0 && retryText <= text.length) {
      p = retryPattern;
      t = retryText;
      retryText += 1;
    } else {
      return false;
    }
  }
  return true;
}

/** Length of the pattern element at `p` if it matches `char`, else 0. */
function matchOne(pattern, p, char) {
  if (p >= pattern.length) return 0;
  if (pattern[p] === '?') return 1;
  if (pattern[p] === '[') {
    const result = matchClass(pattern, p, char);
    if (result) return result.matched ? result.end - p : 0;
  }
  if (pattern[p] === '\\' && p + 1 < pattern.length) return pattern[p + 1] === char ? 2 : 0;
  return pattern[p] === char ? 1 : 0;
}

/**
 * Compiles a pattern into a predicate on paths. As in a shell, a leading dot must be written out.
 *
 * @param {string} pattern
 * @returns {(path: string) => boolean}
 */
export function compileGlob(pattern) {
  const alternatives = expandBraces(pattern).map((plain) => plain.split('/'));
  const hidden = (segment, glob) => segment.startsWith('.') && !/^\\?\./.test(glob);
  const matchFrom = (globs, g, segments, s) => {
    if (g === globs.length) return s === segments.length;
    if (globs[g] === '**') {
      if (matchFrom(globs, g + 1, segments, s)) return true;
      return s < segments.length && !segments[s].startsWith('.') && matchFrom(globs, g, segments, s + 1);
    }
    if (s === segments.length || hidden(segments[s], globs[g])) return false;
    return matchSegment(globs[g], segments[s]) && matchFrom(globs, g + 1, segments, s + 1);
  };
  return (path) => {
    const segments = path.split('/');
    return alternatives.some((globs) => matchFrom(globs, 0, segments, 0));
  };
}
