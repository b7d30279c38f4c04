import { setTimeout as pause } from 'node:timers/promises';
import {
  AppError,
  type QueueDepth,
  type Queues,
  type StageName,
  stageNames,
  type Task,
  type WorkOptions,
} from '@seedmill/contracts';
import { type JobsOptions, Queue } from 'bullmq';
import { connectRedis } from './redis.ts';
import { startWorkers } from './workers.ts';

/** Tries of one job where trying again can help. With the waits below they span about half an hour. */
const TRIES = 36;

/** Longest wait for queues to close, in ms: they may be waiting for a Redis that is away. */
const CLOSE_MS = 2_000;

/** What a job carries: ids only. Its stage is its queue. */
export interface JobIds {
  run: string;
  subject: string;
}

/**
 * Opens the queues of one ledger.
 *
 * @param url of Redis; null when none is configured
 * @param ledgerId keeps the queues of different ledgers apart on one Redis
 * @throws AppError (fix-setup) when Redis does not answer
 */
export async function openQueues(url: string | null, ledgerId: string): Promise<Queues> {
  const { redis } = await connectRedis(url);
  const options = { connection: redis, prefix: `seedmill-${ledgerId}` };
  const queues = new Map(stageNames.map((stage) => [stage, new Queue<JobIds>(stage, options)]));
  // Queues report what the connection reports; the workers pass that on.
  for (const queue of queues.values()) queue.on('error', () => undefined);
  const each = async <T>(read: (queue: Queue<JobIds>, stage: StageName) => Promise<T>) =>
    Promise.all([...queues].map(([stage, queue]) => read(queue, stage)));

  const add = async (tasks: readonly Task[]): Promise<void> => {
    await each(async (queue, stage) => {
      const jobs = tasks.filter((task) => task.stage === stage).map(jobOf);
      if (jobs.length > 0) await queue.addBulk(jobs);
    });
  };

  return {
    add,
    async forgetFailed() {
      await each((queue) => queue.clean(0, 0, 'failed'));
    },
    work: (work: WorkOptions) => startWorkers(options, add, work),
    async depths() {
      const depths = await each(async (queue, stage): Promise<[StageName, QueueDepth]> => {
        const {
          wait = 0,
          prioritized = 0,
          active = 0,
          delayed = 0,
          failed = 0,
        } = await queue.getJobCounts('wait', 'prioritized', 'active', 'delayed', 'failed');
        return [stage, { waiting: wait + prioritized, active, delayed, failed }];
      });
      const of = new Map(depths);
      const depth = (stage: StageName): QueueDepth =>
        of.get(stage) ?? { waiting: 0, active: 0, delayed: 0, failed: 0 };
      return {
        snippet: depth('snippet'),
        problem: depth('problem'),
        suite: depth('suite'),
        solution: depth('solution'),
        verify: depth('verify'),
        correct: depth('correct'),
      };
    },
    async close() {
      // Without Redis the queues would wait for it; nothing of theirs needs to be written.
      redis.disconnect();
      const closed = each((queue) => queue.close().catch(() => undefined));
      await Promise.race([closed, pause(CLOSE_MS, undefined, { ref: false })]);
    },
  };
}

const jobOptions: JobsOptions = {
  attempts: TRIES,
  backoff: { type: 'custom' },
  // What was done is in the ledger. What failed stays to be looked at, until its task is added again.
  removeOnComplete: true,
  removeOnFail: false,
};

function jobOf(task: Task) {
  const { run, stage, subject } = task;
  if (`${run}${subject}`.includes(':'))
    throw new AppError(
      'TASK_INVALID',
      'fix-input',
      `The id ${run} ${subject} holds a colon.`,
      'Ids come from contentId.',
    );
  // The same task has the same job id: while it is queued or in flight it cannot be added twice.
  return { name: stage, data: { run, subject }, opts: { ...jobOptions, jobId: `${run}-${subject}` } };
}
