import { AppError } from '@seedmill/contracts';

const FIRST_MS = 1_000;
const MOST_MS = 60_000;
/** Nobody is asked to wait longer, whatever an endpoint says. */
const MOST_ASKED_MS = 3_600_000;

/** Waits before another try, in ms: 1 s, doubling each time up to a minute; longer where the other side asks for it. */
export function waitAfter(tries: number, error?: Error): number {
  const ours = Math.min(FIRST_MS * 2 ** (tries - 1), MOST_MS);
  const asked = error instanceof AppError ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(ours, Math.min(asked, MOST_ASKED_MS));
}
