import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const first: Migration = {
  async up(db: Kysely<unknown>) {
    const schema = db.schema;
    await schema
      .createTable('meta')
      .addColumn('key', 'text', (c) => c.notNull().primaryKey())
      .addColumn('value', 'text', (c) => c.notNull())
      .execute();
    await schema
      .createTable('runs')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('body', 'text', (c) => c.notNull())
      .execute();
    await schema
      .createTable('snippets')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('run_id', 'text', (c) => c.notNull())
      .addColumn('language', 'text', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .execute();
    await schema
      .createTable('problems')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('run_id', 'text', (c) => c.notNull())
      .addColumn('snippet_id', 'text', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .execute();
    await schema
      .createTable('suites')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('run_id', 'text', (c) => c.notNull())
      .addColumn('problem_id', 'text', (c) => c.notNull())
      .addColumn('language', 'text', (c) => c.notNull())
      .addColumn('outcome', 'text', (c) => c.notNull())
      .addColumn('reason', 'text')
      .addColumn('body', 'text', (c) => c.notNull())
      .execute();
    await schema
      .createTable('attempts')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('run_id', 'text', (c) => c.notNull())
      .addColumn('problem_id', 'text', (c) => c.notNull())
      .addColumn('suite_id', 'text', (c) => c.notNull())
      .addColumn('language', 'text', (c) => c.notNull())
      .addColumn('sample', 'integer', (c) => c.notNull())
      .addColumn('try', 'integer', (c) => c.notNull())
      .addColumn('corrects', 'text')
      .addColumn('body', 'text', (c) => c.notNull())
      .execute();
    await schema
      .createTable('verdicts')
      .addColumn('attempt_id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('run_id', 'text', (c) => c.notNull())
      .addColumn('outcome', 'text', (c) => c.notNull())
      .addColumn('phase', 'text')
      .addColumn('reason', 'text')
      .addColumn('body', 'text', (c) => c.notNull())
      .execute();
    await schema
      .createTable('calls')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('run_id', 'text', (c) => c.notNull())
      .addColumn('stage', 'text', (c) => c.notNull())
      .addColumn('record', 'text', (c) => c.notNull())
      .addColumn('ask', 'integer', (c) => c.notNull())
      .addColumn('model', 'text', (c) => c.notNull())
      .addColumn('input_tokens', 'integer')
      .addColumn('output_tokens', 'integer')
      .addColumn('body', 'text', (c) => c.notNull())
      .execute();
    await schema
      .createTable('tasks')
      .addColumn('run_id', 'text', (c) => c.notNull())
      .addColumn('stage', 'text', (c) => c.notNull())
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('made', 'text')
      .addColumn('reason', 'text')
      .addColumn('detail', 'text')
      .addPrimaryKeyConstraint('tasks_pk', ['run_id', 'stage', 'subject'])
      .execute();
    await schema.createIndex('tasks_state').on('tasks').columns(['state', 'run_id', 'stage']).execute();
    await schema.createIndex('tasks_made').on('tasks').columns(['made', 'stage']).execute();
    await schema.createIndex('attempts_corrects').on('attempts').column('corrects').execute();
    await schema.createIndex('calls_run').on('calls').column('run_id').execute();
  },
};
