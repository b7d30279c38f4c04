import type { Snippet } from '@seedmill/contracts';

/**
 * At most `most` snippets, spread evenly: one from each file in turn, files and snippets in the order of their
 * ids, which is arbitrary but the same every time. The result is sorted by place in the repository.
 */
export function spread(snippets: readonly Snippet[], most: number): Snippet[] {
  const byFile = new Map<string, Snippet[]>();
  for (const snippet of [...snippets].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const file = byFile.get(snippet.path);
    if (file === undefined) byFile.set(snippet.path, [snippet]);
    else file.push(snippet);
  }
  const chosen: Snippet[] = [];
  for (let turn = 0; chosen.length < Math.min(most, snippets.length); turn += 1) {
    for (const file of byFile.values()) {
      const snippet = file[turn];
      if (snippet !== undefined && chosen.length < most) chosen.push(snippet);
    }
  }
  return chosen.sort((a, b) => (a.path === b.path ? a.startLine - b.startLine : a.path < b.path ? -1 : 1));
}
