import { z } from 'zod';

/** The six stages, in the order in which a snippet's offspring pass through them. */
export const stageNames = ['snippet', 'problem', 'suite', 'solution', 'verify', 'correct'] as const;
export const stageName = z.enum(stageNames);
export type StageName = z.infer<typeof stageName>;

/** The stages that ask the teacher. Recordings and prompts carry these names. */
export const teacherStages = ['problem', 'suite', 'solution', 'correct'] as const;
export const teacherStage = z.enum(teacherStages);
export type TeacherStage = z.infer<typeof teacherStage>;

/** Where verification stopped: parse → lint/type-check → compile → test. */
export const phases = ['parse', 'lint', 'compile', 'test'] as const;
export const phase = z.enum(phases);
export type Phase = z.infer<typeof phase>;

/** Why a solution failed. Stable names: statistics, filters and exports carry them. */
export const failureReasons = [
  'syntax-error',
  'lint-error',
  'type-error',
  'compile-error',
  'assertion-failed',
  'runtime-error',
  'timeout',
  'memory-limit',
  'output-limit',
  'process-limit',
  'disk-limit',
  'no-tests-ran',
  'tests-missing',
  'early-exit',
  'tampered',
  'flaky',
] as const;
export const failureReason = z.enum(failureReasons);
export type FailureReason = z.infer<typeof failureReason>;

/**
 * Why a suite was not accepted: `vacuous` – the bare interface passes it; `no-tests` – it declares none;
 * `broken` – it cannot be parsed, checked or loaded even against its own interface.
 */
export const suiteRejections = ['vacuous', 'no-tests', 'broken'] as const;
export const suiteRejection = z.enum(suiteRejections);
export type SuiteRejection = z.infer<typeof suiteRejection>;
