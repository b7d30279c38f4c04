import { createRequire } from 'node:module';
import { Language as Grammar, Parser, Query, type Tree } from 'web-tree-sitter';

const require = createRequire(import.meta.url);
const grammars = new Map<string, Promise<Grammar>>();
const queries = new Map<string, Query>();
let ready: Promise<void> | undefined;

async function grammarOf(name: string): Promise<Grammar> {
  ready ??= Parser.init();
  await ready;
  let grammar = grammars.get(name);
  if (grammar === undefined) {
    grammar = Grammar.load(require.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${name}.wasm`));
    grammars.set(name, grammar);
  }
  return grammar;
}

/** Parses `text` and hands the tree to `read`; the tree's memory, outside the JavaScript heap, is freed after. */
export async function withTree<T>(
  grammarName: string,
  text: string,
  read: (tree: Tree, query: (source: string) => Query) => T,
): Promise<T> {
  const grammar = await grammarOf(grammarName);
  const parser = new Parser();
  parser.setLanguage(grammar);
  const tree = parser.parse(text);
  try {
    if (tree === null) throw new Error(`tree-sitter gave no tree for ${grammarName}`);
    return read(tree, (source) => {
      const key = `${grammarName}\n${source}`;
      let query = queries.get(key);
      if (query === undefined) {
        query = new Query(grammar, source);
        queries.set(key, query);
      }
      return query;
    });
  } finally {
    tree?.delete();
    parser.delete();
  }
}
