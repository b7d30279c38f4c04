import type { StageResult } from '@seedmill/contracts';

/** The end of a task whose question the teacher did not answer readably. Never a failed solution. */
export function failedAnswer(detail: string): StageResult {
  return { records: [], next: [], failure: { reason: 'teacher-failed', detail } };
}
