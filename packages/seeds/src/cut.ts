import type { Definition, SkipReason, Snippet } from '@seedmill/contracts';

/** A piece of a file, before it has a provenance. */
export type Piece = Pick<Snippet, 'kind' | 'name' | 'text' | 'startLine' | 'endLine'>;

/** Shorter pieces hold no idea to be inspired by. */
const FEWEST_LINES = 10;
/** Longer pieces drown it. */
const MOST_LINES = 150;
/** A file this short with several definitions is taken whole: its parts belong together. */
const SMALL_MODULE_LINES = 70;

/** Cuts one file into pieces: the whole of a small module, else its functions and classes. */
export function cut(
  file: { name: string; text: string },
  definitions: readonly Definition[],
): { pieces: Piece[]; skipped: SkipReason[] } {
  if (definitions.length === 0) return { pieces: [], skipped: ['no-definitions'] };
  const text = file.text.trimEnd();
  const lines = text.split('\n').length;
  if (definitions.length > 1 && lines <= SMALL_MODULE_LINES) {
    return { pieces: [{ kind: 'module', name: file.name, text, startLine: 1, endLine: lines }], skipped: [] };
  }
  const pieces: Piece[] = [];
  const skipped: SkipReason[] = [];
  for (const { kind, name, text: body, startLine, endLine } of definitions) {
    const length = endLine - startLine + 1;
    if (length < FEWEST_LINES) skipped.push('too-short');
    else if (length > MOST_LINES) skipped.push('too-long');
    else pieces.push({ kind, name, text: body, startLine, endLine });
  }
  return { pieces, skipped };
}
