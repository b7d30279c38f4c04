import type { LanguageStatistics, Statistics } from '@seedmill/contracts';
import { stageName } from '@seedmill/contracts';
import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/**
 * Counts one run, or the whole ledger. What belongs to a run is what its tasks made, also where an earlier run
 * made the same record first.
 */
export async function readStatistics(db: Kysely<Tables>, runId: string | undefined): Promise<Statistics> {
  const tasks = () => {
    const all = db.selectFrom('tasks');
    return runId === undefined ? all : all.where('tasks.run_id', '=', runId);
  };
  const distinct = async (stage: string, column: 'subject' | 'made') => {
    const row = await tasks()
      .select(({ fn }) => fn.count(column).distinct().as('n'))
      .where('stage', '=', stage)
      .executeTakeFirstOrThrow();
    return Number(row.n);
  };
  const suites = await tasks()
    .innerJoin('suites', 'suites.id', 'tasks.made')
    .where('tasks.stage', '=', 'suite')
    .select(['suites.language', 'suites.outcome', 'suites.reason'])
    .select(({ fn }) => fn.count('suites.id').distinct().as('n'))
    .groupBy(['suites.language', 'suites.outcome', 'suites.reason'])
    .execute();
  // One row per kind of end: how the attempt ended at this try, and whether a correction of it exists.
  const attempts = await tasks()
    .innerJoin('attempts', 'attempts.id', 'tasks.subject')
    .leftJoin('verdicts', 'verdicts.attempt_id', 'attempts.id')
    .leftJoin('attempts as later', 'later.corrects', 'attempts.id')
    .where('tasks.stage', '=', 'verify')
    .select(['attempts.language', 'attempts.try', 'verdicts.outcome', 'verdicts.reason'])
    .select(sql<number>`case when later.id is null then 0 else 1 end`.as('followed'))
    .select(({ fn }) => fn.count('attempts.id').distinct().as('n'))
    .groupBy(['attempts.language', 'attempts.try', 'verdicts.outcome', 'verdicts.reason'])
    .groupBy(sql`case when later.id is null then 0 else 1 end`)
    .execute();
  const states = await tasks()
    .where('state', '!=', 'done')
    .select(['stage', 'state'])
    .select(({ fn }) => fn.countAll().as('n'))
    .groupBy(['stage', 'state'])
    .execute();
  const calls = await (runId === undefined
    ? db.selectFrom('calls')
    : db.selectFrom('calls').where('run_id', '=', runId)
  )
    .select(({ fn }) => [
      fn.countAll().as('calls'),
      fn.sum('input_tokens').as('input'),
      fn.sum('output_tokens').as('output'),
    ])
    .executeTakeFirstOrThrow();

  const byLanguage: Record<string, LanguageStatistics> = {};
  const of = (language: string) => (byLanguage[language] ??= empty());
  for (const row of suites) {
    const counts = of(row.language);
    if (row.outcome === 'accepted') counts.suites += Number(row.n);
    else add(counts.suitesRejected, row.reason ?? 'unknown', Number(row.n));
  }
  for (const row of attempts) countAttempts(of(row.language), { ...row, n: Number(row.n) });
  const all = empty();
  for (const counts of Object.values(byLanguage)) merge(all, counts);
  for (const counts of [all, ...Object.values(byLanguage)]) rate(counts);

  const statistics: Statistics = {
    snippets: await distinct('problem', 'subject'),
    problems: await distinct('problem', 'made'),
    ...all,
    byLanguage,
    teacher: {
      calls: Number(calls.calls),
      inputTokens: Number(calls.input),
      outputTokens: Number(calls.output),
      failed: {},
    },
    open: {},
  };
  for (const row of states) {
    const counts = row.state === 'open' ? statistics.open : statistics.teacher.failed;
    counts[stageName.parse(row.stage)] = Number(row.n);
  }
  return statistics;
}

function empty(): LanguageStatistics {
  return {
    suites: 0,
    suitesRejected: {},
    attempts: 0,
    judged: 0,
    firstPassed: 0,
    corrected: 0,
    correctionsJudged: 0,
    fixed: 0,
    pairs: 0,
    rejected: {},
    inconclusive: 0,
    firstPassRate: null,
    fixRate: null,
    correctedShare: null,
  };
}

interface AttemptRow {
  try: number;
  outcome: string | null;
  reason: string | null;
  followed: number;
  n: number;
}

function countAttempts(counts: LanguageStatistics, row: AttemptRow): void {
  const { n } = row;
  if (row.try === 0) counts.attempts += n;
  else counts.corrected += n;
  if (row.outcome === 'inconclusive') counts.inconclusive += n;
  if (row.outcome === 'passed') {
    counts.pairs += n;
    if (row.try === 0) counts.firstPassed += n;
    else counts.fixed += n;
  }
  if (row.outcome === 'passed' || row.outcome === 'failed') {
    if (row.try === 0) counts.judged += n;
    else counts.correctionsJudged += n;
  }
  if (row.outcome === 'failed' && row.followed === 0) add(counts.rejected, row.reason ?? 'unknown', n);
}

function add(counts: Record<string, number>, key: string, n: number): void {
  counts[key] = (counts[key] ?? 0) + n;
}

const summed = [
  'suites',
  'attempts',
  'judged',
  'firstPassed',
  'corrected',
  'correctionsJudged',
  'fixed',
  'pairs',
  'inconclusive',
] as const;

function merge(into: LanguageStatistics, from: LanguageStatistics): void {
  for (const key of summed) into[key] += from[key];
  for (const [reason, n] of Object.entries(from.suitesRejected)) add(into.suitesRejected, reason, n);
  for (const [reason, n] of Object.entries(from.rejected)) add(into.rejected, reason, n);
}

function rate(counts: LanguageStatistics): void {
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  counts.firstPassRate = share(counts.firstPassed, counts.judged);
  counts.fixRate = share(counts.fixed, counts.correctionsJudged);
  counts.correctedShare = share(counts.fixed, counts.attempts);
}
