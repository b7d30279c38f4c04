import { z } from 'zod';
import { failureReason, phase, suiteRejection, teacherStage } from './words.ts';

/** What made a record that came from the teacher. */
export const maker = z.strictObject({
  /** The run that made it first; a later run may use it too. */
  run: z.string(),
  model: z.string(),
  /** Name and version of the prompt, such as `suite@1`. */
  prompt: z.string(),
  /** The ledger's id of the teacher call that gave the accepted answer. */
  call: z.string(),
});
export type Maker = z.infer<typeof maker>;

/** One file of a program. `file` is a relative path with `/`. */
export const sourceFile = z.strictObject({ file: z.string(), code: z.string() });
export type SourceFile = z.infer<typeof sourceFile>;

export const snippetKinds = ['function', 'class', 'module'] as const;

/** One piece of seed code. */
export const snippet = z.strictObject({
  id: z.string(),
  run: z.string(),
  language: z.string(),
  kind: z.enum(snippetKinds),
  /** The name it is defined under; for a module its file name. */
  name: z.string(),
  text: z.string(),
  /** The origin's URL without credentials, or the folder's name; never a path of this machine. */
  repo: z.string(),
  commit: z.string().nullable(),
  /** Relative to the seed repository, with `/`. */
  path: z.string(),
  /** First and last line, counted from 1, both included. */
  startLine: z.int().positive(),
  endLine: z.int().positive(),
  /** The nearest licence file at or above the snippet, relative to the seed repository. */
  licenceFile: z.string().nullable(),
});
export type Snippet = z.infer<typeof snippet>;

export const difficulties = ['easy', 'medium', 'hard'] as const;

/** A self-contained programming task inspired by one snippet. */
export const problem = z.strictObject({
  id: z.string(),
  snippetId: z.string(),
  title: z.string(),
  statement: z.string(),
  topic: z.string(),
  difficulty: z.enum(difficulties),
  concepts: z.array(z.string()),
  madeBy: maker,
});
export type Problem = z.infer<typeof problem>;

/** What the check against the bare interface found. Only an accepted suite is solved against. */
export const suiteCheck = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('accepted'),
    /** The names of the tests that ran against the bare interface, sorted; a pass must run exactly these. */
    tests: z.array(z.string()),
    /** Digest of the sandbox image. */
    image: z.string(),
  }),
  z.strictObject({ outcome: z.literal('rejected'), reason: suiteRejection, detail: z.string() }),
]);
export type SuiteCheck = z.infer<typeof suiteCheck>;

/** The unit tests of one problem in one language, with the interface they are written against. */
export const suite = z.strictObject({
  id: z.string(),
  problemId: z.string(),
  language: z.string(),
  interface: sourceFile,
  tests: sourceFile,
  check: suiteCheck,
  madeBy: maker,
});
export type Suite = z.infer<typeof suite>;

/** One program written for one problem in one language. */
export const attempt = z.strictObject({
  id: z.string(),
  problemId: z.string(),
  suiteId: z.string(),
  language: z.string(),
  /** Sample number, from 0. */
  sample: z.int().nonnegative(),
  /** 0 = first, 1 = correction. */
  try: z.union([z.literal(0), z.literal(1)]),
  /** The attempt that this one corrects. */
  corrects: z.string().nullable(),
  solution: sourceFile,
  madeBy: maker,
});
export type Attempt = z.infer<typeof attempt>;

export const testCase = z.strictObject({
  name: z.string(),
  outcome: z.enum(['passed', 'failed', 'skipped']),
  /** Set where something else than a test failed: a `group` of tests (its hooks), or the whole `file`. */
  scope: z.enum(['group', 'file']).optional(),
  /** Of a failure: `assertion` – a check of the suite did not hold; `error` – anything else was thrown. */
  kind: z.enum(['assertion', 'error']).optional(),
  /** What the runner said about a failure, bounded. */
  message: z.string().optional(),
});
export type TestCase = z.infer<typeof testCase>;

/** What the phase that decided printed; the teacher sees it when it corrects. Texts are bounded. */
export const phaseOutput = z.strictObject({
  command: z.string(),
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  stdout: z.string(),
  stderr: z.string(),
});
export type PhaseOutput = z.infer<typeof phaseOutput>;

const verdictParts = {
  attemptId: z.string(),
  run: z.string(),
  /** Counts over the suite; zero where the tests were not reached. */
  tests: z.strictObject({
    declared: z.int().nonnegative(),
    passed: z.int().nonnegative(),
    failed: z.int().nonnegative(),
    skipped: z.int().nonnegative(),
  }),
  cases: z.array(testCase),
  /** Linter findings that do not fail a solution (style, unused names). */
  warnings: z.array(z.string()),
  output: phaseOutput.nullable(),
  /** Digest of the sandbox image; null where the sandbox was not reached. */
  image: z.string().nullable(),
  /** Wall time of the whole verification in milliseconds. */
  ms: z.number().nonnegative(),
};

/** What verification found about one attempt. `inconclusive` is never the solution's fault. */
export const verdict = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('passed'), ...verdictParts }),
  z.strictObject({ outcome: z.literal('failed'), phase, reason: failureReason, ...verdictParts }),
  z.strictObject({ outcome: z.literal('inconclusive'), cause: z.string(), ...verdictParts }),
]);
export type Verdict = z.infer<typeof verdict>;
export type Failed = Extract<Verdict, { outcome: 'failed' }>;

/** One finished call of the teacher, kept so that it is never paid twice. */
export const teacherCall = z.strictObject({
  /** Hash of model, parameters, messages, and the record and sample asked for. */
  id: z.string(),
  run: z.string(),
  stage: teacherStage,
  /** What is asked for: a snippet, problem/language, suite/sample or attempt. */
  record: z.string(),
  /** 0 for the first question, n for the n-th time it was asked again. */
  ask: z.int().nonnegative(),
  model: z.string(),
  text: z.string(),
  finishReason: z.string(),
  inputTokens: z.int().nonnegative().nullable(),
  outputTokens: z.int().nonnegative().nullable(),
  ms: z.number().nonnegative(),
});
export type TeacherCall = z.infer<typeof teacherCall>;
