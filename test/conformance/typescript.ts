import type { Conformance, ConformanceCase } from './conformance.ts';

const right = `export enum Suit { Clubs, Hearts }

export interface Card {
  suit: Suit;
  rank: number;
}

export class Hand {
  constructor(private readonly cards: Card[], public readonly owner = 'nobody') {}
  /** The card of the highest rank. */
  best(): Card | undefined {
    return [...this.cards].sort((a, b) => b.rank - a.rank)[0];
  }
  get size(): number {
    return this.cards.length;
  }
}

export async function deal(ranks: readonly number[]): Promise<Hand> {
  return new Hand(ranks.map((rank): Card => ({ suit: Suit.Hearts, rank })), 'dealer');
}
`;
const wrong = right.replace('b.rank - a.rank', 'a.rank - b.rank');
const solution = { 'cards.ts': right };

const jest = `import { Card, deal, Hand, Suit } from './cards';

const card = (rank: number): Card => ({ suit: Suit.Clubs, rank });

describe('Hand', () => {
  it('knows its best card', () => {
    const hand: Hand = new Hand([card(2), card(9), card(5)]);
    expect(hand.best()).toEqual({ suit: Suit.Clubs, rank: 9 });
    expect(hand.size).toBe(3);
  });
  it.each([[[], undefined], [[7], 7]] as [number[], number | undefined][])('of %j', async (ranks, rank) => {
    expect((await deal(ranks)).best()?.rank).toBe(rank);
  });
  test('has an owner', () => expect(deal([1])).resolves.toHaveProperty('owner', 'dealer'));
});
`;
const tests = { 'cards.test.ts': jest };
const passed = (count?: number) => ({
  outcome: 'passed' as const,
  ...(count === undefined ? {} : { tests: count }),
});
const failed = (
  phase: 'parse' | 'lint' | 'test',
  reason:
    | 'assertion-failed'
    | 'runtime-error'
    | 'early-exit'
    | 'timeout'
    | 'tests-missing'
    | 'no-tests-ran'
    | 'syntax-error'
    | 'type-error'
    | 'output-limit',
) => ({
  outcome: 'failed' as const,
  phase,
  reason,
});
const both = (
  name: string,
  given: Record<string, string>,
  count: number,
): Record<string, ConformanceCase> => ({
  [name]: { solution, tests: given, expect: passed(count) },
  [`${name}, wrong`]: {
    solution: { 'cards.ts': wrong },
    tests: given,
    expect: failed('test', 'assertion-failed'),
  },
});
/** A method `best` of this body, against the same suite. */
const kind = (body: string, expect: ConformanceCase['expect']): ConformanceCase => ({
  solution: { 'cards.ts': right.replace(/return \[\.\.\.this.*/, body) },
  tests,
  expect,
});

export const typescript: Conformance = {
  language: 'typescript',
  kinds: {
    passing: { solution, tests, expect: passed(4) },
    failing: { solution: { 'cards.ts': wrong }, tests, expect: failed('test', 'assertion-failed') },
    hanging: kind('for (;;);', failed('test', 'timeout')),
    crashing: kind("process.kill(process.pid, 'SIGSEGV'); for (;;);", failed('test', 'runtime-error')),
    noTests: {
      solution,
      tests: { 'cards.test.ts': "import { Hand } from './cards';\nexport const hand = Hand;\n" },
      expect: failed('test', 'no-tests-ran'),
    },
    fewerTests: kind('process.exit(0);', failed('test', 'early-exit')),
    skipped: {
      solution,
      tests: { 'cards.test.ts': jest.replace("test('has", "test.skip('has") },
      expect: failed('test', 'tests-missing'),
    },
    syntaxError: kind('return [;', failed('parse', 'syntax-error')),
    lintError: kind('return bestOf(this.cards);', failed('lint', 'type-error')),
    typeError: kind("return 'ace';", failed('lint', 'type-error')),
    memory: kind('const all: Buffer[] = []; for (;;) all.push(Buffer.alloc(1e7, 1));', {
      outcome: 'failed',
      phase: 'test',
      reason: ['memory-limit', 'runtime-error'],
    }),
    output: kind("for (;;) console.log('x'.repeat(1000));", failed('test', 'output-limit')),
  },
  usages: {
    ...both(
      'vitest, with the ending .js',
      {
        'tests/cards.spec.ts': `import { expect, test } from 'vitest';\n${jest.replace("'./cards'", "'../cards.js'")}`,
      },
      4,
    ),
    ...both(
      'node:test',
      {
        'cards.test.ts': `import test from 'node:test';\nimport assert from 'node:assert/strict';\nimport { Hand, Suit, type Card } from './cards.ts';\ntest('best', (): void => {\n  const cards: Card[] = [{ suit: Suit.Clubs, rank: 1 }, { suit: Suit.Clubs, rank: 3 }];\n  assert.deepEqual(new Hand(cards).best(), { suit: Suit.Clubs, rank: 3 });\n});\n`,
      },
      1,
    ),
    ...both(
      'a script that requires',
      {
        'cards.test.ts': `declare var require: any;\nconst assert = require('node:assert');\nconst { Hand } = require('./cards');\nfunction test() {\n  const best = new Hand([{ suit: 0, rank: 4 }, { suit: 1, rank: 8 }]).best();\n  assert.deepEqual(best, { suit: 1, rank: 8 });\n}\n\ntest();\n`,
      },
      1,
    ),
    'other names of folders': {
      solution: { 'src/add.ts': 'export const add = (a: number, b: number): number => a + b;\n' },
      tests: {
        'test/add.test.ts':
          "import { add } from '@/add';\ntest('add', () => { expect(add(1, 2)).toBe(3); });\n",
        'tsconfig.json':
          '{\n  // ours\n  "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"] } },\n}\n',
      },
      expect: passed(1),
    },
    decorators: {
      solution: {
        'twice.ts':
          'export function twice(method: (n: number) => number, _: ClassMethodDecoratorContext) {\n  return (n: number): number => 2 * method(n);\n}\nexport class Sum {\n  accessor unit = 1;\n  @twice add(n: number): number {\n    return n + 1;\n  }\n}\n',
      },
      tests: {
        'twice.test.ts':
          "import { Sum } from './twice';\ntest('twice', () => { expect(new Sum().add(2)).toBe(6); expect(new Sum().unit).toBe(1); });\n",
      },
      expect: passed(1),
    },
    'types that are handed on by name': {
      solution: {
        'pair.ts':
          "import { Pair } from './types';\nexport { Pair };\nexport const pair = (a: number): Pair => ({ a });\n",
        'types.ts': 'export interface Pair { a: number }\n',
      },
      tests: {
        'pair.test.ts':
          "import { Pair, pair } from './pair';\ntest('pair', () => { const p: Pair = pair(2); expect(p).toEqual({ a: 2 }); });\n",
      },
      expect: passed(1),
    },
    'parameters without types': {
      solution: { 'add.ts': 'export function add(a, b) {\n  return a + b;\n}\n' },
      tests: {
        'add.test.ts': "import { add } from './add';\ntest('add', () => { expect(add(1, 2)).toBe(3); });\n",
      },
      expect: passed(1),
    },
  },
};
