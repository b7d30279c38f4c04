import type { LedgerRecord } from '@seedmill/contracts';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Keeps one record. What is there already stays as it is, except a verdict that settled nothing. */
export async function writeRecord(db: Kysely<Tables>, { kind, record }: LedgerRecord): Promise<void> {
  const body = JSON.stringify(record);
  switch (kind) {
    case 'snippet': {
      await db
        .insertInto('snippets')
        .values({ id: record.id, run_id: record.run, language: record.language, body })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
      return;
    }
    case 'problem': {
      await db
        .insertInto('problems')
        .values({ id: record.id, run_id: record.madeBy.run, snippet_id: record.snippetId, body })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
      return;
    }
    case 'suite': {
      await db
        .insertInto('suites')
        .values({
          id: record.id,
          run_id: record.madeBy.run,
          problem_id: record.problemId,
          language: record.language,
          outcome: record.check.outcome,
          reason: record.check.outcome === 'rejected' ? record.check.reason : null,
          body,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
      return;
    }
    case 'attempt': {
      await db
        .insertInto('attempts')
        .values({
          id: record.id,
          run_id: record.madeBy.run,
          problem_id: record.problemId,
          suite_id: record.suiteId,
          language: record.language,
          sample: record.sample,
          try: record.try,
          corrects: record.corrects,
          body,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
      return;
    }
    case 'verdict': {
      const row = {
        run_id: record.run,
        outcome: record.outcome,
        phase: record.outcome === 'failed' ? record.phase : null,
        reason: record.outcome === 'failed' ? record.reason : null,
        body,
      };
      await db
        .insertInto('verdicts')
        .values({ attempt_id: record.attemptId, ...row })
        .onConflict((conflict) =>
          conflict.column('attempt_id').doUpdateSet(row).where('verdicts.outcome', '=', 'inconclusive'),
        )
        .execute();
      return;
    }
  }
}
