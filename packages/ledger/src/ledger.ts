import {
  attempt,
  type Ledger,
  type LedgerRecord,
  type PairStory,
  problem,
  type Run,
  run,
  type StageResult,
  type Statistics,
  snippet,
  stageName,
  suite,
  type Task,
  type TeacherCall,
  teacherCall,
  verdict,
} from '@seedmill/contracts';
import type { Kysely, Transaction } from 'kysely';
import type { z } from 'zod';
import { readPairs } from './pairs.ts';
import { patiently } from './patient.ts';
import { writeRecord } from './records.ts';
import { readStatistics } from './statistics.ts';
import type { Tables } from './tables.ts';

/** Rows fetched at a time where a table is read whole: memory stays flat whatever its length. */
export const PAGE = 500;

/** The ledger over SQL; the same statements serve SQLite and Postgres. */
export class SqlLedger implements Ledger {
  readonly id: string;
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>, id: string) {
    this.#db = db;
    this.id = id;
  }

  async openRun(opened: Run, firstTasks: readonly Task[]): Promise<void> {
    await patiently(() =>
      this.#db.transaction().execute(async (tx) => {
        const body = JSON.stringify(opened);
        await tx
          .insertInto('runs')
          .values({ id: opened.id, body })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ body }))
          .execute();
        await openTasks(tx, firstTasks);
        for (const task of firstTasks) await setState(tx, task, { state: 'open' });
        await tx
          .updateTable('tasks')
          .set({ state: 'open', reason: null, detail: null })
          .where('run_id', '=', opened.id)
          .where('state', '=', 'failed')
          .execute();
      }),
    );
  }

  run = (id: string) => this.#read('runs', id, run);
  snippet = (id: string) => this.#read('snippets', id, snippet);
  problem = (id: string) => this.#read('problems', id, problem);
  suite = (id: string) => this.#read('suites', id, suite);
  attempt = (id: string) => this.#read('attempts', id, attempt);
  call = (id: string) => this.#read('calls', id, teacherCall);

  async verdict(attemptId: string) {
    const row = await this.#db
      .selectFrom('verdicts')
      .select('body')
      .where('attempt_id', '=', attemptId)
      .executeTakeFirst();
    return row && verdict.parse(JSON.parse(row.body));
  }

  async runs(): Promise<Run[]> {
    const rows = await this.#db.selectFrom('runs').select('body').orderBy('id').execute();
    return rows.map(({ body }) => run.parse(JSON.parse(body)));
  }

  async isOpen(task: Task): Promise<boolean> {
    const row = await this.#db
      .selectFrom('tasks')
      .select('state')
      .where('run_id', '=', task.run)
      .where('stage', '=', task.stage)
      .where('subject', '=', task.subject)
      .executeTakeFirst();
    return row?.state === 'open';
  }

  async complete(task: Task, result: StageResult): Promise<void> {
    await patiently(() =>
      this.#db.transaction().execute(async (tx) => {
        for (const record of result.records) await writeRecord(tx, record);
        await openTasks(tx, result.next);
        const { failure } = result;
        await setState(tx, task, {
          state: failure === undefined ? 'done' : 'failed',
          made: result.made ?? null,
          reason: failure?.reason ?? null,
          detail: failure === undefined ? null : storable(failure.detail),
        });
      }),
    );
  }

  async keep(record: LedgerRecord): Promise<void> {
    await patiently(() => writeRecord(this.#db, record));
  }

  async recordCall(call: TeacherCall): Promise<void> {
    await patiently(() =>
      this.#db
        .insertInto('calls')
        .values({
          id: call.id,
          run_id: call.run,
          stage: call.stage,
          record: call.record,
          ask: call.ask,
          model: call.model,
          input_tokens: call.inputTokens,
          output_tokens: call.outputTokens,
          body: JSON.stringify(call),
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute(),
    );
  }

  async *openTasks(runId?: string): AsyncIterable<Task> {
    let after: Task | undefined;
    for (;;) {
      let query = this.#db
        .selectFrom('tasks')
        .select(['run_id', 'stage', 'subject'])
        .where('state', '=', 'open')
        .orderBy('run_id')
        .orderBy('stage')
        .orderBy('subject')
        .limit(PAGE);
      if (runId !== undefined) query = query.where('run_id', '=', runId);
      if (after !== undefined) {
        const { run: r, stage: s, subject } = after;
        query = query.where((eb) =>
          eb(eb.refTuple('run_id', 'stage', 'subject'), '>', eb.tuple<string, string, string>(r, s, subject)),
        );
      }
      const rows = await query.execute();
      for (const row of rows) {
        after = { run: row.run_id, stage: stageName.parse(row.stage), subject: row.subject };
        yield after;
      }
      if (rows.length < PAGE) return;
    }
  }

  async countOpenTasks(runId?: string): Promise<number> {
    let query = this.#db
      .selectFrom('tasks')
      .select(({ fn }) => fn.countAll().as('n'))
      .where('state', '=', 'open');
    if (runId !== undefined) query = query.where('run_id', '=', runId);
    return Number((await query.executeTakeFirstOrThrow()).n);
  }

  statistics = (runId?: string): Promise<Statistics> => readStatistics(this.#db, runId);
  pairs = (runId?: string): AsyncIterable<PairStory> => readPairs(this.#db, this, runId);
  close = (): Promise<void> => this.#db.destroy();

  async #read<Schema extends z.ZodType>(
    table: 'runs' | 'snippets' | 'problems' | 'suites' | 'attempts' | 'calls',
    id: string,
    schema: Schema,
  ): Promise<z.infer<Schema> | undefined> {
    const row = await this.#db.selectFrom(table).select('body').where('id', '=', id).executeTakeFirst();
    return row && schema.parse(JSON.parse(row.body));
  }
}

/** Most tasks in one INSERT: four parameters each, and SQLite allows 32,766. */
const TASKS_AT_ONCE = 1_000;

async function openTasks(tx: Transaction<Tables>, tasks: readonly Task[]): Promise<void> {
  for (let at = 0; at < tasks.length; at += TASKS_AT_ONCE) {
    const rows = tasks
      .slice(at, at + TASKS_AT_ONCE)
      .map((task) => ({ run_id: task.run, stage: task.stage, subject: task.subject, state: 'open' }));
    await tx
      .insertInto('tasks')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['run_id', 'stage', 'subject']).doNothing())
      .execute();
  }
}

function setState(tx: Transaction<Tables>, task: Task, to: Partial<Tables['tasks']>) {
  return tx
    .updateTable('tasks')
    .set(to)
    .where('run_id', '=', task.run)
    .where('stage', '=', task.stage)
    .where('subject', '=', task.subject)
    .execute();
}

/** Postgres refuses NUL in text, and lone surrogates are not UTF-8. */
const storable = (text: string) => text.toWellFormed().replaceAll('\0', '');
