import { randomUUID } from 'node:crypto';
import { AppError, type Task, type WorkOptions } from '@seedmill/contracts';
import { openQueues } from '@seedmill/queue';
import { expect, onTestFinished, test } from 'vitest';
import { serviceUrls } from './support/services.ts';

const { redis } = serviceUrls();
const task = (subject: string, stage: Task['stage'] = 'problem'): Task => ({ run: 'run-1', stage, subject });

/** Queues of a ledger of the test's own, and workers that note what they were given. */
async function bench(
  perform: (task: Task, signal: AbortSignal) => Promise<Task[]>,
  ledger: string = randomUUID(),
) {
  const queues = await openQueues(redis, ledger);
  const seen: string[] = [];
  const failures: { subject: string; error: Error; final: boolean }[] = [];
  const options: WorkOptions = {
    concurrency: { problem: 4, suite: 4 },
    perform: (given, signal) => {
      seen.push(`${given.stage} ${given.subject}`);
      return perform(given, signal);
    },
    onDone: () => undefined,
    onFailed: ({ subject }, error, final) => failures.push({ subject, error, final }),
    onTrouble: () => undefined,
  };
  onTestFinished(() => queues.close());
  const work = () => {
    const workers = queues.work(options);
    onTestFinished(() => workers.abort());
    return workers;
  };
  return { queues, seen, failures, work };
}

test('a task is performed, and so are those that follow from it', async () => {
  const { queues, seen, work } = await bench(({ stage, subject }) =>
    Promise.resolve(stage === 'problem' ? [task(`${subject}/python`, 'suite')] : []),
  );
  await queues.add([task('snip-1'), task('snip-2')]);
  work();
  await expect
    .poll(() => [...seen].sort())
    .toEqual(['problem snip-1', 'problem snip-2', 'suite snip-1/python', 'suite snip-2/python']);
});

test('a task that is queued is not queued twice; one that was done can be', async () => {
  const { queues, seen, work } = await bench(() => Promise.resolve([]));
  await queues.add([task('snip-1'), task('snip-1')]);
  await queues.add([task('snip-1')]);
  expect((await queues.depths()).problem.waiting).toBe(1);
  work();
  await expect.poll(() => seen).toEqual(['problem snip-1']);
  await expect
    .poll(async () => (await queues.depths()).problem)
    .toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
  await queues.add([task('snip-1')]);
  await expect.poll(() => seen.length).toBe(2);
});

test('what may succeed later is tried again by itself', async () => {
  let down = true;
  const { queues, seen, failures, work } = await bench(() => {
    if (!down) return Promise.resolve([]);
    down = false;
    return Promise.reject(new AppError('TEACHER_BUSY', 'retry', 'busy', 'wait'));
  });
  await queues.add([task('snip-1')]);
  work();
  await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(2);
  expect(failures).toMatchObject([{ subject: 'snip-1', final: false, error: { code: 'TEACHER_BUSY' } }]);
});

test('what the user must mend is not tried again; its job can be forgotten and added anew', async () => {
  const { queues, seen, failures, work } = await bench(() =>
    Promise.reject(new AppError('KEY', 'fix-setup', 'wrong key', 'set it')),
  );
  await queues.add([task('snip-1')]);
  work();
  await expect.poll(() => failures).toMatchObject([{ final: true, error: { code: 'KEY', hint: 'set it' } }]);
  expect(seen).toHaveLength(1);
  await queues.add([task('snip-1')]);
  expect((await queues.depths()).problem).toMatchObject({ waiting: 0, failed: 1 });
  await queues.forgetFailed();
  await queues.add([task('snip-1')]);
  await expect.poll(() => seen.length).toBe(2);
});

test('stopping waits for what is in flight', async () => {
  let finish = (): void => undefined;
  let finished = false;
  const { queues, seen, work } = await bench(async () => {
    await new Promise<void>((resolve) => (finish = resolve));
    finished = true;
    return [];
  });
  await queues.add([task('snip-1')]);
  const workers = work();
  await expect.poll(() => seen.length).toBe(1);
  const stopped = workers.stop();
  finish();
  await stopped;
  expect(finished).toBe(true);
});

test('aborting cancels what is in flight', async () => {
  const cancelled: string[] = [];
  const { queues, seen, work } = await bench(
    ({ subject }, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          cancelled.push(subject);
          reject(new Error('cancelled'));
        });
      }),
  );
  await queues.add([task('snip-1')]);
  const workers = work();
  await expect.poll(() => seen.length).toBe(1);
  await workers.abort();
  expect(cancelled).toEqual(['snip-1']);
});

test('the queues of two ledgers on one Redis do not mix', async () => {
  const one = await bench(() => Promise.resolve([]));
  const other = await bench(() => Promise.resolve([]));
  await one.queues.add([task('snip-1')]);
  expect((await other.queues.depths()).problem.waiting).toBe(0);
});

test('without Redis there is one sentence that says so, and no password in it', async () => {
  await expect(openQueues(null, 'x')).rejects.toMatchObject({ code: 'REDIS_MISSING', remedy: 'fix-setup' });
  const refused = openQueues('redis://:secret-word@127.0.0.1:1', 'x');
  await expect(refused).rejects.toMatchObject({
    code: 'REDIS_UNREACHABLE',
    message: expect.stringContaining('127.0.0.1:1') as string,
  });
  await expect(refused).rejects.not.toThrow(/secret-word/);
});
