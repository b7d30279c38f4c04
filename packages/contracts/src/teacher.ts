import type { Attempt, Failed, Maker, Problem, Snippet, SourceFile, Suite, TeacherCall } from './records.ts';
import type { TeacherStage } from './words.ts';

export interface Message {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** One question to a model. `stage`, `record` and `ask` name it; recordings are keyed by them. */
export interface Question {
  stage: TeacherStage;
  record: string;
  ask: number;
  messages: readonly Message[];
}

export interface Reply {
  text: string;
  model: string;
  finishReason: string;
  inputTokens: number | null;
  outputTokens: number | null;
}

/** A source of replies: an endpoint, a recording. Throws `AppError` when no reply can be had. */
export interface Provider {
  /** Model name and parameters: part of a call's identity. */
  readonly identity: Readonly<Record<string, unknown>>;
  /** Throws `AppError` (fix-setup) where it is plain that no call can succeed. Costs nothing. */
  check(signal?: AbortSignal): Promise<void>;
  complete(question: Question, signal?: AbortSignal): Promise<Reply>;
}

/** Where finished calls are kept. The ledger is one. */
export interface CallStore {
  call(id: string): Promise<TeacherCall | undefined>;
  recordCall(call: TeacherCall): Promise<void>;
}

/** A readable answer, or the teacher's failure to give one after being asked again. */
export type Answer<T> =
  | { outcome: 'answered'; value: T; madeBy: Maker }
  | { outcome: 'teacher-failed'; detail: string };

export type ProblemDraft = Pick<Problem, 'title' | 'statement' | 'topic' | 'difficulty' | 'concepts'>;
export type SuiteDraft = Pick<Suite, 'interface' | 'tests'>;

/** Writes problems, suites, solutions and corrections. It never sees a solution when it writes a suite, nor a suite when it writes a solution. */
export interface Teacher {
  problem(run: string, snippet: Snippet, signal?: AbortSignal): Promise<Answer<ProblemDraft>>;
  suite(run: string, problem: Problem, language: string, signal?: AbortSignal): Promise<Answer<SuiteDraft>>;
  solution(
    run: string,
    problem: Problem,
    suite: Suite,
    sample: number,
    signal?: AbortSignal,
  ): Promise<Answer<SourceFile>>;
  correction(
    run: string,
    work: { problem: Problem; suite: Suite; attempt: Attempt; verdict: Failed },
    signal?: AbortSignal,
  ): Promise<Answer<SourceFile>>;
}
