import { expect, test } from 'vitest';
import { linesOf } from './lines.ts';

async function* inChunks(text: string, size: number) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}
const lines = async (text: string, size: number, longest?: number) =>
  await Array.fromAsync(linesOf(inChunks(text, size), longest));

test.each([1, 2, 3, 1000])('lines are put together again from chunks of %i bytes', async (size) => {
  expect(await lines('ein\n\nzwei é\r\n😀', size)).toEqual(['ein', '', 'zwei é', '😀']);
});

test('a line end at the very end begins no further line', async () => {
  expect(await lines('a\nb\n', 2)).toEqual(['a', 'b']);
  expect(await lines('', 2)).toEqual([]);
});

test.each([1, 4, 1000])('a line that is too long is passed over, in chunks of %i bytes', async (size) => {
  expect(await lines(`ok\n${'x'.repeat(50)}\nok too\n`, size, 10)).toEqual(['ok', null, 'ok too']);
});
