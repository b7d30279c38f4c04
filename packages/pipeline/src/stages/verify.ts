import { AppError, type Stage } from '@seedmill/contracts';
import { held } from '../held.ts';

/** 5 Verifies one attempt. A failing attempt is a verdict, not an error. The subject is the attempt's id. */
export const verifyStage: Stage = {
  name: 'verify',
  async run(attemptId, run, { ledger, verifier }, signal) {
    const attempt = held(await ledger.attempt(attemptId), attemptId);
    const suite = held(await ledger.suite(attempt.suiteId), attempt.suiteId);
    const known = await ledger.verdict(attemptId);
    const settled = known !== undefined && known.outcome !== 'inconclusive';
    const verdict = settled ? known : await verifier.verify(run.id, attempt, suite, signal);
    if (verdict.outcome === 'inconclusive') {
      await ledger.keep({ kind: 'verdict', record: verdict });
      const problem = `The attempt ${attemptId} could not be verified: ${verdict.cause}`;
      throw new AppError('VERDICT_INCONCLUSIVE', 'retry', problem, 'See npx seedmill doctor.');
    }
    // Exactly one correction: the failure of a correction is kept and ends here.
    const correct = verdict.outcome === 'failed' && attempt.try === 0;
    return {
      records: [{ kind: 'verdict', record: verdict }],
      made: attemptId,
      next: correct ? [{ run: run.id, stage: 'correct', subject: attemptId }] : [],
    };
  },
};
