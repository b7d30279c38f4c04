import { AppError, contentId, type Stage } from '@seedmill/contracts';
import { failedAnswer } from '../failed-answer.ts';
import { held, split } from '../held.ts';

/**
 * 3 The teacher fixes the interface and writes the tests, before any solution exists; the bare interface must
 * fail them. The subject is `problem/language`.
 */
export const suiteStage: Stage = {
  name: 'suite',
  async run(subject, run, { ledger, teacher, verifier }, signal) {
    const [problemId, language] = split(subject);
    const problem = held(await ledger.problem(problemId), problemId);
    const answer = await teacher(run).suite(run.id, problem, language, signal);
    if (answer.outcome === 'teacher-failed') return failedAnswer(answer.detail);
    const { value, madeBy } = answer;
    const id = contentId('suite', problemId, language, value);
    const check = (await ledger.suite(id))?.check ?? (await verifier.checkSuite(language, value, signal));
    if (check.outcome === 'inconclusive') {
      throw new AppError(
        'SUITE_INCONCLUSIVE',
        'retry',
        `The suite ${id} could not be checked: ${check.cause}`,
        'See npx seedmill doctor.',
      );
    }
    const samples = check.outcome === 'accepted' ? run.samples : 0;
    return {
      records: [{ kind: 'suite', record: { id, problemId, language, ...value, check, madeBy } }],
      made: id,
      next: Array.from({ length: samples }, (_, sample) => ({
        run: run.id,
        stage: 'solution',
        subject: `${id}/${sample}`,
      })),
    };
  },
};
