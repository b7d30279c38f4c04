import {
  AppError,
  type Queues,
  type Run,
  type StageName,
  type Task,
  type Workers,
} from '@seedmill/contracts';
import { perform } from '@seedmill/pipeline';
import type { Factory } from './compose.ts';
import type { Watch } from './watch.ts';

/** How often a run looks whether it is done, in ms. */
const LOOK_MS = 250;
/** Tasks added to the queues at a time when they are rebuilt. */
const BATCH = 1_000;

/** Jobs in flight per stage: those that wait for the teacher, and those that keep a slot busy. */
export function concurrencyOf(waiting: number, slots: number): Record<StageName, number> {
  return { snippet: 1, problem: waiting, suite: waiting, solution: waiting, verify: slots, correct: waiting };
}

/** Rebuilds the queues from the ledger: whatever Redis lost or gave up is there again. */
export async function refill({ ledger, queues }: Factory, run?: Run): Promise<void> {
  await queues.forgetFailed();
  const batch: Task[] = [];
  for await (const task of ledger.openTasks(run?.id)) {
    batch.push(task);
    if (batch.length === BATCH) await queues.add(batch.splice(0));
  }
  await queues.add(batch);
}

/** Starts workers on the queues of the factory. */
export function startWorkers(
  factory: Factory,
  concurrency: Partial<Record<StageName, number>>,
  watch: Watch,
): Workers {
  return factory.queues.work({
    concurrency,
    perform: (task, signal) => watch.timed(task.stage, () => perform(task, factory.services, signal)),
    onDone: () => undefined,
    onFailed: (task, error, final) => {
      watch.failed(task, error, final);
    },
    onTrouble: (error) => {
      watch.trouble(error);
    },
  });
}

/**
 * Works on a run until none of its tasks is open.
 *
 * @returns `stopped` when `signal` asked for a clean stop; what was in flight is finished first
 * @throws AppError when the machinery needs mending, or when tasks were given up
 */
export async function drive(
  factory: Factory,
  run: Run,
  concurrency: Partial<Record<StageName, number>>,
  watch: Watch,
  signal: AbortSignal,
): Promise<'done' | 'stopped'> {
  await refill(factory, run);
  const workers = startWorkers(factory, concurrency, watch);
  try {
    for (;;) {
      if (signal.aborted) {
        await workers.stop();
        return 'stopped';
      }
      // What the user must mend fails for every task alike: stop at the first.
      const fatal = watch.givenUp.find(({ error }) => error instanceof AppError && error.remedy !== 'retry');
      if (fatal !== undefined) throw fatal.error;
      if ((await factory.ledger.countOpenTasks(run.id)) === 0) {
        await workers.stop();
        return 'done';
      }
      if (await idle(factory.queues)) {
        // Nothing is queued, yet tasks are open: they were given up, or Redis lost them.
        if (watch.givenUp.length > 0) throw incomplete(watch.givenUp);
        await refill(factory, run);
      }
      await nextLook(signal);
    }
  } catch (error) {
    await workers.abort();
    throw error;
  }
}

async function idle(queues: Queues): Promise<boolean> {
  const depths = Object.values(await queues.depths());
  return depths.every(({ waiting, active, delayed }) => waiting + active + delayed === 0);
}

function nextLook(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, LOOK_MS);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}

function incomplete(givenUp: readonly { task: Task; error: Error }[]): AppError {
  const [first] = givenUp;
  const hint = first?.error instanceof AppError ? first.error.hint : 'See npx seedmill doctor.';
  const many = givenUp.length === 1 ? 'One task was' : `${givenUp.length} tasks were`;
  return new AppError(
    'RUN_INCOMPLETE',
    'fix-setup',
    `${many} given up after several tries; ${first?.task.stage}: ${first?.error.message ?? ''}`,
    `${hint} Then give the same command again: everything that was finished is kept.`,
  );
}
