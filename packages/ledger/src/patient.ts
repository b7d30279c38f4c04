import { setTimeout as wait } from 'node:timers/promises';

/** How long a write waits for other writers, in ms, before it is an error. */
const PATIENCE_MS = 120_000;
const PAUSE_MS = 100;

/** SQLite's code for "another process holds the lock". */
const BUSY = 5;

/** Does a write again while other processes hold the database: what was paid for must not be lost to a lock. */
export async function patiently<T>(write: () => Promise<T>): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error;
      await wait(PAUSE_MS);
    }
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && (('errcode' in error && error.errcode === BUSY) || isBusy(error.cause));
