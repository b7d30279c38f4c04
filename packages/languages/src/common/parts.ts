/** Characters `start` to `end` of a text. */
export interface Part {
  start: number;
  end: number;
}

/**
 * The parts of a text between commas that are inside nothing, up to a bracket that closes, or to a piece that ends them.
 *
 * @param pieces a sticky pattern that takes a string or a comment as one piece, and anything else by the character
 */
export function partsOf(text: string, pieces: RegExp, ends = ''): Part[] {
  const parts: Part[] = [];
  let depth = 0;
  let start = 0;
  let at = 0;
  for (const [piece] of text.matchAll(pieces)) {
    if ('([{'.includes(piece)) depth += 1;
    if (')]}'.includes(piece)) depth -= 1;
    if (depth < 0 || (depth === 0 && ends.includes(piece))) break;
    if (depth === 0 && piece === ',') {
      parts.push({ start, end: at });
      start = at + 1;
    }
    at += piece.length;
  }
  return [...parts, { start, end: at }];
}
