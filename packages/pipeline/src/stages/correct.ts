import { contentId, type Stage } from '@seedmill/contracts';
import { failedAnswer } from '../failed-answer.ts';
import { held } from '../held.ts';

/** 6 One rewrite of a failed attempt, from the code and what its phase printed. The subject is its id. */
export const correctStage: Stage = {
  name: 'correct',
  async run(attemptId, run, { ledger, teacher }, signal) {
    const attempt = held(await ledger.attempt(attemptId), attemptId);
    const verdict = held(await ledger.verdict(attemptId), attemptId);
    if (verdict.outcome !== 'failed')
      throw new Error(`${attemptId} did not fail; there is nothing to correct`);
    const suite = held(await ledger.suite(attempt.suiteId), attempt.suiteId);
    const problem = held(await ledger.problem(attempt.problemId), attempt.problemId);
    const answer = await teacher(run).correction(run.id, { problem, suite, attempt, verdict }, signal);
    if (answer.outcome === 'teacher-failed') return failedAnswer(answer.detail);
    const { value: solution, madeBy } = answer;
    const { suiteId, sample, problemId, language } = attempt;
    const id = contentId('attempt', suiteId, sample, 1, attemptId, solution);
    return {
      records: [
        {
          kind: 'attempt',
          record: { id, problemId, suiteId, language, sample, try: 1, corrects: attemptId, solution, madeBy },
        },
      ],
      made: id,
      next: [{ run: run.id, stage: 'verify', subject: id }],
    };
  },
};
