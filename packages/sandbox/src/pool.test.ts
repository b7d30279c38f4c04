import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Pool, type PoolSettings } from './pool.ts';

function openPool(settings: Partial<PoolSettings<string>> = {}) {
  const events: string[] = [];
  let number = 0;
  let failure: Error | null = null;
  const pool = new Pool<string>({
    slots: 1,
    recycleAfter: 100,
    idleMs: 60_000,
    open: (language) => {
      if (failure !== null) return Promise.reject(failure);
      number += 1;
      events.push(`open ${language}${number}`);
      return Promise.resolve(`${language}${number}`);
    },
    close: (resource) => {
      events.push(`close ${resource}`);
      return Promise.resolve();
    },
    ...settings,
  });
  return {
    pool,
    events,
    failWith: (error: Error | null) => {
      failure = error;
    },
  };
}

describe('a pool', () => {
  it('closes a slot that nobody used for a while, and only that one', async () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const { pool, events } = openPool({ slots: 2, idleMs: 1000 });
    const [one, two] = [await pool.acquire('a'), await pool.acquire('b')];
    pool.release(one);
    pool.release(two);
    await vi.advanceTimersByTimeAsync(600);
    pool.release(await pool.acquire('a'));
    await vi.advanceTimersByTimeAsync(600);
    expect(events).toEqual(['open a1', 'open b2', 'close b2']);
    await vi.advanceTimersByTimeAsync(600);
    expect(events).toEqual(['open a1', 'open b2', 'close b2', 'close a1']);
    expect((await pool.acquire('a')).resource).toBe('a3');
  });

  it('lets a warm slot serve its own language first, but nobody wait for ever', async () => {
    const { pool, events } = openPool();
    const order: string[] = [];
    const use = async (language: string) => {
      const slot = await pool.acquire(language);
      order.push(language);
      pool.release(slot);
    };
    const busy = await pool.acquire('a');
    const all = [use('b'), ...Array.from({ length: 40 }, () => use('a'))];
    pool.release(busy);
    await Promise.all(all);
    expect(order.indexOf('b')).toBe(16);
    expect(events).toEqual(['open a1', 'close a1', 'open b2', 'close b2', 'open a3']);
  });

  it('serves those of one language in the order of asking', async () => {
    const { pool } = openPool();
    const order: string[] = [];
    const use = async (name: string, language: string) => {
      const slot = await pool.acquire(language);
      order.push(name);
      pool.release(slot);
    };
    await Promise.all(['1', '2', '3', '4'].map((name) => use(name, 'a')));
    expect(order).toEqual(['1', '2', '3', '4']);
  });

  it('keeps slots warm, and closes an idle one of another language only for want of room', async () => {
    const { pool, events } = openPool({ slots: 2 });
    pool.release(await pool.acquire('a'));
    pool.release(await pool.acquire('a'));
    pool.release(await pool.acquire('b'));
    expect(events).toEqual(['open a1', 'open b2']);
    pool.release(await pool.acquire('c'));
    expect(events).toEqual(['open a1', 'open b2', 'close a1', 'open c3']);
  });

  it('replaces a slot after so many jobs, and one that was discarded', async () => {
    const { pool, events } = openPool({ recycleAfter: 2 });
    for (let i = 0; i < 3; i++) pool.release(await pool.acquire('a'));
    pool.discard(await pool.acquire('a'));
    pool.release(await pool.acquire('a'));
    expect(events).toEqual(['open a1', 'close a1', 'open a2', 'close a2', 'open a3']);
  });

  it('goes on after an opening that failed', async () => {
    const { pool, failWith } = openPool();
    failWith(new Error('no daemon'));
    const [first, second] = [pool.acquire('a'), pool.acquire('a')];
    await expect(first).rejects.toThrow('no daemon');
    await expect(second).rejects.toThrow('no daemon');
    failWith(null);
    expect((await pool.acquire('a')).resource).toBe('a1');
  });

  it('lets a waiting one leave', async () => {
    const { pool } = openPool();
    const slot = await pool.acquire('a');
    const abort = new AbortController();
    const waiting = pool.acquire('a', abort.signal);
    const next = pool.acquire('a');
    abort.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    pool.release(slot);
    expect((await next).resource).toBe('a1');
  });

  it('lets one leave for whom a slot is being opened; the slot is for the next', async () => {
    const opening = Promise.withResolvers<string>();
    const { pool, events } = openPool({ open: () => opening.promise });
    const abort = new AbortController();
    const leaving = pool.acquire('a', abort.signal);
    const next = pool.acquire('a');
    abort.abort(new Error('enough'));
    await expect(leaving).rejects.toThrow('enough');
    opening.resolve('a1');
    expect((await next).resource).toBe('a1');
    expect(events).toEqual([]);
  });

  it('closes when the last busy slot came back', async () => {
    const { pool, events } = openPool({ slots: 2 });
    pool.release(await pool.acquire('a'));
    const busy = await pool.acquire('b');
    const closed = pool.close();
    await expect(pool.acquire('a')).rejects.toMatchObject({ code: 'SANDBOX_CLOSED' });
    pool.release(busy);
    await closed;
    expect(events).toEqual(['open a1', 'open b2', 'close a1', 'close b2']);
  });
});
