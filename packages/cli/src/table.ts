import type { LanguageStatistics, Statistics } from '@seedmill/contracts';
import Table from 'cli-table3';

const percent = (share: number | null) => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);

const rows: [string, (counts: LanguageStatistics) => string | number][] = [
  ['suites', (c) => c.suites],
  ['attempts', (c) => c.attempts],
  ['passed first', (c) => c.firstPassed],
  ['corrected', (c) => c.corrected],
  ['fixed', (c) => c.fixed],
  ['pairs', (c) => c.pairs],
  ['rejected', (c) => Object.values(c.rejected).reduce((sum, n) => sum + n, 0)],
  ['inconclusive', (c) => c.inconclusive],
  ['first-pass rate', (c) => percent(c.firstPassRate)],
  ['fix rate', (c) => percent(c.fixRate)],
  ['corrected share', (c) => percent(c.correctedShare)],
];

/** The counts and rates as a table, one column per language. Reasons get a row each where there are any. */
export function statisticsTable(statistics: Statistics): string {
  const languages = Object.entries(statistics.byLanguage).sort(([a], [b]) => (a < b ? -1 : 1));
  const columns: LanguageStatistics[] = [...languages.map(([, counts]) => counts), statistics];
  const table = new Table({
    head: ['', ...languages.map(([id]) => id), 'all'],
    colAligns: ['left', ...columns.map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });
  const blank = languages.map(() => '');
  table.push(['snippets', ...blank, statistics.snippets], ['problems', ...blank, statistics.problems]);
  for (const [name, read] of rows) {
    table.push([name, ...columns.map(read)]);
    if (name === 'suites') pushReasons(table, 'suite rejected', columns, (c) => c.suitesRejected);
    if (name === 'rejected') pushReasons(table, 'rejected', columns, (c) => c.rejected);
  }
  return table.toString();
}

function pushReasons(
  table: InstanceType<typeof Table>,
  title: string,
  columns: readonly LanguageStatistics[],
  read: (counts: LanguageStatistics) => Record<string, number>,
): void {
  const reasons = [...new Set(columns.flatMap((counts) => Object.keys(read(counts))))].sort();
  for (const reason of reasons) {
    table.push([`${title}: ${reason}`, ...columns.map((counts) => read(counts)[reason] ?? 0)]);
  }
}

/** What the teacher did, in one line. */
export function teacherLine({ teacher }: Statistics): string {
  const failed = Object.entries(teacher.failed).map(([stage, n]) => `${n} ${stage}`);
  // Not every endpoint counts tokens.
  const { inputTokens, outputTokens } = teacher;
  const tokens = inputTokens + outputTokens > 0 ? ` (${inputTokens} tokens in, ${outputTokens} out)` : '';
  return `teacher: ${teacher.calls} calls${tokens}${failed.length === 0 ? '' : `; unreadable: ${failed.join(', ')}`}`;
}
