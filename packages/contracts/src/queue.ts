import type { Task } from './ledger.ts';
import type { StageName } from './words.ts';

/** What a queue holds of one stage. */
export interface QueueDepth {
  waiting: number;
  active: number;
  /** Waiting for another try. */
  delayed: number;
  /** Given up after their last try; their tasks stay open in the ledger. */
  failed: number;
}

export interface WorkOptions {
  /** Jobs in flight per stage; a stage that is not named is not worked on. */
  concurrency: Partial<Record<StageName, number>>;
  /** Does one task and says which tasks follow. */
  perform(task: Task, signal: AbortSignal): Promise<Task[]>;
  /** A task was done. */
  onDone(task: Task): void;
  /** A task failed; `final` when it will not be tried again by itself. */
  onFailed(task: Task, error: Error, final: boolean): void;
  /** The connection to Redis is in trouble; work goes on by itself when it is back. */
  onTrouble: (error: Error) => void;
}

/** Workers of this process. */
export interface Workers {
  /** Takes no new job and waits for those in flight. */
  stop(): Promise<void>;
  /** Takes no new job and cancels those in flight; their tasks stay open. */
  abort(): Promise<void>;
}

/** The queues of one ledger, one per stage. They hold ids only and can be lost: the ledger rebuilds them. */
export interface Queues {
  /** Adds jobs; a task that is queued already is not added twice. */
  add(tasks: readonly Task[]): Promise<void>;
  /** Forgets jobs that failed for good, so that their tasks can be added again. */
  forgetFailed(): Promise<void>;
  work(options: WorkOptions): Workers;
  depths(): Promise<Record<StageName, QueueDepth>>;
  close(): Promise<void>;
}
