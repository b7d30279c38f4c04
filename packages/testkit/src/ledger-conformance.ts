import type { Ledger, LedgerRecord, Run, Task } from '@seedmill/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  makeAttempt,
  makeCall,
  makeFailed,
  makeInconclusive,
  makePassed,
  makeProblem,
  makeRun,
  makeSnippet,
  makeSuite,
} from './factories.ts';

/** What every ledger must do, whatever keeps it. `open` gives an empty one; opened again it is the same one. */
export function ledgerConformance(
  name: string,
  open: () => Promise<{ ledger: Ledger; again: () => Promise<Ledger>; drop: () => Promise<void> }>,
): void {
  describe(`${name} as a ledger`, () => {
    let place: Awaited<ReturnType<typeof open>>;
    let ledger: Ledger;
    beforeEach(async () => {
      place = await open();
      ledger = place.ledger;
    });
    afterEach(async () => {
      await ledger.close();
      await place.drop();
    });

    const run = makeRun();
    const snippet = makeSnippet(run);
    const problem = makeProblem(run, snippet);
    const suite = makeSuite(run, problem);
    const attempt = makeAttempt(run, suite);
    const task = (stage: Task['stage'], subject: string, of: Run = run): Task => ({
      run: of.id,
      stage,
      subject,
    });
    const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => Array.fromAsync(items);
    const complete = (done: Task, records: LedgerRecord[], next: Task[] = [], made?: string) =>
      ledger.complete(done, { records, next, ...(made === undefined ? {} : { made }) });

    /** Opens a run whose one attempt is written and waits for its verdict. */
    async function untilVerify(): Promise<void> {
      await ledger.openRun(run, [task('snippet', run.id)]);
      await complete(
        task('snippet', run.id),
        [{ kind: 'snippet', record: snippet }],
        [task('problem', snippet.id)],
      );
      await complete(
        task('problem', snippet.id),
        [{ kind: 'problem', record: problem }],
        [task('suite', `${problem.id}/python`)],
        problem.id,
      );
      await complete(
        task('suite', `${problem.id}/python`),
        [{ kind: 'suite', record: suite }],
        [task('solution', `${suite.id}/0`)],
        suite.id,
      );
      await complete(
        task('solution', `${suite.id}/0`),
        [{ kind: 'attempt', record: attempt }],
        [task('verify', attempt.id)],
        attempt.id,
      );
    }

    test('gives back every kind of record as it was kept', async () => {
      await untilVerify();
      const verdict = makeFailed(run, attempt);
      await complete(task('verify', attempt.id), [{ kind: 'verdict', record: verdict }]);
      expect(await ledger.run(run.id)).toEqual(run);
      expect(await ledger.snippet(snippet.id)).toEqual(snippet);
      expect(await ledger.problem(problem.id)).toEqual(problem);
      expect(await ledger.suite(suite.id)).toEqual(suite);
      expect(await ledger.attempt(attempt.id)).toEqual(attempt);
      expect(await ledger.verdict(attempt.id)).toEqual(verdict);
      expect(await ledger.problem('prob-unknown')).toBeUndefined();
    });

    test('keeps hostile text whole: NUL, lone surrogates, quotes, long lines', async () => {
      const text = `'"\\ \u0000 \ud800 😀 ${'x'.repeat(1_000_000)}`;
      const hostile = makeSnippet(run, { text, name: 'nul\u0000name' });
      await ledger.openRun(run, [task('snippet', run.id)]);
      await complete(task('snippet', run.id), [{ kind: 'snippet', record: hostile }]);
      expect(await ledger.snippet(hostile.id)).toEqual(hostile);
    });

    test('a task done twice leaves one result', async () => {
      await untilVerify();
      const before = await ledger.statistics(run.id);
      await complete(
        task('solution', `${suite.id}/0`),
        [{ kind: 'attempt', record: attempt }],
        [task('verify', attempt.id)],
        attempt.id,
      );
      expect(await ledger.statistics(run.id)).toEqual(before);
      expect(await ledger.countOpenTasks(run.id)).toBe(1);
    });

    test('a task that follows and is done already is not opened again', async () => {
      await untilVerify();
      await complete(task('verify', attempt.id), [{ kind: 'verdict', record: makePassed(run, attempt) }]);
      await complete(
        task('solution', `${suite.id}/0`),
        [{ kind: 'attempt', record: attempt }],
        [task('verify', attempt.id)],
        attempt.id,
      );
      expect(await ledger.countOpenTasks(run.id)).toBe(0);
    });

    test('keeps nothing of a task whose records cannot be kept', async () => {
      await untilVerify();
      const broken = { kind: 'snippet', record: { ...snippet, id: null } } as unknown as LedgerRecord;
      const other = makeSnippet(run, { name: 'other' });
      await expect(
        complete(task('verify', attempt.id), [{ kind: 'snippet', record: other }, broken]),
      ).rejects.toThrow();
      expect(await ledger.snippet(other.id)).toBeUndefined();
      expect(await ledger.isOpen(task('verify', attempt.id))).toBe(true);
    });

    test('opening a run again opens its first task again and nothing else', async () => {
      await untilVerify();
      await ledger.openRun(run, [task('snippet', run.id)]);
      const open = await all(ledger.openTasks(run.id));
      expect(open.map(({ stage }) => stage).sort()).toEqual(['snippet', 'verify']);
    });

    test('lists open tasks of one run and of all, also where there are many', async () => {
      const other = makeRun({ samples: 7 });
      await ledger.openRun(other, [task('snippet', other.id, other)]);
      const many = Array.from({ length: 1_203 }, (_, n) => task('problem', `snip-${n}`));
      await ledger.openRun(run, many);
      const open = await all(ledger.openTasks(run.id));
      expect(new Set(open.map(({ subject }) => subject))).toEqual(
        new Set(many.map(({ subject }) => subject)),
      );
      expect(open).toHaveLength(1_203);
      expect(await ledger.countOpenTasks()).toBe(1_204);
      expect((await all(ledger.openTasks())).length).toBe(1_204);
    });

    test('an inconclusive verdict gives way to a conclusive one, which stays', async () => {
      await untilVerify();
      await ledger.keep({ kind: 'verdict', record: makeInconclusive(run, attempt) });
      expect((await ledger.statistics()).inconclusive).toBe(1);
      expect((await ledger.statistics()).judged).toBe(0);
      await ledger.keep({ kind: 'verdict', record: makePassed(run, attempt) });
      await ledger.keep({ kind: 'verdict', record: makeFailed(run, attempt) });
      expect((await ledger.verdict(attempt.id))?.outcome).toBe('passed');
    });

    test('counts attempts, corrections, fixes and reasons, and their rates', async () => {
      await untilVerify();
      const second = makeAttempt(run, suite, { sample: 1 });
      const third = makeAttempt(run, suite, { sample: 2 });
      const correction = makeAttempt(run, suite, { try: 1, corrects: attempt.id });
      const vain = makeAttempt(run, suite, { sample: 1, try: 1, corrects: second.id });
      await ledger.openRun(
        run,
        [second, third].map(({ id }) => task('verify', id)),
      );
      await complete(
        task('verify', attempt.id),
        [{ kind: 'verdict', record: makeFailed(run, attempt) }],
        [task('correct', attempt.id)],
      );
      await complete(
        task('correct', attempt.id),
        [{ kind: 'attempt', record: correction }],
        [task('verify', correction.id)],
        correction.id,
      );
      await complete(task('verify', correction.id), [
        { kind: 'verdict', record: makePassed(run, correction) },
      ]);
      await complete(
        task('verify', second.id),
        [
          { kind: 'attempt', record: second },
          { kind: 'verdict', record: makeFailed(run, second) },
        ],
        [task('correct', second.id)],
      );
      await complete(
        task('correct', second.id),
        [{ kind: 'attempt', record: vain }],
        [task('verify', vain.id)],
        vain.id,
      );
      await complete(task('verify', vain.id), [{ kind: 'verdict', record: makeFailed(run, vain) }]);
      await complete(task('verify', third.id), [
        { kind: 'attempt', record: third },
        { kind: 'verdict', record: makePassed(run, third) },
      ]);

      const statistics = await ledger.statistics(run.id);
      expect(statistics).toMatchObject({
        snippets: 1,
        problems: 1,
        suites: 1,
        attempts: 3,
        judged: 3,
        firstPassed: 1,
        corrected: 2,
        fixed: 1,
        pairs: 2,
        rejected: { 'assertion-failed': 1 },
        firstPassRate: 1 / 3,
        fixRate: 1 / 2,
        correctedShare: 1 / 3,
      });
      expect(statistics.byLanguage.python?.pairs).toBe(2);
      expect(await ledger.statistics('run-none')).toMatchObject({
        snippets: 0,
        pairs: 0,
        firstPassRate: null,
      });

      const pairs = await all(ledger.pairs(run.id));
      expect(pairs.map(({ attempts }) => attempts.map((tried) => tried.attempt.id))).toEqual(
        [[attempt.id, correction.id], [third.id]].sort((a, b) =>
          (a.at(-1) ?? '') < (b.at(-1) ?? '') ? -1 : 1,
        ),
      );
      expect(pairs[0]?.snippet).toEqual(snippet);
    });

    test('a later run that shares a record counts it too', async () => {
      await untilVerify();
      await complete(task('verify', attempt.id), [{ kind: 'verdict', record: makePassed(run, attempt) }]);
      const later = makeRun({ samples: 3 });
      await ledger.openRun(later, [task('verify', attempt.id, later)]);
      await complete(task('verify', attempt.id, later), [
        { kind: 'verdict', record: makePassed(later, attempt) },
      ]);
      expect((await ledger.statistics(later.id)).pairs).toBe(1);
      expect((await ledger.statistics()).pairs).toBe(1);
      expect(await all(ledger.pairs())).toHaveLength(1);
      expect(await all(ledger.pairs(later.id))).toHaveLength(1);
    });

    test('suites that were rejected are counted by reason', async () => {
      await ledger.openRun(run, [task('suite', `${problem.id}/python`)]);
      const vacuous = makeSuite(run, problem, {
        check: { outcome: 'rejected', reason: 'vacuous', detail: '' },
      });
      await complete(
        task('suite', `${problem.id}/python`),
        [{ kind: 'suite', record: vacuous }],
        [],
        vacuous.id,
      );
      expect(await ledger.statistics(run.id)).toMatchObject({ suites: 0, suitesRejected: { vacuous: 1 } });
    });

    test('what the teacher could not answer is counted by stage', async () => {
      await ledger.openRun(run, [task('problem', snippet.id)]);
      await ledger.complete(task('problem', snippet.id), {
        records: [],
        next: [],
        failure: { reason: 'teacher-failed', detail: 'nul \u0000' },
      });
      expect((await ledger.statistics(run.id)).teacher.failed).toEqual({ problem: 1 });
      expect(await ledger.countOpenTasks(run.id)).toBe(0);
      await ledger.openRun(run, []);
      expect(await all(ledger.openTasks(run.id))).toEqual([task('problem', snippet.id)]);
    });

    test('a finished call is kept once and found again', async () => {
      const call = makeCall(run, { text: 'first \u0000' });
      await ledger.recordCall(call);
      await ledger.recordCall({ ...call, text: 'second' });
      expect(await ledger.call(call.id)).toEqual(call);
      expect((await ledger.statistics()).teacher).toMatchObject({
        calls: 1,
        inputTokens: 10,
        outputTokens: 20,
      });
    });

    test('opened again it has the same name and the same records', async () => {
      await untilVerify();
      const again = await place.again();
      expect(again.id).toBe(ledger.id);
      expect(await again.attempt(attempt.id)).toEqual(attempt);
      await again.close();
    });

    test('many writers at once lose nothing', async () => {
      const records = Array.from({ length: 200 }, (_, n) => makeSnippet(run, { name: `f${n}` }));
      await ledger.openRun(
        run,
        records.map(({ id }) => task('problem', id)),
      );
      await Promise.all(
        records.map((record) => complete(task('problem', record.id), [{ kind: 'snippet', record }])),
      );
      expect(await ledger.countOpenTasks(run.id)).toBe(0);
      const again = await place.again();
      for (const { id } of records) expect(await again.snippet(id)).toBeDefined();
      await again.close();
    });
  });
}
