import { expect, test } from 'vitest';
import { retryAfterOf } from './retry-after.ts';

const now = Date.parse('Sun, 22 Nov 2026 12:00:00 GMT');

test.each([
  [{ 'retry-after': '7' }, 7_000],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after-ms': '250', 'retry-after': '1' }, 250],
  [{ 'retry-after': 'Sun, 22 Nov 2026 12:01:30 GMT' }, 90_000],
  [{ 'retry-after': 'Sun, 22 Nov 2026 11:00:00 GMT' }, 0],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'retry-after': '-3 apples' }, undefined],
  [{}, undefined],
  [undefined, undefined],
])('%j asks for %s ms', (headers, ms) => {
  expect(retryAfterOf(headers, now)).toBe(ms);
});
