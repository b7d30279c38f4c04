import { attempt, type Ledger, type PairStory } from '@seedmill/contracts';
import type { Kysely } from 'kysely';
import { PAGE } from './ledger.ts';
import type { Tables } from './tables.ts';

/** Reads pairs page by page in the order of the passed attempts' ids, each with its whole story. */
export async function* readPairs(
  db: Kysely<Tables>,
  ledger: Ledger,
  runId: string | undefined,
): AsyncIterable<PairStory> {
  let after = '';
  for (;;) {
    let query = db
      .selectFrom('attempts')
      .innerJoin('verdicts', 'verdicts.attempt_id', 'attempts.id')
      .select(['attempts.id', 'attempts.body'])
      .where('verdicts.outcome', '=', 'passed')
      .where('attempts.id', '>', after)
      .orderBy('attempts.id')
      .limit(PAGE);
    if (runId !== undefined) {
      query = query.where((eb) =>
        eb.exists(
          eb
            .selectFrom('tasks')
            .select('subject')
            .where('run_id', '=', runId)
            .where('stage', '=', 'verify')
            .whereRef('subject', '=', 'attempts.id'),
        ),
      );
    }
    const rows = await query.execute();
    for (const row of rows) {
      after = row.id;
      yield await story(ledger, attempt.parse(JSON.parse(row.body)));
    }
    if (rows.length < PAGE) return;
  }
}

async function story(ledger: Ledger, passed: PairStory['attempts'][number]['attempt']): Promise<PairStory> {
  const first = passed.corrects === null ? undefined : await ledger.attempt(passed.corrects);
  const attempts = [];
  for (const tried of first === undefined ? [passed] : [first, passed]) {
    attempts.push({ attempt: tried, verdict: found(await ledger.verdict(tried.id), tried.id) });
  }
  const suite = found(await ledger.suite(passed.suiteId), passed.suiteId);
  const problem = found(await ledger.problem(passed.problemId), passed.problemId);
  const snippet = found(await ledger.snippet(problem.snippetId), problem.snippetId);
  const run = found(await ledger.run(passed.madeBy.run), passed.madeBy.run);
  return { run, snippet, problem, suite, attempts };
}

/** Records are never removed, and a record is written after those it names: a gap is a damaged ledger. */
function found<T>(record: T | undefined, id: string): T {
  if (record === undefined) throw new Error(`the ledger names ${id} but does not hold it`);
  return record;
}
