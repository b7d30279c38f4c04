import { createRequire } from 'node:module';
import { languages } from '@seedmill/languages';
import { expect, test } from 'vitest';
import { Language as Grammar, Parser, Query } from 'web-tree-sitter';

const require = createRequire(import.meta.url);

// A query that does not compile would be taken for a text that cannot be analysed, and find nothing.
test.each(languages.map((language) => [language.id, language] as const))(
  'every query of %s fits its grammar',
  async (_id, { grammar, definitions, suite }) => {
    const finds = [
      suite.tests,
      suite.script,
      suite.ownTests ?? '',
      ...suite.alterations.map(({ find }) => find),
    ];
    const queries = [definitions, ...finds].filter((find): find is string => typeof find === 'string');
    if (grammar === null) {
      expect(finds.filter((find) => typeof find === 'string' && find !== '')).toEqual([]);
      return;
    }
    await Parser.init();
    const known = await Grammar.load(
      require.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`),
    );
    for (const query of queries) expect(() => new Query(known, query), query).not.toThrow();
  },
);
