import {
  AppError,
  type StageName,
  stageNames,
  type Task,
  type Workers,
  type WorkOptions,
} from '@seedmill/contracts';
import { type Job, UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { waitAfter } from './backoff.ts';
import type { JobIds } from './queues.ts';

/**
 * A job whose process died is taken up again when its lock has run out and the next check for stalled jobs
 * comes: within 15 s. The lock is renewed every 5 s, so an event loop blocked for that long is still safe.
 */
const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5_000;
/** A job may lose its process this often (a machine that is restarted again and again) before it is given up. */
const MOST_STALLS = 20;

export function startWorkers(
  connection: { connection: Redis; prefix: string },
  add: (tasks: readonly Task[]) => Promise<void>,
  work: WorkOptions,
): Workers {
  const taskOf = (stage: StageName, { data }: Job<JobIds>): Task => ({ stage, ...data });

  const workers = stageNames.flatMap((stage) => {
    const concurrency = work.concurrency[stage];
    if (concurrency === undefined) return [];
    const worker = new Worker<JobIds>(
      stage,
      async (job, _token, signal) => {
        try {
          await add(await work.perform(taskOf(stage, job), signal ?? new AbortController().signal));
        } catch (error) {
          // Trying again cannot mend what the user must mend.
          if (error instanceof AppError && error.remedy !== 'retry') throw new Given(error);
          throw error;
        }
      },
      {
        ...connection,
        concurrency,
        lockDuration: LOCK_MS,
        stalledInterval: STALLED_CHECK_MS,
        maxStalledCount: MOST_STALLS,
        settings: { backoffStrategy: (tries, _type, error) => waitAfter(tries, error) },
      },
    );
    worker.on('completed', (job) => {
      work.onDone(taskOf(stage, job));
    });
    worker.on('failed', (job, error) => {
      if (job === undefined) return;
      const given = error instanceof Given;
      const final = given || job.attemptsMade >= (job.opts.attempts ?? 1);
      work.onFailed(taskOf(stage, job), given ? error.reason : error, final);
    });
    worker.on('error', work.onTrouble);
    return [worker];
  });

  const close = async (force: boolean) => {
    await Promise.all(workers.map((worker) => worker.close(force)));
  };
  return {
    stop: () => close(false),
    async abort() {
      for (const worker of workers) worker.cancelAllJobs('the run stops');
      await close(true);
    },
  };
}

/** Tells BullMQ not to try again, and keeps why. */
class Given extends UnrecoverableError {
  readonly reason: AppError;
  constructor(reason: AppError) {
    super(reason.message);
    this.reason = reason;
  }
}
