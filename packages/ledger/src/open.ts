import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { AppError, type Ledger, messageOf } from '@seedmill/contracts';
import { type Dialect, Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { SqlLedger } from './ledger.ts';
import { first } from './migrations/0001-first.ts';
import { patiently } from './patient.ts';
import { sqliteDialect } from './sqlite.ts';
import type { Tables } from './tables.ts';

/** Every migration, by the name under which it is remembered; the order is that of the names. */
const migrations = { '0001-first': first };

/**
 * Opens a ledger and brings its tables up to date.
 *
 * @param location `postgres://…` for a ledger that many machines share, else the path of an SQLite file
 */
export async function openLedger(location: string): Promise<Ledger> {
  return patiently(() => open(location));
}

/**
 * Opens a ledger to read it: one that does not exist yet is not made.
 *
 * @throws AppError LEDGER_MISSING (fix-input)
 */
export async function readLedger(location: string): Promise<Ledger> {
  if (!isPostgres(location) && !existsSync(location)) {
    throw new AppError(
      'LEDGER_MISSING',
      'fix-input',
      `There is no ledger ${location} yet.`,
      'Make one with: npx seedmill run <folder> (or name another with --ledger)',
    );
  }
  return openLedger(location);
}

async function open(location: string): Promise<Ledger> {
  const db = new Kysely<Tables>({ dialect: dialectOf(location) });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined)
      throw error instanceof Error ? error : new Error('a migration failed', { cause: error });
    await db
      .insertInto('meta')
      .values({ key: 'id', value: randomUUID().slice(0, 8) })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
    const { value } = await db
      .selectFrom('meta')
      .select('value')
      .where('key', '=', 'id')
      .executeTakeFirstOrThrow();
    return new SqlLedger(db, value);
  } catch (error) {
    await db.destroy();
    throw unopened(location, error);
  }
}

function dialectOf(location: string): Dialect {
  if (!isPostgres(location)) {
    try {
      return sqliteDialect(location);
    } catch (error) {
      throw unopened(location, error);
    }
  }
  const pool = new pg.Pool({ connectionString: location, max: 10 });
  // An idle connection that the server closes must not end the process; the next query reports it.
  pool.on('error', () => undefined);
  return new PostgresDialect({ pool });
}

const isPostgres = (location: string) => /^postgres(ql)?:\/\//.test(location);

function unopened(location: string, cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  // A database URL may carry a password.
  const where = isPostgres(location) ? 'the Postgres ledger' : `the ledger ${location}`;
  const hint = isPostgres(location)
    ? 'Check SEEDMILL_LEDGER (postgres://user:password@host:port/database) and that the server runs.'
    : 'Check that the folder can be written and the disk is not full, or choose another file with SEEDMILL_LEDGER.';
  return new AppError('LEDGER_UNAVAILABLE', 'fix-setup', `Cannot open ${where}: ${messageOf(cause)}`, hint, {
    cause,
  });
}
