import type { Attempt, Problem, Snippet, Suite, Verdict } from './records.ts';
import type { Run } from './run.ts';
import type { Statistics } from './statistics.ts';
import type { CallStore } from './teacher.ts';
import type { StageName } from './words.ts';

/** One stage to be done on one record within one run. `subject` names the record. */
export interface Task {
  run: string;
  stage: StageName;
  subject: string;
}

export type LedgerRecord =
  | { kind: 'snippet'; record: Snippet }
  | { kind: 'problem'; record: Problem }
  | { kind: 'suite'; record: Suite }
  | { kind: 'attempt'; record: Attempt }
  | { kind: 'verdict'; record: Verdict };

/** What a stage made of a task: records to keep, and the tasks that follow from them. */
export interface StageResult {
  records: LedgerRecord[];
  /** Id of the record that the task was for. */
  made?: string;
  next: Task[];
  /** The teacher gave no readable answer; the task ends here. */
  failure?: { reason: 'teacher-failed'; detail: string };
}

/** A passed attempt with everything that led to it. */
export interface PairStory {
  run: Run;
  snippet: Snippet;
  problem: Problem;
  suite: Suite;
  /** Try 0, then try 1 where there was a correction, each with its verdict. */
  attempts: { attempt: Attempt; verdict: Verdict }[];
}

/** The truth. Every write is an upsert by content id; a task is closed in the transaction that keeps its records. */
export interface Ledger extends CallStore {
  /** A random name given to the ledger when it was made; queues of different ledgers never mix. */
  readonly id: string;
  /**
   * Keeps the run and opens its first tasks, also where they were done before: the repository may have changed.
   * What the teacher could not answer is opened again too.
   */
  openRun(run: Run, first: readonly Task[]): Promise<void>;
  run(id: string): Promise<Run | undefined>;
  runs(): Promise<Run[]>;
  snippet(id: string): Promise<Snippet | undefined>;
  problem(id: string): Promise<Problem | undefined>;
  suite(id: string): Promise<Suite | undefined>;
  attempt(id: string): Promise<Attempt | undefined>;
  verdict(attemptId: string): Promise<Verdict | undefined>;
  /** Whether the task is still to be done. */
  isOpen(task: Task): Promise<boolean>;
  /** In one transaction: keeps the records, opens the tasks that follow, closes the task. */
  complete(task: Task, result: StageResult): Promise<void>;
  /** Keeps a verdict that settles nothing (`inconclusive`): its task stays open. */
  keep(record: LedgerRecord): Promise<void>;
  /** Open tasks, of one run or of all. */
  openTasks(run?: string): AsyncIterable<Task>;
  countOpenTasks(run?: string): Promise<number>;
  statistics(run?: string): Promise<Statistics>;
  /** Pairs in a stable order (by id of the passed attempt), each once. */
  pairs(run?: string): AsyncIterable<PairStory>;
  close(): Promise<void>;
}
