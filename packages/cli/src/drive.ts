import { setTimeout as pause } from 'node:timers/promises';
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

/** Longest wait for workers to close once nothing is in flight, in ms: without Redis they would wait for ever. */
const CLOSE_MS = 5_000;

/** Starts workers on the queues of the factory: for one run, or for all. */
export function startWorkers(
  factory: Factory,
  concurrency: Partial<Record<StageName, number>>,
  watch: Watch,
  run?: Run,
): Workers {
  return factory.queues.work({
    concurrency,
    perform: async (task, signal) => {
      // What belongs to another run is left to its own command or to `work`: the ledger keeps it.
      if (run !== undefined && task.run !== run.id) return [];
      return watch.timed(task.stage, () => perform(task, factory.services, signal));
    },
    onDone: () => undefined,
    onFailed: (task, error, final) => {
      watch.failed(task, error, final);
    },
    onTrouble: (error) => {
      watch.trouble(error);
    },
  });
}

/** Takes no new job, lets what is in flight finish, and closes the workers, whether Redis is there or not. */
export async function stopWorkers(workers: Workers, watch: Watch): Promise<void> {
  const stopped = workers.stop();
  await Promise.race([stopped, watch.settled()]);
  await Promise.race([stopped, pause(CLOSE_MS, undefined, { ref: false })]);
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
  const workers = startWorkers(factory, concurrency, watch, run);
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
  try {
    for (;;) {
      if (signal.aborted) {
        await stopWorkers(workers, watch);
        return 'stopped';
      }
      // What the user must mend fails for every task alike: stop at the first.
      const fatal = watch.givenUp.find(({ error }) => error instanceof AppError && error.remedy !== 'retry');
      if (fatal !== undefined) throw fatal.error;
      if ((await factory.ledger.countOpenTasks(run.id)) === 0) {
        await stopWorkers(workers, watch);
        return 'done';
      }
      // Without Redis this waits until it is back, or until the user stops.
      if ((await Promise.race([idle(factory.queues), aborted])) === true) {
        // Nothing is queued, yet tasks are open: they were given up, or Redis lost them.
        if (watch.givenUp.length > 0) throw incomplete(watch.givenUp);
        await Promise.race([refill(factory, run), aborted]);
      }
      await Promise.race([pause(LOOK_MS), aborted]);
    }
  } catch (error) {
    await Promise.race([workers.abort(), pause(CLOSE_MS, undefined, { ref: false })]);
    throw error;
  }
}

async function idle(queues: Queues): Promise<boolean> {
  const depths = Object.values(await queues.depths());
  return depths.every(({ waiting, active, delayed }) => waiting + active + delayed === 0);
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
