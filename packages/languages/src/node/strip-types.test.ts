import { expect, test } from 'vitest';
import { withoutTypes } from './strip-types.ts';

test('types are blanked, and nothing moves', () => {
  expect(withoutTypes('const a: number = 1 as number;\nconst b = a!;\n')).toBe(
    'const a         = 1          ;\nconst b = a ;\n',
  );
});

test('enums and parameter properties become code', () => {
  const text = withoutTypes(
    'enum E { A }\nclass P { constructor(public x: number) {} }\nexport const p = new P(E.A);',
  );
  expect(text).toContain('this.x = x');
  expect(text).toContain('E["A"]');
});

test.each([
  ["import { Card, deal } from './cards';\nconst c: Card = deal();", "import { deal } from './cards';"],
  ["import Deck, { Card as C } from './cards';\nconst c: C = new Deck();", "import Deck from './cards';"],
  ["import { a, b } from './cards';\na(b);", "import { a, b } from './cards';"],
])('imported names that only types used are left out: %j', (text, line) => {
  expect(withoutTypes(text).split('\n')[0]).toBe(line);
});

test('an import of types only is gone, its line stays', () => {
  expect(withoutTypes("import { Card } from './cards';\nlet c: Card;\nlet d;")).toBe(
    '\nlet c      ;\nlet d;',
  );
});

test('what is no TypeScript stays as it is', () => {
  expect(withoutTypes('const = ;')).toBe('const = ;');
});
