import type { Definition } from '@seedmill/contracts';
import { expect, test } from 'vitest';
import { cut } from './cut.ts';

const definition = (name: string, startLine: number, endLine: number): Definition => ({
  kind: 'function',
  name,
  text: name,
  startLine,
  endLine,
});
const file = (lines: number) => ({ name: 'm.py', text: `${'x\n'.repeat(lines)}\n\n` });

test('a short file with several definitions is one module', () => {
  const { pieces } = cut(file(40), [definition('a', 1, 12), definition('b', 14, 40)]);
  expect(pieces).toEqual([
    { kind: 'module', name: 'm.py', text: file(40).text.trimEnd(), startLine: 1, endLine: 40 },
  ]);
});

test('a longer file is cut into its definitions, those of bad length left out and counted', () => {
  const { pieces, skipped } = cut(file(400), [
    definition('a', 1, 30),
    definition('tiny', 31, 33),
    definition('huge', 40, 390),
  ]);
  expect(pieces.map(({ name }) => name)).toEqual(['a']);
  expect(skipped).toEqual(['too-short', 'too-long']);
});

test('a short file with one definition gives that definition', () => {
  expect(cut(file(20), [definition('a', 3, 20)]).pieces).toMatchObject([{ kind: 'function', name: 'a' }]);
});

test('a file without definitions gives nothing', () => {
  expect(cut(file(20), [])).toEqual({ pieces: [], skipped: ['no-definitions'] });
});
