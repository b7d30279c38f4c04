import { AppError } from '@seedmill/contracts';
import { expect, test } from 'vitest';
import { waitAfter } from './backoff.ts';

const busy = (retryAfterMs?: number) =>
  new AppError('TEACHER_BUSY', 'retry', 'busy', 'wait', { retryAfterMs });

test('waits double up to a minute', () => {
  expect([1, 2, 3, 7, 20].map((tries) => waitAfter(tries, busy()))).toEqual([
    1_000, 2_000, 4_000, 60_000, 60_000,
  ]);
  expect(waitAfter(2, new Error('no'))).toBe(2_000);
});

test('an endpoint that asks for more gets it, within an hour', () => {
  expect(waitAfter(1, busy(90_000))).toBe(90_000);
  expect(waitAfter(5, busy(500))).toBe(16_000);
  expect(waitAfter(1, busy(86_400_000))).toBe(3_600_000);
});
