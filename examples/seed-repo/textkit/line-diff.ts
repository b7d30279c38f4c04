/** Differences between two texts by lines: compute, group into hunks, print, apply, undo. */

export type Edit = { readonly kind: 'keep' | 'delete' | 'insert'; readonly line: string };

/** A stretch of changes with the lines around it; starts count lines from 0. */
export interface Hunk {
  readonly oldStart: number;
  readonly newStart: number;
  readonly edits: readonly Edit[];
}

export class PatchConflict extends Error {
  constructor(line: number, expected: string, found: string | undefined) {
    super(`line ${line + 1}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found ?? null)}`);
    this.name = 'PatchConflict';
  }
}

/**
 * Lengths of the longest common subsequences of all suffixes: entry `i * (b.length + 1) + j` is the
 * one of `a.slice(i)` and `b.slice(j)`.
 */
export function lcsTable(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const here = i * width + j;
      table[here] =
        a[i] === b[j]
          ? 1 + (table[here + width + 1] ?? 0)
          : Math.max(table[here + width] ?? 0, table[here + 1] ?? 0);
    }
  }
  return table;
}

/** The shortest edit script from `before` to `after`; deletions come before insertions. */
export function diffLines(before: readonly string[], after: readonly string[]): Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let same = 0;
  const limit = Math.min(before.length, after.length) - start;
  while (same < limit && before.at(-1 - same) === after.at(-1 - same)) same += 1;

  const a = before.slice(start, before.length - same);
  const b = after.slice(start, after.length - same);
  const table = lcsTable(a, b);
  const width = b.length + 1;
  const keep = (line: string): Edit => ({ kind: 'keep', line });
  const edits: Edit[] = before.slice(0, start).map(keep);
  let i = 0;
  let j = 0;
  for (;;) {
    const left = a[i];
    const right = b[j];
    if (left === undefined && right === undefined) break;
    if (left !== undefined && left === right) {
      edits.push(keep(left));
      i += 1;
      j += 1;
    } else if (
      left !== undefined &&
      (right === undefined || (table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0))
    ) {
      edits.push({ kind: 'delete', line: left });
      i += 1;
    } else if (right !== undefined) {
      edits.push({ kind: 'insert', line: right });
      j += 1;
    }
  }
  return edits.concat(before.slice(before.length - same).map(keep));
}

/** Groups an edit script into hunks with up to `context` kept lines on either side. */
export function toHunks(edits: readonly Edit[], context = 3): Hunk[] {
  const hunks: Hunk[] = [];
  const changed = edits.flatMap((edit, index) => (edit.kind === 'keep' ? [] : [index]));
  let cursor = 0;
  let oldLine = 0;
  let newLine = 0;
  const advance = (to: number): void => {
    for (const edit of edits.slice(cursor, to)) {
      if (edit.kind !== 'insert') oldLine += 1;
      if (edit.kind !== 'delete') newLine += 1;
    }
    cursor = to;
  };
  for (let first = 0; first < changed.length; ) {
    let last = first;
    // Two changes share a hunk when their contexts would touch.
    while ((changed[last + 1] ?? Infinity) - (changed[last] ?? 0) <= 2 * context + 1) last += 1;
    const from = Math.max(0, (changed[first] ?? 0) - context);
    const to = Math.min(edits.length, (changed[last] ?? 0) + context + 1);
    advance(from);
    hunks.push({ oldStart: oldLine, newStart: newLine, edits: edits.slice(from, to) });
    advance(to);
    first = last + 1;
  }
  return hunks;
}

/** Prints hunks in the unified format, without file names. */
export function formatUnified(hunks: readonly Hunk[]): string {
  const sign = { keep: ' ', delete: '-', insert: '+' } as const;
  const range = (start: number, count: number): string => {
    // An empty side is numbered by the line before it, counting from 1.
    const first = count === 0 ? start : start + 1;
    return count === 1 ? `${first}` : `${first},${count}`;
  };
  return hunks
    .map(({ oldStart, newStart, edits }) => {
      const oldCount = edits.filter((edit) => edit.kind !== 'insert').length;
      const newCount = edits.filter((edit) => edit.kind !== 'delete').length;
      const header = `@@ -${range(oldStart, oldCount)} +${range(newStart, newCount)} @@`;
      return [header, ...edits.map((edit) => sign[edit.kind] + edit.line)].join('\n');
    })
    .join('\n');
}

/** Applies hunks to the lines they were made from. @throws PatchConflict when the lines differ */
export function applyHunks(lines: readonly string[], hunks: readonly Hunk[]): string[] {
  const result: string[] = [];
  let cursor = 0;
  for (const { oldStart, edits } of hunks) {
    result.push(...lines.slice(cursor, oldStart));
    cursor = oldStart;
    for (const { kind, line } of edits) {
      if (kind !== 'insert') {
        if (lines[cursor] !== line) throw new PatchConflict(cursor, line, lines[cursor]);
        cursor += 1;
      }
      if (kind !== 'delete') result.push(line);
    }
  }
  return result.concat(lines.slice(cursor));
}

/** The hunks that lead back. */
export function invertHunks(hunks: readonly Hunk[]): Hunk[] {
  const inverse = { keep: 'keep', delete: 'insert', insert: 'delete' } as const;
  return hunks.map(({ oldStart, newStart, edits }) => ({
    oldStart: newStart,
    newStart: oldStart,
    edits: edits.map(({ kind, line }) => ({ kind: inverse[kind], line })),
  }));
}
