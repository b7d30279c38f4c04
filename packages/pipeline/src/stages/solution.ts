import { contentId, type Stage } from '@seedmill/contracts';
import { failedAnswer } from '../failed-answer.ts';
import { held, split } from '../held.ts';

/** 4 The teacher solves the problem without seeing the tests. The subject is `suite/sample`. */
export const solutionStage: Stage = {
  name: 'solution',
  async run(subject, run, { ledger, teacher }, signal) {
    const [suiteId, number] = split(subject);
    const sample = Number(number);
    const suite = held(await ledger.suite(suiteId), suiteId);
    const problem = held(await ledger.problem(suite.problemId), suite.problemId);
    const answer = await teacher(run).solution(run.id, problem, suite, sample, signal);
    if (answer.outcome === 'teacher-failed') return failedAnswer(answer.detail);
    const { value: solution, madeBy } = answer;
    const id = contentId('attempt', suiteId, sample, 0, solution);
    const { problemId, language } = suite;
    return {
      records: [
        {
          kind: 'attempt',
          record: { id, problemId, suiteId, language, sample, try: 0, corrects: null, solution, madeBy },
        },
      ],
      made: id,
      next: [{ run: run.id, stage: 'verify', subject: id }],
    };
  },
};
